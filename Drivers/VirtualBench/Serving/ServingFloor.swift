import Instruments

/// Everything that one server thread owns.
///
/// Made on the caller's thread, so that a port that is taken is known at once, and touched by
/// nobody but the loop's thread from ``run()`` on: that is what makes it sendable.
final class ServingFloor: @unchecked Sendable {
  let doorbell: Doorbell
  private(set) var endpoints: [BenchEndpoint] = []
  private let loop = EventLoop()
  private let log: TruthLog?
  private var lines: [ServedLine] = []

  init(
    _ plan: BenchPlan, equipment: EquipmentLookUp, log: TruthLog?,
    tell: @escaping @Sendable (BenchNews) -> Void
  ) throws(VirtualBenchError) {
    doorbell = try Doorbell()
    self.log = log
    loop.watch(doorbell)
    let now = MonotonicTime(nanoseconds: loop.now)
    let start = plan.start == .atOnce ? now : nil
    log?.start = loop.now
    for line in plan.lines {
      let instruments = line.instruments.map { ServedInstrument($0, of: plan, start: start) }
      let gate = FaultGate(
        FaultChoice(plan.faults, line: line.name, seed: plan.faultSeed),
        isModbusTCP: line.way.isModbusTCP)
      let served = ServedLine(
        line, instruments: instruments, gate: gate, log: log, on: loop,
        dialogue: try line.dialogue(instruments, of: plan, equipment: equipment))
      lines.append(served)
      let instrumentsOfLine = line.instruments
      served.reopened = {
        tell(
          .reopened(
            BenchEndpoint(line: line.name, connection: $0, instruments: instrumentsOfLine)))
      }
      let connection = try served.open()
      endpoints.append(
        BenchEndpoint(line: line.name, connection: connection, instruments: line.instruments))
    }
    for fault in plan.faults { schedule(fault, from: loop.now) }
    watchForTheEnd(tell)
  }

  deinit { lines.forEach { $0.close() } }

  func run() {
    if let log { drain(log) }
    loop.run()
    lines.forEach { $0.close() }
    if let log { finish(log) }
  }

  /// Ends ``run()``; only on the loop's thread.
  func stop() { loop.stop() }

  /// Has a fault happen now, or with the next answer; only on the loop's thread.
  func suffer(_ fault: Fault) {
    for line in lines where fault.line == nil || fault.line == line.name { line.suffer(fault) }
  }

  private func schedule(_ fault: Fault, from origin: Int64) {
    guard case .time(let first, let every) = fault.trigger else { return }
    loop.at(origin + Int64(first * 1e9)) { [weak self] in
      guard let self else { return }
      suffer(fault)
      guard let every else { return }
      var next = fault
      next.trigger = .time(every, every: every)
      schedule(next, from: origin + Int64(first * 1e9))
    }
  }

  /// Tells once when every channel has carried its procedure out.
  private func watchForTheEnd(_ tell: @escaping @Sendable (BenchNews) -> Void) {
    loop.at(loop.now + 100_000_000) { [weak self] in
      guard let self else { return }
      let channels = lines.flatMap { $0.instruments.flatMap(\.channels) }
      guard channels.allSatisfy(\.isDone) else { return watchForTheEnd(tell) }
      tell(.done)
    }
  }

  /// Writes what was noted once a second, so that the file follows a bench that runs for hours.
  private func drain(_ log: TruthLog) {
    loop.at(loop.now + 1_000_000_000) { [weak self] in
      guard let self else { return }
      noteSteps(in: log)
      log.flush()
      drain(log)
    }
  }

  private func finish(_ log: TruthLog) {
    noteSteps(in: log)
    log.flush()
  }

  private func noteSteps(in log: TruthLog) {
    for line in lines {
      for channel in line.instruments.flatMap(\.channels) {
        log.note(channel.takeExecutedSteps(), line: line.name, channel: channel.name)
      }
    }
  }
}
