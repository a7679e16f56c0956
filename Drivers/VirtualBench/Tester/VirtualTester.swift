import CellData

/// Equipment with a virtual cell in it: carries out a procedure and keeps samples.
///
/// Time is counted in whole ticks of the instrument's control rate, so no sum of small numbers
/// drifts, and a decimal time stamp is exact.
public struct VirtualTester: Sendable {
  public private(set) var cell: VirtualCell
  public let instrument: TestInstrument
  public let seed: UInt64
  /// Ticks of the control rate since the tester was made.
  private var tick = 0
  private var charged = 0.0
  private var discharged = 0.0

  public init(_ cell: VirtualCell, in instrument: TestInstrument, seed: UInt64) {
    self.cell = cell
    self.instrument = instrument
    self.seed = seed
  }

  /// Carries out all steps, one after the other.
  ///
  /// Each step starts in the instant the last one ended. The sample of that instant belongs to
  /// the step that ended; the first sample of a step comes one of `Logging.atStart` later.
  ///
  /// - Precondition: each step can reach one of its ends.
  public mutating func run(_ procedure: Procedure) -> VirtualRun {
    var log = SampleLog(instrument, seed: seed)
    var executed: [VirtualRun.ExecutedStep] = []
    for (index, plan) in procedure.steps.enumerated() {
      let number = index + 1
      if index == 0 { record(plan, number, in: &log) }
      executed.append(carryOut(plan, number, log: &log))
    }
    return VirtualRun(samples: log.samples, steps: executed)
  }

  private var now: VirtualRun.Moment { VirtualRun.Moment(time: seconds(tick), cell: cell) }

  private func seconds(_ ticks: Int) -> Seconds {
    Seconds(Double(ticks) / Double(instrument.controlRate))
  }

  private func ticks(_ time: Seconds) -> Int {
    Int((time.value * Double(instrument.controlRate)).rounded())
  }

  private mutating func carryOut(
    _ plan: Procedure.Step, _ number: Int, log: inout SampleLog
  ) -> VirtualRun.ExecutedStep {
    let start = now
    let startTick = tick
    var result = VirtualRun.ExecutedStep(
      number: number, plan: plan, start: start, end: start, highestTemperature: cell.temperature)
    var schedule = LogSchedule(plan.logging, ticks: ticks)
    var isOver = false
    while !isOver {
      let before = cell
      let elapsed = tick - startTick
      var stride = schedule.nextLook(after: elapsed, scan: instrument.controlRate) - elapsed
      if let limit = timeLimit(of: plan) { stride = min(stride, max(limit - elapsed, 1)) }
      (cell, isOver) = moved(plan, ticks: &stride, elapsed: elapsed)
      tick += stride
      count(since: before, plan)
      if result.cutOff == nil, isBeyondVoltage(plan, cell) {
        result.cutOff = crossing(plan, from: before, at: tick - stride, within: stride)
      }
      result.highestTemperature = max(result.highestTemperature, cell.temperature)
      let truth = trueSample(plan)
      let isDue = schedule.isDue(tick - startTick, truth)
      if instrument.stepEnd == .atSamples { isOver = isOver && isDue }
      if isDue || (isOver && instrument.stepEnd == .logged) {
        record(plan, number, in: &log)
        schedule.note(tick - startTick, truth)
      }
    }
    result.end = now
    return result
  }

  /// The cell some ticks later, or at the first of them at which the step is over.
  private func moved(
    _ plan: Procedure.Step, ticks: inout Int, elapsed: Int
  ) -> (cell: VirtualCell, isOver: Bool) {
    let last = driven(cell, plan.drive, for: seconds(ticks))
    guard isOver(plan, last, elapsed: elapsed + ticks) else { return (last, false) }
    guard instrument.stepEnd != .atSamples else { return (last, true) }
    var before = 0
    var after = (ticks: ticks, cell: last)
    while after.ticks - before > 1 {
      let middle = (before + after.ticks) / 2
      let candidate = driven(cell, plan.drive, for: seconds(middle))
      if isOver(plan, candidate, elapsed: elapsed + middle) {
        after = (middle, candidate)
      } else {
        before = middle
      }
    }
    ticks = after.ticks
    return (after.cell, true)
  }

