import CellData

/// An instrument on a bus, with the channels that are recorded from it.
///
/// All channels of a station are read together, at the ticks of one schedule.
public final class BusStation {
  public let name: String
  let instrument: any Instrument
  /// The serial number that must answer; nil where any will do.
  private let serialNumber: String?
  let patience: StationPatience
  var ticks: StationTicks
  var channels: [ChannelBooks]
  var link: Link
  /// The last failure since a reading came, and the tick it fell into.
  private var lastFailure: Failure?

  /// Why the link failed last, in which state, and how often in a row for that reason; nil while it
  /// is ready.
  private var repeatedTrouble: (reason: String, from: Link.State, attempts: Int)?

  private struct Failure {
    var tick: Int
    var cause: RecordedGap.Cause
    var detail: String
  }

  public init(
    name: String, instrument: any Instrument, serialNumber: String? = nil,
    patience: StationPatience, clock: StationClock, channels: [ChannelBooks],
    linkPolicy: LinkPolicy
  ) {
    self.name = name
    self.instrument = instrument
    self.serialNumber = serialNumber
    self.patience = patience
    ticks = StationTicks(clock)
    self.channels = channels
    link = Link(policy: linkPolicy)
  }

  /// When the station wants to act; nil for never again.
  func wakeTime(at now: MonotonicTime) -> MonotonicTime? {
    switch link.action(at: now) {
    case .stop: nil
    case .wait(let until), .settle(let until): until
    case .read: ticks.dueTime
    case .open, .identify, .close: now
    }
  }

  /// Does the next thing that is due.
  func act(on transport: any Transport, _ time: any TimeSource) -> [RecordedBatch] {
    let now = time.now
    if link.maySample, !transport.isOpen {
      link.report(.lineLost("the line was closed"), at: now)
      return changes()
    }
    switch link.action(at: now) {
    case .open:
      attempt(transport, time) { by throws(InstrumentError) in try transport.open(by: by) }
    case .identify: return identify(transport, time) + changes()
    case .settle:
      transport.settle(by: now.advanced(byNanoseconds: BusLoop.longestSleep))
      link.report(.settled(quarantineUntil: transport.quarantineUntil), at: time.now)
    case .close:
      transport.close()
      link.report(.closed, at: time.now)
    case .read: return read(transport, time) + changes()
    case .wait, .stop: break
    }
    return changes()
  }

  /// Settles the ticks that have passed without a reading.
  ///
  /// Those of an instrument with a memory wait until it answers again, since it may know them.
  /// `silentUntil` is how far the bus last kept silent after an error of any of its stations.
  func passTicks(
    _ now: MonotonicTime, suspendedUntil: MonotonicTime?, silentUntil: MonotonicTime?
  ) -> [RecordedBatch] {
    guard let last = ticks.lastPassed(at: now) else { return [] }
    if instrument is any RememberingInstrument, !link.maySample,
      channels.contains(where: { $0.lastSample != nil })
    {
      return []
    }
    var batches: [RecordedBatch] = []
    if let failure = lastFailure, failure.tick >= ticks.nextTick {
      batches += miss(through: min(failure.tick, last), failure.cause, failure.detail)
    }
    if link.maySample, let end = suspendedUntil.flatMap({ ticks.lastPassed(at: $0) }) {
      batches += miss(through: min(end, last), .suspended, "the computer slept")
    }
    if link.maySample, let end = silentUntil.flatMap({ ticks.lastPassed(at: $0) }) {
      let why = "the bus kept silent after an error of another instrument"
      batches += miss(through: min(end, last), .quarantine, why)
    }
    guard ticks.nextTick <= last else { return batches }
    let (cause, detail) = missedCause
    return batches + miss(through: last, cause, detail)
  }

  /// Why a tick passes without a reading.
  private var missedCause: (RecordedGap.Cause, String) {
    if link.maySample { return ticks.missedCause }
    if let failure = lastFailure, link.gapCause == .linkDown {
      return (failure.cause, link.reason)
    }
    return (link.gapCause, link.reason)
  }

  func noteSuspension(_ slept: Int64, _ now: MonotonicTime) -> [RecordedBatch] {
    event(.suspended, .warning, "the computer slept for \(slept / 1_000_000_000) s", now)
  }

  /// Ends the gaps that are open.
  func end() -> [RecordedBatch] {
    var batches: [RecordedBatch] = []
    for index in channels.indices {
      guard let gap = channels[index].ledger.closeGap() else { continue }
      batches.append(RecordedBatch(run: channels[index].run, gaps: [gap]))
    }
    return batches
  }

  // MARK: Reading

  private func read(_ transport: any Transport, _ time: any TimeSource) -> [RecordedBatch] {
    let sent = time.now
    guard ticks.dueTime <= sent else { return [] }
    let readings: [InputReading]
    do {
      readings = try instrument.read(by: sent.advanced(byNanoseconds: patience.reading))
    } catch {
      return failed(error, sent, transport, time)
    }
    let received = time.now
    link.report(.answered, at: received)
    guard let tick = ticks.tick(of: readings, sent: sent, received: received) else { return [] }
    var batches: [RecordedBatch] = []
    if tick.number > ticks.nextTick {
      batches += recall(before: tick.number, time)
      let (cause, detail) = lastFailure.map { ($0.cause, $0.detail) } ?? ticks.missedCause
      batches += miss(through: tick.number - 1, cause, detail)
    }
    lastFailure = nil
    for index in channels.indices {
      let input = channels[index].input
      batches.append(
        channels[index].settle(
          tick.number, readings[input], requestTime: tick.requestTime,
          answerTime: tick.answerTime, isLate: tick.isLate))
    }
    ticks.settle(through: tick.number)
    return batches
  }

