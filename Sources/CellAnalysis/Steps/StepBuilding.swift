import CellData
import ColumnKernels

/// Turns joined segments into numbered steps, cycles and sweeps.
struct StepBuilding {
  let segments: [Segment]
  let restLevel: Double
  let settings: AnalysisSettings
  private let modes: [StepMode]
  private let cycleNumbers: [Int]

  /// A step this short, with this little of the largest charge moved, is a pulse.
  static let longestPulse = 61.0
  static let pulseShare = 0.02
  /// A reversal that moves less than this share of the largest charge starts no new cycle, unless
  /// it runs over this share of the voltages between which large ones end: an old cell may have
  /// nothing more to give.
  static let reversalShare = 0.02
  static let reversalSwing = 0.6

  init(_ segments: [Segment], restLevel: Double, settings: AnalysisSettings) {
    self.segments = segments
    self.restLevel = restLevel
    self.settings = settings
    modes = Self.modes(segments, restLevel)
    cycleNumbers = Self.cycleNumbers(segments, modes)
  }

  private static func modes(_ segments: [Segment], _ restLevel: Double) -> [StepMode] {
    let largest = segments.map { abs($0.charge) }.max() ?? 0
    let modes = segments.map { $0.mode(restLevel: restLevel) }
    return segments.indices.map { k in
      guard modes[k] == .constantCurrent, segments[k].duration <= longestPulse,
        abs(segments[k].charge) <= pulseShare * largest
      else { return modes[k] }
      let holdsAfter = k + 1 < segments.count && modes[k + 1] == .constantVoltage
      return holdsAfter ? .constantCurrent : .pulse
    }
  }

  /// The cycle of each segment: a new one begins with the first charge after a discharge.
  private static func cycleNumbers(_ segments: [Segment], _ modes: [StepMode]) -> [Int] {
    let runs = directionRuns(segments, modes)
    let largest = runs.map { abs($0.charge) }.max() ?? 0
    var startsCycle = [Bool](repeating: false, count: segments.count)
    var discharged = false
    let large = runs.filter { abs($0.charge) > reversalShare * largest }
    let top = large.filter { $0.charge > 0 }.map(\.end).median
    let bottom = large.filter { $0.charge < 0 }.map(\.end).median
    let range = top.flatMap { top in bottom.map { max(0, top - $0) } } ?? .infinity
    var smallCharge: Int?
    for run in runs {
      let isFull = abs(run.swing) > reversalSwing * range
      guard abs(run.charge) > reversalShare * largest || isFull else {
        if run.charge > 0 { smallCharge = run.first }
        continue
      }
      if run.charge > 0, discharged { startsCycle[run.first] = true }
      // Two full discharges are two cycles, however little was charged between them.
      if run.charge < 0, discharged, isFull, let first = smallCharge { startsCycle[first] = true }
      discharged = run.charge < 0
      smallCharge = nil
    }
    var cycle = 1
    return startsCycle.map { starts in
      if starts { cycle += 1 }
      return cycle
    }
  }

  private static func directionRuns(
    _ segments: [Segment], _ modes: [StepMode]
  ) -> [(first: Int, charge: Double, swing: Double, end: Double)] {
    var runs: [(first: Int, charge: Double, swing: Double, end: Double)] = []
    var start = segments.first?.first.voltage ?? 0
    for k in segments.indices where modes[k] != .rest {
      let charge = segments[k].charge
      if let last = runs.last, (last.charge < 0) == (charge < 0) {
        runs[runs.count - 1].charge += charge
      } else {
        // From the end of the run before, rests included: the jump of the current counts.
        if k > 0 { start = segments[k - 1].last.voltage }
        runs.append((k, charge, 0, 0))
      }
      runs[runs.count - 1].end = segments[k].last.voltage
      runs[runs.count - 1].swing = segments[k].last.voltage - start
    }
    return runs
  }