  /// A cell driven for at most a second.
  private func driven(
    _ start: VirtualCell, _ drive: Procedure.Drive, for duration: Seconds
  ) -> VirtualCell {
    var cell = start
    switch drive {
    case .rest:
      cell.advance(by: duration, current: -instrument.leakage)
    case .constantCurrent(let current):
      cell.advance(
        by: duration, current: Amperes(current.value * instrument.currentSettingFactor))
    case .constantVoltage(let voltage):
      let count = (duration.value / Self.longestHold.value).rounded(.up)
      let interval = Seconds(duration.value / max(count, 1))
      for _ in 0..<Int(count) { Self.hold(voltage, &cell, for: interval) }
    }
    return cell
  }

  /// A tenth of a second is a small part of the time in which the current decays.
  private static let longestHold = Seconds(0.1)

  /// Holds a voltage with the current that the middle of the interval asks for.
  ///
  /// Second order: charge is exact for the current that flows, and the voltage strays by less than
  /// a microvolt.
  private static func hold(
    _ voltage: Volts, _ cell: inout VirtualCell, for interval: Seconds
  ) {
    var middle = cell
    let half = Seconds(interval.value / 2)
    middle.advance(by: half, current: cell.current(holding: voltage))
    cell.advance(by: interval, current: middle.current(holding: voltage))
  }

  private func timeLimit(of plan: Procedure.Step) -> Int? {
    plan.ends.compactMap { if case .elapsed(let time) = $0 { ticks(time) } else { nil } }.min()
  }

  private func isOver(_ plan: Procedure.Step, _ cell: VirtualCell, elapsed: Int) -> Bool {
    if isBeyondVoltage(plan, cell) { return true }
    if let limit = timeLimit(of: plan), elapsed >= limit { return true }
    return plan.ends.contains {
      guard case .currentAtMost(let limit) = $0 else { return false }
      return terminalCurrent(plan, cell).magnitude <= limit
    }
  }

  private func isBeyondVoltage(_ plan: Procedure.Step, _ cell: VirtualCell) -> Bool {
    plan.ends.contains {
      switch $0 {
      case .voltageAtMost(let limit): cell.voltage(at: terminalCurrent(plan, cell)) <= limit
      case .voltageAtLeast(let limit): cell.voltage(at: terminalCurrent(plan, cell)) >= limit
      case .currentAtMost, .elapsed: false
      }
    }
  }

  /// The current in this instant; while a voltage is held it changes all the time.
  private func terminalCurrent(_ plan: Procedure.Step, _ cell: VirtualCell) -> Amperes {
    guard case .constantVoltage(let voltage) = plan.drive else { return cell.current }
    return cell.current(holding: voltage)
  }

  /// The instant inside an interval at which the voltage meets its limit, by bisection.
  private func crossing(
    _ plan: Procedure.Step, from start: VirtualCell, at startTick: Int, within ticks: Int
  ) -> VirtualRun.Moment {
    var low = 0.0
    var high = seconds(ticks).value
    while true {
      let middle = (low + high) / 2
      guard middle > low, middle < high else { break }
      let candidate = driven(start, plan.drive, for: Seconds(middle))
      if isBeyondVoltage(plan, candidate) { high = middle } else { low = middle }
    }
    return VirtualRun.Moment(
      time: seconds(startTick) + Seconds(high),
      cell: driven(start, plan.drive, for: Seconds(high)))
  }

  private mutating func count(since before: VirtualCell, _ plan: Procedure.Step) {
    // Leakage is what the instrument does not know of.
    guard plan.drive != .rest else { return }
    let charge = cell.netCharge.value - before.netCharge.value
    if charge > 0 { charged += charge } else { discharged -= charge }
  }

  private func trueSample(_ plan: Procedure.Step) -> TrueSample {
    let current = terminalCurrent(plan, cell)
    return TrueSample(
      voltage: cell.voltage(at: current).value, current: current.value,
      temperature: cell.temperature.value, charged: charged, discharged: discharged)
  }

  private func record(_ plan: Procedure.Step, _ number: Int, in log: inout SampleLog) {
    log.record(
      trueSample(plan), time: seconds(tick).value, step: number, cycle: plan.cycle)
  }
}
