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
      if index == 0 { record(StepDrive(plan, in: instrument), number, in: &log) }
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
    let drive = StepDrive(plan, in: instrument)
    var result = VirtualRun.ExecutedStep(
      number: number, plan: plan, start: start, end: start, highestTemperature: cell.temperature)
    var schedule = LogSchedule(plan.logging, ticks: ticks)
    var isOver = false
    while !isOver {
      let before = cell
      let elapsed = tick - startTick
      var stride = schedule.nextLook(after: elapsed, scan: instrument.controlRate) - elapsed
      if let limit = timeLimit(of: drive) { stride = min(stride, max(limit - elapsed, 1)) }
      (cell, isOver) = moved(drive, ticks: &stride, elapsed: elapsed)
      tick += stride
      count(since: before, plan)
      if result.cutOff == nil, drive.isBeyondVoltage(cell) {
        let (after, cell) = drive.crossing(from: before, within: seconds(stride))
        result.cutOff = VirtualRun.Moment(time: seconds(tick - stride) + after, cell: cell)
      }
      result.highestTemperature = max(result.highestTemperature, cell.temperature)
      let truth = trueSample(drive)
      let isDue = schedule.isDue(tick - startTick, truth)
      if instrument.stepEnd == .atSamples { isOver = isOver && isDue }
      if isDue || (isOver && instrument.stepEnd == .logged) {
        record(drive, number, in: &log)
        schedule.note(tick - startTick, truth)
      }
    }
    result.end = now
    return result
  }

  /// The cell some ticks later, or at the first of them at which the step is over.
  private func moved(
    _ drive: StepDrive, ticks: inout Int, elapsed: Int
  ) -> (cell: VirtualCell, isOver: Bool) {
    let last = drive.driven(cell, for: seconds(ticks))
    guard isOver(drive, last, elapsed: elapsed + ticks) else { return (last, false) }
    guard instrument.stepEnd != .atSamples else { return (last, true) }
    var before = 0
    var after = (ticks: ticks, cell: last)
    while after.ticks - before > 1 {
      let middle = (before + after.ticks) / 2
      let candidate = drive.driven(cell, for: seconds(middle))
      if isOver(drive, candidate, elapsed: elapsed + middle) {
        after = (middle, candidate)
      } else {
        before = middle
      }
    }
    ticks = after.ticks
    return (after.cell, true)
  }

  private func timeLimit(of drive: StepDrive) -> Int? { drive.timeLimit.map(ticks) }

  private func isOver(_ drive: StepDrive, _ cell: VirtualCell, elapsed: Int) -> Bool {
    if drive.meetsLimit(cell) { return true }
    guard let limit = timeLimit(of: drive) else { return false }
    return elapsed >= limit
  }

  private mutating func count(since before: VirtualCell, _ plan: Procedure.Step) {
    // Leakage is what the instrument does not know of.
    guard plan.drive != .rest else { return }
    let charge = cell.netCharge.value - before.netCharge.value
    if charge > 0 { charged += charge } else { discharged -= charge }
  }

  private func trueSample(_ drive: StepDrive) -> TrueSample {
    let current = drive.terminalCurrent(cell)
    return TrueSample(
      voltage: cell.voltage(at: current).value, current: current.value,
      temperature: cell.temperature.value, charged: charged, discharged: discharged)
  }

  private func record(_ drive: StepDrive, _ number: Int, in log: inout SampleLog) {
    log.record(
      trueSample(drive), time: seconds(tick).value, step: number, cycle: drive.plan.cycle)
  }
}
