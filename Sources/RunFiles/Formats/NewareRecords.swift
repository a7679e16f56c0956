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
  var temperature: [Double] = []
  var temperatureLabel = "temperature"
  /// How many records have a computed time and computed counters.
  var interpolatedCount = 0

  init() {}

  /// Voltage and current alone: versions 11 and up.
  init(measured ndc: NewareNDC) {
    let isInAmperes = [8, 12, 14, 17].contains(ndc.version)
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

  /// Everything in one row: versions 2 and 5.
  init(combined ndc: NewareNDC) {
    let lead = ndc.version < 5 ? 8 : 1
    let bytes = ndc.bytes
    var clock = StepClock()
    var last = (step: -1, type: -1, time: -1.0)
    ndc.forEachRow(length: lead + 86) { row in
      let at = row.offset + lead
      // A free row of a page has no record number.
      guard bytes.uint32(at: at) > 0 else { return }
      slots.append(row.slot)
      let step = Int(bytes.byte(at: at + 8))
      let type = Int(bytes.byte(at: at + 9))
      let seconds = Double(bytes.uint64(at: at + 15)) / 1000
      let scale = NewareCodes.milliamperes(range: bytes.int32(at: at + 74)) / 1000
      voltage.append(Double(bytes.int32(at: at + 23)) / 10_000)
      current.append(Double(bytes.int32(at: at + 27)) * scale)
      chargeCapacity.append(Double(bytes.int64(at: at + 35)) * scale / 3600)
      dischargeCapacity.append(Double(bytes.int64(at: at + 43)) * scale / 3600)
      chargeEnergy.append(Double(bytes.int64(at: at + 51)) * scale / 3600)
      dischargeEnergy.append(Double(bytes.int64(at: at + 59)) * scale / 3600)
      unixTime.append(NewareCodes.unixSeconds(bytes, at: at + 67))
      direction.append(NewareCodes.direction(ofStepType: type))
      let isNew = step != last.step || type != last.type || seconds < last.time
      time.append(clock.testTime(stepTime: seconds, isNewStep: isNew))
      stepNumber.append(clock.step)
      stepTime.append(seconds)
      last = (step, type, seconds)
    }
  }

  /// Hands the columns over under what they are called in the file.
  func fill(_ run: inout DecodedRun) {
    run.add(.time, "test time (from step times)", time)
    run.add(.voltage, "voltage", voltage)
    run.add(.current, "current", current)
    run.add(.temperature, temperatureLabel, temperature)
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