  /// The constant-current sweeps whose curve was kept: the first at each current, or later ones
  /// that show how the cell ages.
  func sweeps(later: Bool = false) -> [Sweep] {
    segments.indices.compactMap { k in
      guard segments[k].isLaterCurve == later, modes[k] == .constantCurrent,
        let curve = segments[k].curve,
        segments[k].sampleCount >= CurveBudget.fewestSamples
      else { return nil }
      let before = k > 0 && modes[k - 1] == .rest ? segments[k - 1] : nil
      let active = segments[..<k].indices.last { modes[$0] != .rest }
      let opposite = active.flatMap { segments[$0].side == -segments[k].side ? segments[$0] : nil }
      let interval = segments[k].beforeLast.map { sample in
        Sweep.Interval(
          duration: Seconds(segments[k].last.time - sample.time),
          voltageBefore: Volts(sample.voltage), voltageAfter: Volts(segments[k].last.voltage))
      }
      return Sweep(
        step: step(k), curve: curve, lastInterval: interval,
        restVoltageBefore: before.map { Volts($0.last.voltage) },
        oppositeEndVoltage: opposite.map { Volts($0.last.voltage) })
    }
  }

  func steps() -> [Step] { segments.indices.map(step) }

  private func step(_ k: Int) -> Step {
    let segment = segments[k]
    let direction: Direction =
      modes[k] == .rest ? .rest : segment.charge < 0 || segment.side < 0 ? .discharge : .charge
    var step = Step(
      number: k + 1, mode: modes[k], direction: direction, cycle: cycleNumbers[k],
      firstRecord: segment.first.record, lastRecord: segment.last.record,
      start: Seconds(segment.first.time), duration: Seconds(segment.duration),
      charge: AmpereHours(segment.charge / 3600), energy: WattHours(segment.energy / 3600),
      startVoltage: Volts(segment.first.voltage), endVoltage: Volts(segment.last.voltage),
      minimumVoltage: Volts(segment.voltage.minimum),
      maximumVoltage: Volts(segment.voltage.maximum),
      meanCurrent: Amperes(segment.meanCurrent), meanTemperature: segment.temperature.mean,
      maximumTemperature: segment.temperature.highest,
      fileStep: segment.first.step.isFinite ? segment.first.step : nil,
      fileCycle: segment.fileCycle.isFinite ? segment.fileCycle : nil)
    step.entry = k > 0 ? segment.entry : nil
    step.unrecordedTime = unrecordedTime(k)
    return step
  }

  private func unrecordedTime(_ k: Int) -> Seconds {
    let segment = segments[k]
    // A gap that touches a rest lost no charge that anybody knows of.
    let isBetween = k > 0 && segment.edge == .gap && modes[k] != .rest && modes[k - 1] != .rest
    return Seconds(segment.excludedTime + (isBetween ? max(0, segment.lead.dt) : 0))
  }

  /// The cycles, with charge and energy summed over all steps but rests.
  func cycles() -> [Cycle] {
    var cycles: [Cycle] = []
    for (k, segment) in segments.enumerated() {
      if cycles.last?.number != cycleNumbers[k] {
        cycles.append(Cycle(number: cycleNumbers[k], firstStep: k + 1, lastStep: k + 1))
        if settings.maximumVoltage != nil {
          cycles[cycles.count - 1].timeAboveMaximumVoltage = .zero
        }
        if settings.minimumVoltage != nil {
          cycles[cycles.count - 1].timeBelowMinimumVoltage = .zero
        }
      }
      add(segment, isRest: modes[k] == .rest, step: k + 1, to: &cycles[cycles.count - 1])
    }
    return cycles
  }

  private func add(_ segment: Segment, isRest: Bool, step: Int, to cycle: inout Cycle) {
    cycle.lastStep = step
    if !isRest {
      cycle.chargeCapacity = cycle.chargeCapacity + AmpereHours(segment.sums.positive / 3600)
      cycle.dischargeCapacity = cycle.dischargeCapacity + AmpereHours(-segment.sums.negative / 3600)
      cycle.chargeEnergy = cycle.chargeEnergy + WattHours(segment.sums.positiveProduct / 3600)
      cycle.dischargeEnergy =
        cycle.dischargeEnergy + WattHours(-segment.sums.negativeProduct / 3600)
    }
    cycle.timeAboveMaximumVoltage = cycle.timeAboveMaximumVoltage.map {
      $0 + Seconds(segment.timeAboveMaximum)
    }
    cycle.timeBelowMinimumVoltage = cycle.timeBelowMinimumVoltage.map {
      $0 + Seconds(segment.timeBelowMinimum)
    }
    if let highest = segment.temperature.highest {
      cycle.maximumTemperature = max(cycle.maximumTemperature ?? highest, highest)
    }
  }
}
