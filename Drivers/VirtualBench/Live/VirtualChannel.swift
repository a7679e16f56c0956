public import CellData

/// Equipment with a virtual cell in it that carries a procedure out while time passes.
///
/// Where ``VirtualTester`` runs a whole procedure and keeps samples, a channel is asked again and
/// again what its meters show. It works like the loop of real equipment: at each tick of its
/// measuring interval it goes on to the next step if the time of the present one is over, reads its
/// meters, and ends the step if they are past a limit. Between two ticks it shows what it read last.
/// Everything is a function of the tick and the seed: asking more often changes nothing.
public struct VirtualChannel: Sendable {
  /// What the equipment does, and how often.
  public struct Plan: Sendable, Equatable {
    public var procedure: Procedure
    /// How often the procedure is carried out, before the cell rests; nil: until somebody stops.
    public var rounds: Int?
    public var ageing: CycleAgeing

    public init(_ procedure: Procedure, rounds: Int? = 1, ageing: CycleAgeing = .none) {
      self.procedure = procedure
      self.rounds = rounds
      self.ageing = ageing
    }
  }

  public let plan: Plan
  public let instrument: TestInstrument
  /// The distance of two readings of the meters, in time of the cell.
  public let interval: Seconds
  public private(set) var cell: VirtualCell
  /// How many measuring intervals have passed.
  public private(set) var tick = 0
  /// What the steps that are over really did; emptied by ``takeExecutedSteps()``.
  private var executed: [VirtualRun.ExecutedStep] = []

  private let seed: UInt64
  private let newAge: Ageing
  private let cyclesInProcedure: Int
  private let longestHold: Seconds
  private var drive: StepDrive
  /// The step's place in the procedure; nil once all rounds are over.
  private var index: Int?
  private var round = 0
  private var stepCount = 0
  private var stepStart: VirtualRun.Moment
  private var stepStartTick = 0
  private var cutOff: VirtualRun.Moment?
  private var highestTemperature: Celsius
  /// The meters were past a limit at this tick: the next step begins behind it.
  private var endsHere = false
  private var counters = Counters()

  /// A channel at time 0, in the first step of its procedure.
  ///
  /// - Precondition: `interval` is above 0.
  public init(
    _ cell: VirtualCell, in instrument: TestInstrument, plan: Plan, interval: Seconds, seed: UInt64
  ) {
    precondition(interval > .zero, "a channel that never measures")
    self.cell = cell
    self.instrument = instrument
    self.plan = plan
    self.interval = interval
    self.seed = seed
    newAge = cell.ageing
    cyclesInProcedure = plan.procedure.steps.map(\.cycle).max() ?? 0
    stepStart = VirtualRun.Moment(time: .zero, cell: cell)
    highestTemperature = cell.temperature
    longestHold = StepDrive.longestHold(for: cell.parameters)
    drive = StepDrive(Self.idle, in: instrument)
    let isEmpty = plan.procedure.steps.isEmpty || plan.rounds == 0
    begin(isEmpty ? nil : 0)
  }

  /// Carries on until so many measuring intervals have passed; an earlier tick changes nothing.
  ///
  /// O(time passed): a step of constant current costs one evaluation for each 10 s, a held voltage
  /// one for each 0.1 to 1 s.
  public mutating func advance(toTick target: Int) {
    while tick < target { advance(towards: target) }
  }

  /// Whether all rounds of the procedure are over; the cell rests then.
  public var isDone: Bool { index == nil }

  /// The steps that ended since the last call, oldest first.
  public mutating func takeExecutedSteps() -> [VirtualRun.ExecutedStep] {
    defer { executed.removeAll(keepingCapacity: true) }
    return executed
  }

  /// The meters at the present tick; the same answer however often it is asked.
  public var reading: ChannelReading {
    var noise = SeededNoise(seed: seed ^ (UInt64(tick) &* 0x9e37_79b9_7f4a_7c15))
    let current = drive.current(into: cell)
    let meter = instrument.temperature ?? TestInstrument.Meter(countsPerUnit: 100)
    let counter = TestInstrument.Meter(
      countsPerUnit: instrument.capacityCountsPerAmpereHour ?? 1_000_000)
    return ChannelReading(
      tick: tick, time: seconds(tick),
      voltage: instrument.voltage.reading(of: cell.voltage(at: current).value, noise: &noise),
      current: instrument.current.reading(of: current.value, noise: &noise),
      temperature: meter.reading(of: cell.temperature.value, noise: &noise),
      chargeCapacity: counter.rounded(counters.charged),
      dischargeCapacity: counter.rounded(counters.discharged),
      chargeEnergy: counter.rounded(counters.energyIn),
      dischargeEnergy: counter.rounded(counters.energyOut),
      internalResistance: cell.instantResistance.value,
      cycle: cycle, step: index == nil ? 0 : stepCount,
      stepTime: seconds(tick - stepStartTick), direction: direction)
  }

