import CellData

/// Builds the rows of a life from the steps and cycles of its runs.
struct CycleTable {
  private(set) var rows: [CycleRow] = []
  private var throughput = 0.0
  private var energyThroughput = 0.0

  /// - Complexity: O(steps).
  init(_ runs: [LifeRun]) {
    let origin = runs.first?.findings.startUnixTime
    for run in runs { append(run, origin: origin) }
  }

  private mutating func append(_ run: LifeRun, origin: Double?) {
    let (steps, start) = (run.findings.steps, run.findings.startUnixTime)
    let firstTime = steps.first?.start.value ?? 0
    for cycle in run.findings.cycles {
      guard cycle.chargeCapacity > .zero || cycle.dischargeCapacity > .zero else { continue }
      let range = (cycle.firstStep - 1)..<cycle.lastStep
      throughput += cycle.chargeCapacity.value + cycle.dischargeCapacity.value
      energyThroughput += cycle.chargeEnergy.value + cycle.dischargeEnergy.value
      var row = CycleRow(
        number: rows.count + 1, input: run.name, cycleInInput: cycle.number,
        charge: half(.charge, cycle, steps, range),
        discharge: half(.discharge, cycle, steps, range), throughput: AmpereHours(throughput),
        energyThroughput: WattHours(energyThroughput))
      if let start, let origin, let last = steps[range].last {
        let inRun = last.start.value + last.duration.value - firstTime
        row.calendarDays = (start + inRun - origin) / 86400
      }
      setEfficiencies(&row)
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
    var half = HalfCycle(
      capacity: isCharge ? cycle.chargeCapacity : cycle.dischargeCapacity,
      energy: isCharge ? cycle.chargeEnergy : cycle.dischargeEnergy,
      mainCurrent: steps[main].meanCurrent.magnitude, endVoltage: steps[last].endVoltage,
      constantVoltageShare: total > 0 ? held / total : 0,
      duration: Seconds(own.reduce(0) { $0 + steps[$1].duration.value }),
      unrecordedTime: Seconds(own.reduce(0) { $0 + steps[$1].unrecordedTime.value }))
    // Leakage after a discharge counts as discharge, and the voltage has recovered by its end.
    if !isCharge { half.endVoltage = steps[main].endVoltage }
    let scale = half.mainCurrent.value
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

  private func setEfficiencies(_ row: inout CycleRow) {
    guard let charge = row.charge, let discharge = row.discharge, charge.capacity > .zero,
      charge.energy > .zero
    else { return }
    let follows = rows.last.map { $0.input == row.input && $0.discharge != nil } ?? false
    let ratio = discharge.capacity.value / charge.capacity.value
    // The first charge of a run starts wherever the cell was left.
    guard follows || (0.9...1.1).contains(ratio) else { return }
    row.coulombicEfficiency = ratio
    row.energyEfficiency = discharge.energy.value / charge.energy.value
  }
}
