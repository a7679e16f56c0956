import CellData

/// Builds the rows of a life from the steps and cycles of its runs.
struct CycleTable {
  private(set) var rows: [CycleRow] = []
  private var throughput = 0.0
  private var energyThroughput = 0.0
  private let origin: Double?

  /// - Complexity: O(steps).
  init(_ runs: [LifeRun]) {
    origin = runs.first?.startUnixTime
    for run in runs {
      switch run.content {
      case .run(let findings): append(findings, run.name)
      case .cycles(let cycles): append(cycles, run.name)
      }
    }
  }

  private mutating func append(_ findings: RunFindings, _ name: String) {
    let (steps, start) = (findings.steps, findings.startUnixTime)
    let firstTime = steps.first?.start.value ?? 0
    for cycle in findings.cycles {
      guard cycle.chargeCapacity > .zero || cycle.dischargeCapacity > .zero else { continue }
      let range = (cycle.firstStep - 1)..<cycle.lastStep
      throughput += cycle.chargeCapacity.value + cycle.dischargeCapacity.value
      energyThroughput += cycle.chargeEnergy.value + cycle.dischargeEnergy.value
      var row = CycleRow(
        number: rows.count + 1, input: name, cycleInInput: cycle.number,
        charge: half(.charge, cycle, steps, range),
        discharge: half(.discharge, cycle, steps, range), throughput: AmpereHours(throughput),
        energyThroughput: WattHours(energyThroughput))
      if let start, let origin, let last = steps[range].last {
        let inRun = last.start.value + last.duration.value - firstTime
        row.calendarDays = (start + inRun - origin) / 86400
      }
      setEfficiencies(&row, atLeast: 0.9)
      rows.append(row)
    }
  }

  private func half(
    _ direction: Direction, _ cycle: Cycle, _ steps: [Step], _ range: Range<Int>
  ) -> HalfCycle? {
    let isCharge = direction == .charge
    let own = range.filter { steps[$0].direction == direction }
    guard let first = own.first, let last = own.last,
      let main = own.max(by: { steps[$0].charge.magnitude < steps[$1].charge.magnitude })
    else { return nil }
    let held = own.filter { steps[$0].mode == .constantVoltage }
      .reduce(0) { $0 + steps[$1].charge.magnitude.value }
    let total = own.reduce(0) { $0 + steps[$1].charge.magnitude.value }
    var half = HalfCycle(capacity: isCharge ? cycle.chargeCapacity : cycle.dischargeCapacity)
    half.energy = isCharge ? cycle.chargeEnergy : cycle.dischargeEnergy
    half.mainCurrent = steps[main].meanCurrent.magnitude
    // Leakage after a discharge counts as discharge, and the voltage has recovered by its end.
    half.endVoltage = isCharge ? steps[last].endVoltage : steps[main].endVoltage
    half.constantVoltageShare = total > 0 ? held / total : 0
    half.duration = Seconds(own.reduce(0) { $0 + steps[$1].duration.value })
    half.unrecordedTime = Seconds(own.reduce(0) { $0 + steps[$1].unrecordedTime.value })
    let scale = steps[main].meanCurrent.magnitude.value
    half.startResistance = DirectCurrentResistance(
      steps[first].entry, scale: scale, stateOfCharge: isCharge ? 0 : 1)
    let next = last + 1 < steps.count ? steps[last + 1].entry : nil
    half.endResistance = DirectCurrentResistance(
      next, scale: scale, stateOfCharge: isCharge ? 1 : 0)
    setTemperatures(&half, own.map { steps[$0] })
    return half
  }

  private func setTemperatures(_ half: inout HalfCycle, _ steps: [Step]) {
    half.maximumTemperature = steps.compactMap(\.maximumTemperature).max()
    let weighted = steps.compactMap { step in
      step.meanTemperature.map { (step.duration.value, $0.value) }
    }
    let time = weighted.reduce(0) { $0 + $1.0 }
    guard time > 0 else { return }
    half.meanTemperature = Celsius(weighted.reduce(0) { $0 + $1.0 * $1.1 } / time)
  }

  /// Sets discharge over charge where the two belong together.
  ///
  /// The first charge of a run starts wherever the cell was left, and a row of a cycle table does
  /// not say which of the two came first: a ratio below `least` or above 1.1 is no efficiency then.
  private func setEfficiencies(_ row: inout CycleRow, atLeast least: Double, always: Bool = false) {
    guard let charge = row.charge, let discharge = row.discharge, charge.capacity > .zero
    else { return }
    let follows = rows.last.map { $0.input == row.input && $0.discharge != nil } ?? false
    let ratio = discharge.capacity.value / charge.capacity.value
    guard (follows && !always) || (least...1.1).contains(ratio) else { return }
    row.coulombicEfficiency = ratio
    if let put = charge.energy, let got = discharge.energy, put > .zero {
      row.energyEfficiency = got.value / put.value
    }
  }
}

extension CycleTable {
  /// Adds the rows of somebody else's table.
  private mutating func append(_ cycles: [TabulatedCycle], _ name: String) {
    let (before, energyBefore) = (throughput, energyThroughput)
    for (index, cycle) in cycles.enumerated() {
      let moved = [cycle.charge, cycle.discharge]
      throughput += moved.reduce(0) { $0 + ($1.capacity?.value ?? 0) }
      energyThroughput += moved.reduce(0) { $0 + ($1.energy?.value ?? 0) }
      // The table's own count holds what its rows leave out.
      if let own = cycle.throughput { throughput = before + own.value }
      if let own = cycle.energyThroughput { energyThroughput = energyBefore + own.value }
      guard moved.contains(where: { $0.capacity ?? .zero > .zero }) else { continue }
      var row = CycleRow(
        number: rows.count + 1, input: name,
        cycleInInput: cycle.number(at: index),
        charge: half(cycle.charge, cycle), discharge: half(cycle.discharge, cycle),
        throughput: AmpereHours(throughput), energyThroughput: WattHours(energyThroughput))
      row.label = cycle.label
      if let origin, let time = cycle.endUnixTime ?? cycle.startUnixTime {
        row.calendarDays = (time - origin) / 86400
      } else if origin == nil {
        row.calendarDays = cycle.endTime.map { $0.value / 86400 }
      }
      setEfficiencies(&row, atLeast: 0.5, always: true)
      rows.append(row)
    }
  }

  private func half(_ own: TabulatedCycle.Half, _ cycle: TabulatedCycle) -> HalfCycle? {
    guard let capacity = own.capacity, capacity > .zero else { return nil }
    var half = HalfCycle(capacity: capacity)
    half.energy = own.energy
    half.mainCurrent = own.current
    half.endVoltage = own.endVoltage
    half.meanTemperature = cycle.meanTemperature
    half.maximumTemperature = cycle.maximumTemperature
    return half
  }
}

extension TabulatedCycle {
  /// The table's own number, or the place among its rows, counted from 1.
  func number(at index: Int) -> Int { number.flatMap { Int(exactly: $0) } ?? index + 1 }
}
