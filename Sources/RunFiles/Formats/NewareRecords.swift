import CellData

/// The records of a Neware test while they are put together.
struct NewareRecords {
  /// The place of each record in its table, counted from 0.
  var slots: [Int] = []
  var voltage: [Double] = []
  var current: [Double] = []
  var time: [Double] = []
  var stepTime: [Double] = []
  var stepNumber: [Double] = []
  var direction: [Double] = []
  var unixTime: [Double] = []
  var chargeCapacity: [Double] = []
  var dischargeCapacity: [Double] = []
  var chargeEnergy: [Double] = []
  var dischargeEnergy: [Double] = []
  /// What the auxiliary channels measured, by their labels.
  var temperatures: [(label: String, values: [Double])] = []
  var voltages: [(label: String, values: [Double])] = []
  /// How many records have a computed time and computed counters.
  var interpolatedCount = 0

  init() {}

  /// Voltage and current alone: versions 8 and up without 15.
  init(measured ndc: NewareNDC) {
    let isInAmperes = NewareNDC.isInAmperes(ndc.version)
    let slotCount = ndc.slotCount(rowLength: 8)
    slots.reserveCapacity(slotCount)
    voltage.reserveCapacity(slotCount)
    current.reserveCapacity(slotCount)
    ndc.forEachRow(length: 8) { row in
      slots.append(row.slot)
      let (u, i) = (ndc.bytes.float(at: row.offset), ndc.bytes.float(at: row.offset + 4))
      voltage.append(isInAmperes ? u : u / 10_000)
      current.append(isInAmperes ? i : i / 1000)
    }
  }

  /// Makes room for further records, so that no column is copied while it grows.
  mutating func reserve(_ count: Int) {
    let all = slots.count + count
    slots.reserveCapacity(all)
    for column in [
      \.voltage, \.current, \.time, \.stepTime, \.stepNumber, \.direction, \.unixTime,
      \.chargeCapacity, \.dischargeCapacity, \.chargeEnergy, \.dischargeEnergy,
    ] as [WritableKeyPath<NewareRecords, [Double]>] {
      self[keyPath: column].reserveCapacity(all)
    }
  }

  /// Adds the temperatures of the records that were added last; those before had none, if too few.
  mutating func appendTemperature(_ values: [Double]) {
    var all = temperatures.first?.values ?? []
    all += [Double](repeating: .nan, count: max(0, time.count - values.count - all.count))
    temperatures = [("auxiliary temperature", all + values)]
  }

  /// Hands the columns over under what they are called in the file.
  func fill(_ run: inout DecodedRun) {
    run.add(.time, "test time (from step times)", time)
    run.add(.voltage, "voltage", voltage)
    run.add(.current, "current", current)
    for (label, values) in temperatures {
      // A block of records without a sensor may follow one that had it.
      let rest = [Double](repeating: .nan, count: max(0, time.count - values.count))
      run.addTemperature(label, values + rest)
    }
    for (label, values) in voltages { run.addAuxiliary(.voltage, label, values) }
    var cycles = NewareCycles()
    let numbers = direction.map { sign -> Double in
      cycles.pass(sign)
      return cycles.number
    }
    run.add(.cycleNumber, NewareCycles.label, numbers)
    run.add(.stepNumber, "executed step", stepNumber)
    run.add(.stepTime, "step time", stepTime)
    run.add(.chargeCapacity, "charge capacity", chargeCapacity)
    run.add(.dischargeCapacity, "discharge capacity", dischargeCapacity)
    run.add(.chargeEnergy, "charge energy", chargeEnergy)
    run.add(.dischargeEnergy, "discharge energy", dischargeEnergy)
    run.add(.unixTime, "date", unixTime)
    run.add(.direction, "step type", direction)
    if interpolatedCount > 0 {
      run.findings.append(
        QualityFinding(
          .interpolatedValue, .note, count: interpolatedCount,
          subject: "time, step time, date, capacity, energy"))
    }
  }
}