  private func failed(
    _ error: InstrumentError, _ sent: MonotonicTime, _ transport: any Transport,
    _ time: any TimeSource
  ) -> [RecordedBatch] {
    let now = time.now
    if case .refused = error {
      // A refusal is an answer: the link is well, and asking again at once gives the same.
      link.report(.answered, at: now)
      defer { ticks.ask(at: now) }
      guard let tick = ticks.dueTick(at: now) else { return [] }
      return miss(through: tick, .refused, "\(error)")
    }
    // Ticks that passed while an answer was waited for lack theirs for the same reason; what passed
    // after the deadline has another one.
    let waited = min(now, sent.advanced(byNanoseconds: patience.reading))
    lastFailure = Failure(
      tick: max(ticks.dueTick(at: sent) ?? ticks.nextTick, ticks.lastPassed(at: waited) ?? .min),
      cause: error.gapCause, detail: "\(error)")
    ticks.ask(at: now)
    report(error, of: transport, at: now)
    return []
  }

  /// Fills slots before a tick from the memory of an instrument that has one.
  private func recall(before tick: Int, _ time: any TimeSource) -> [RecordedBatch] {
    guard let memory = instrument as? any RememberingInstrument,
      case .recorder(let schedule) = ticks.clock
    else { return [] }
    var batches: [RecordedBatch] = []
    var filled = 0
    for index in channels.indices {
      let deadline = time.now.advanced(byNanoseconds: patience.identifying)
      batches += channels[index].recall(
        memory, before: tick, period: schedule.period, by: deadline, filled: &filled)
    }
    if filled > 0 {
      batches += event(.filled, .note, "\(filled) samples from the instrument's memory", time.now)
    }
    return batches
  }

  private func miss(
    through tick: Int, _ cause: RecordedGap.Cause, _ detail: String
  ) -> [RecordedBatch] {
    ticks.settle(through: tick)
    return channels.indices.map {
      channels[$0].miss(throughTick: tick, cause: cause, detail: detail)
    }
  }

  // MARK: Link

  private func report(
    _ error: InstrumentError, of transport: any Transport, at now: MonotonicTime
  ) {
    let end = transport.quarantineUntil ?? (error == .quarantined ? transport.restsUntil : nil)
    link.report(.failed(error, quarantineUntil: end), at: now)
  }

  private func attempt(
    _ transport: any Transport, _ time: any TimeSource,
    _ action: (MonotonicTime) throws(InstrumentError) -> Void
  ) {
    do throws(InstrumentError) {
      try action(time.now.advanced(byNanoseconds: patience.opening))
      link.report(.opened, at: time.now)
    } catch {
      report(error, of: transport, at: time.now)
    }
  }

  private func identify(_ transport: any Transport, _ time: any TimeSource) -> [RecordedBatch] {
    do throws(InstrumentError) {
      let deadline = time.now.advanced(byNanoseconds: patience.identifying)
      let identity = try instrument.identify(by: deadline)
      if let serialNumber, identity.serialNumber != serialNumber {
        throw .wrongIdentity(expected: "serial number \(serialNumber)", found: "\(identity)")
      }
      link.report(.identified(identity), at: time.now)
      guard link.maySample else { return [] }
      return event(.identity, .note, "\(identity)", time.now)
    } catch {
      report(error, of: transport, at: time.now)
      guard case .wrongIdentity = error else { return [] }
      return event(.identityChanged, .warning, "\(error)", time.now)
    }
  }

  /// The changes of the link as events.
  ///
  /// Attempts that fail for the same reason as the one before are counted and not told: a line that
  /// is away for a week would fill the archive.
  private func changes() -> [RecordedBatch] {
    link.takeChanges().flatMap { change -> [RecordedBatch] in
      let isRetry = change.from == .backoff && change.to == .opening
      if isRetry, repeatedTrouble != nil { return [] }
      if change.to == .backoff {
        if repeatedTrouble?.reason == change.reason {
          repeatedTrouble?.attempts += 1
          repeatedTrouble?.from = change.from
          return []
        }
        repeatedTrouble = (change.reason, change.from, 1)
      }
      // A line that opens and whose instrument stays silent is no news each time.
      if change.to == .identifying, repeatedTrouble?.from == .identifying { return [] }
      var detail = "\(change)"
      if [.identifying, .ready].contains(change.to) {
        if let trouble = repeatedTrouble, trouble.attempts > 1 {
          detail += ", after \(trouble.attempts) attempts"
        }
        if change.to == .ready { repeatedTrouble = nil }
      }
      let isTrouble = [.backoff, .failed].contains(change.to)
      return event(.linkState, isTrouble ? .warning : .note, detail, change.time)
    }
  }

  private func event(
    _ kind: RecordedEvent.Kind, _ severity: RecordedEvent.Severity, _ detail: String,
    _ time: MonotonicTime
  ) -> [RecordedBatch] {
    channels.map { channel in
      RecordedBatch(
        run: channel.run,
        events: [
          RecordedEvent(
            time: max(0, ticks.runTime(time)) + channel.runTimeAtOrigin, kind: kind,
            severity: severity,
            detail: detail)
        ])
    }
  }
}

/// How long a station may take, in ns.
public struct StationPatience: Sendable, Equatable {
  public var opening: Int64 = .seconds(2)
  public var identifying: Int64 = .seconds(3)
  /// One reading of all inputs.
  public var reading: Int64 = .seconds(1)

  public init() {}
}
