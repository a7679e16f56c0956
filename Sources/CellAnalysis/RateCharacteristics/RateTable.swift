import CellData

/// The rows of a rate test: its full sweeps, ended at the cut-off and marked where they cannot be
/// compared.
struct RateTable {
  let direction: Direction
  let cutOff: CutOff?
  /// The rows in order of rising current, each with its sweep.
  private(set) var entries: [(row: RateRow, sweep: Sweep)] = []

  /// A sweep that moves less than this share of the largest is no full sweep.
  static let fullShare = 0.3
  /// A sweep may start this far below (on charge: above) the highest start, in V.
  static let startWindow = 0.02
  /// It may end this far from the cut-off, in V.
  static let endWindow = 0.02
  /// Currents within this share are one current.
  static let sameCurrentShare = CurveBudget.levelShare

  init(_ runs: [(name: String, sweeps: [Sweep])], direction: Direction, settings: AnalysisSettings)
  {
    self.direction = direction
    let all = runs.flatMap { run in
      run.sweeps.filter { $0.step.direction == direction }.map { (run.name, $0) }
    }
    let largest = all.map { $0.1.step.charge.magnitude.value }.max() ?? 0
    let sweeps = all.filter {
      $0.1.step.charge.magnitude.value >= Self.fullShare * largest
        && $0.1.step.duration.value > 60
    }
    cutOff = CutOff(
      sweeps.map(\.1),
      declared: direction == .discharge ? settings.minimumVoltage : settings.maximumVoltage)
    let measured = sweeps.map { $0.1.step.charge.magnitude.value }.max() ?? 0
    entries = sweeps.map { (row($0.1, $0.0, settings, measured), $0.1) }
    markExclusions()
    entries = entries.enumerated().sorted {
      ($0.element.row.current.value, $0.offset) < ($1.element.row.current.value, $1.offset)
    }.map(\.element)
  }

  private func row(
    _ sweep: Sweep, _ input: String, _ settings: AnalysisSettings, _ measured: Double
  ) -> RateRow {
    let step = sweep.step
    let current = step.meanCurrent.magnitude
    let beyond = chargeBeyondCutOff(sweep)
    let capacity = step.charge.magnitude.value - (beyond ?? 0)
    let energy = step.energy.magnitude.value - (beyond ?? 0) * step.endVoltage.value
    let hours = step.duration.value / 3600
    return RateRow(
      input: input, step: step.number, cycle: step.cycle, current: current,
      cRate: settings.ratedCapacity.map { current.value / $0.value },
      cRateOnMeasured: current.value / measured, capacity: AmpereHours(capacity),
      energy: WattHours(energy), endCorrection: beyond.map { AmpereHours($0) },
      endUncertainty: AmpereHours(
        beyond == nil ? current.value * (sweep.lastInterval?.duration.value ?? 0) / 3600 : 0),
      meanVoltage: Volts(energy / capacity), meanPower: Watts(energy / hours),
      duration: step.duration, startVoltage: step.startVoltage, endVoltage: step.endVoltage,
      meanTemperature: step.meanTemperature, maximumTemperature: step.maximumTemperature,
      exclusion: nil)
  }

  /// The charge in Ah after the voltage crossed the cut-off, by a straight line between the last
  /// two samples; nil if they do not bracket it.
  private func chargeBeyondCutOff(_ sweep: Sweep) -> Double? {
    guard let cutOff, let interval = sweep.lastInterval else { return nil }
    let (before, after) = (interval.voltageBefore, interval.voltageAfter)
    let sign = direction == .discharge ? 1.0 : -1.0
    let (above, below) = (
      sign * (before - cutOff.voltage).value, sign * (cutOff.voltage - after).value
    )
    // A sample that reads the cut-off itself does not tell where in the interval it was reached: the
    // whole interval is then the uncertainty of the end.
    guard above > 0, below >= 0 else { return nil }
    let share = below / (above + below)
    return share * sweep.step.meanCurrent.magnitude.value * interval.duration.value / 3600
  }

  // MARK: Which rows can be compared

  private mutating func markExclusions() {
    let starts = entries.compactMap { startVoltage($0.sweep) }
    let best = direction == .discharge ? starts.max() : starts.min()
    var seen: [Double] = []
    for k in entries.indices {
      let current = entries[k].row.current.value
      if !startsFull(entries[k].sweep, best: best) {
        entries[k].row.exclusion = .unknownStart
      } else if !endsAtCutOff(entries[k].sweep) {
        entries[k].row.exclusion = .endedEarly
      } else if seen.contains(where: { abs($0 - current) <= Self.sameCurrentShare * $0 }) {
        entries[k].row.exclusion = .repeated
      } else {
        seen.append(current)
      }
    }
  }

  /// The voltage that tells how full the cell was: after the rest, else where the sweep before
  /// ended.
  private func startVoltage(_ sweep: Sweep) -> Double? {
    (sweep.restVoltageBefore ?? sweep.oppositeEndVoltage)?.value
  }

  private func startsFull(_ sweep: Sweep, best: Double?) -> Bool {
    guard let start = startVoltage(sweep), let best else { return false }
    // After a discharge the rest voltage depends on how hard the discharge was: a charge is
    // comparable if it follows a full discharge.
    if direction == .charge { return sweep.oppositeEndVoltage != nil }
    return abs(start - best) <= Self.startWindow || abs(start - best) <= 0.01 * best
  }

  private func endsAtCutOff(_ sweep: Sweep) -> Bool {
    guard let cutOff else { return false }
    let end = sweep.step.endVoltage.value
    return direction == .discharge
      ? end <= cutOff.voltage.value + Self.endWindow
      : end >= cutOff.voltage.value - Self.endWindow
  }
}