  /// Sets the equipment's counters back, as switching it off does; the cell goes on.
  public mutating func resetCounters() { counters = Counters() }

  private static let idle = Procedure.Step(.rest, until: [])

  private var cycle: Int {
    round * cyclesInProcedure + (index.map { plan.procedure.steps[$0].cycle } ?? 0)
  }

  private var direction: Int {
    switch drive.plan.drive {
    case .rest: 0
    case .constantCurrent(let current): current < .zero ? -1 : 1
    case .constantVoltage: drive.current(into: cell) < .zero ? -1 : 1
    }
  }

  private func seconds(_ ticks: Int) -> Seconds { Seconds(Double(ticks) * interval.value) }

  /// The step's length in ticks where its time is limited; at least one.
  private var tickLimit: Int? {
    drive.timeLimit.map { max(1, Int(($0.value / interval.value).rounded())) }
  }
}

// The loop of the equipment.
extension VirtualChannel {
  /// Goes on to the target, to the end of the step, or for 10 s, whichever comes first.
  private mutating func advance(towards target: Int) {
    if endsHere { endStep() }
    let elapsed = tick - stepStartTick
    var stride = min(target - tick, max(1, Int(10 / interval.value)))
    if let limit = tickLimit { stride = min(stride, max(limit - elapsed, 1)) }
    let before = cell
    (cell, endsHere) = moved(ticks: &stride)
    tick += stride
    counters.count(from: before, to: cell, drive.plan.drive)
    highestTemperature = max(highestTemperature, cell.temperature)
    if cutOff == nil, drive.isBeyondVoltage(cell) {
      let (after, cell) = drive.crossing(from: before, within: seconds(stride))
      cutOff = VirtualRun.Moment(time: seconds(tick - stride) + after, cell: cell)
    }
    // A time that is over is known before the meters are read, a limit only afterwards.
    if !endsHere, let limit = tickLimit, tick - stepStartTick >= limit { endStep() }
  }

  /// The cell some ticks later, or at the first of them at which a limit is met.
  private func moved(ticks: inout Int) -> (cell: VirtualCell, meetsLimit: Bool) {
    let last = drive.driven(cell, for: seconds(ticks))
    guard drive.meetsLimit(last) else { return (last, false) }
    var before = 0
    var after = (ticks: ticks, cell: last)
    while after.ticks - before > 1 {
      let middle = (before + after.ticks) / 2
      let candidate = drive.driven(cell, for: seconds(middle))
      if drive.meetsLimit(candidate) { after = (middle, candidate) } else { before = middle }
    }
    ticks = after.ticks
    return (after.cell, true)
  }

  private mutating func endStep() {
    let end = VirtualRun.Moment(time: seconds(tick), cell: cell)
    var step = drive.plan
    step.cycle = cycle
    executed.append(
      VirtualRun.ExecutedStep(
        number: stepCount, plan: step, start: stepStart, cutOff: cutOff, end: end,
        highestTemperature: highestTemperature))
    // Nobody need fetch them: a channel that runs for weeks keeps the last ones only.
    if executed.count > 4096 { executed.removeFirst(2048) }
    let lastCycle = cycle
    var next = index.map { $0 + 1 }
    if next == plan.procedure.steps.count {
      round += 1
      next = plan.rounds.map { round < $0 } ?? true ? 0 : nil
    }
    begin(next)
    if cycle != lastCycle {
      cell.ageing = plan.ageing.age(after: max(cycle - 1, 0), from: newAge)
    }
  }

  private mutating func begin(_ next: Int?) {
    index = next
    stepCount += 1
    drive = StepDrive(
      next.map { plan.procedure.steps[$0] } ?? Self.idle, in: instrument, longestHold: longestHold)
    stepStart = VirtualRun.Moment(time: seconds(tick), cell: cell)
    stepStartTick = tick
    cutOff = nil
    highestTemperature = cell.temperature
    endsHere = false
  }
}

/// The equipment's own sums of charge in Ah and energy in Wh, each direction by itself.
private struct Counters: Sendable {
  var charged = 0.0
  var discharged = 0.0
  var energyIn = 0.0
  var energyOut = 0.0

  mutating func count(
    from before: VirtualCell, to after: VirtualCell, _ drive: Procedure.Drive
  ) {
    // Leakage is what the equipment does not know of.
    guard drive != .rest else { return }
    let charge = after.netCharge.value - before.netCharge.value
    let energy = after.netEnergy.value - before.netEnergy.value
    if charge > 0 { charged += charge } else { discharged -= charge }
    if energy > 0 { energyIn += energy } else { energyOut -= energy }
  }
}
