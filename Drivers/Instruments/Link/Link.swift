public import CellData

/// Where the connection to one instrument stands, and what is to be done next.
///
/// A plain value: it calls nothing, waits for nothing and knows no clock. The loop of a bus asks what
/// is due, does it, and says how it went; each answer may hold changes of state, to be recorded.
///
/// ```
/// switch link.action(at: time.now) {
/// case .open: attempt { try bank.open(by: soon); return .opened }
/// case .identify: attempt { .identified(try instrument.identify(by: soon)) }
/// case .settle(let until):
///   bank.settle(by: min(until, nextSlot))
///   link.report(.settled(quarantineUntil: bank.quarantineUntil), at: time.now)
/// case .close: bank.close(); link.report(.closed, at: time.now)
/// case .read: attempt { keep(try instrument.read(by: deadline)); return .answered }  // in its slot
/// case .wait(let until): time.sleep(until: min(until, nextSlot))  // a gap of `link.gapCause`
/// case .stop: return  // `link.reason` says why
/// }
/// record(link.takeChanges())
///
/// func attempt(_ action: () throws(InstrumentError) -> Link.Outcome) {
///   do { link.report(try action(), at: time.now) } catch {
///     link.report(.failed(error, quarantineUntil: bank.quarantineUntil), at: time.now)
///   }
///   if !bank.isOpen { for link in linksOfThisBus { link.report(.lineLost("closed"), at: time.now) } }
/// }
/// ```
public struct Link: Sendable {
  public enum State: String, Sendable, CaseIterable {
    case closed, opening, identifying, ready, quarantine, backoff, failed
  }

  /// What is due.
  public enum Action: Sendable, Equatable {
    case open
    case identify
    /// Reading is allowed; when, the schedule knows.
    case read
    /// Wait until the way is silent, and drop what comes.
    case settle(until: MonotonicTime)
    case close
    case wait(until: MonotonicTime)
    case stop
  }

  /// How an action went, or what happened meanwhile.
  public enum Outcome: Sendable, Equatable {
    case opened
    case identified(InstrumentIdentity)
    /// A reading came, or a refusal that is an answer too.
    case answered
    /// The silence is over, or goes on until an instant.
    case settled(quarantineUntil: MonotonicTime?)
    case closed
    /// An action failed. `quarantineUntil` is that of the way; nil where it has none.
    case failed(InstrumentError, quarantineUntil: MonotonicTime?)
    /// The way was found closed, as by another instrument on the same bus.
    case lineLost(String)
  }

  /// One change of state.
  public struct Change: Sendable, Equatable, CustomStringConvertible {
    public var time: MonotonicTime
    public var from: State
    public var to: State
    public var reason: String

    public var description: String { "\(from.rawValue) → \(to.rawValue): \(reason)" }
  }

  public internal(set) var state = State.closed
  /// Why it is in this state, for a person.
  public private(set) var reason = "not opened yet"
  /// Who must be there; the first who answers where none was given.
  public internal(set) var expectedIdentity: InstrumentIdentity?
  public let policy: LinkPolicy

  private var changes: [Change] = []
  var wakeTime = MonotonicTime(nanoseconds: .min)
  var backoff: Backoff
  var failures = 0
  var isIdentified = false
  var mustClose = false
  var isWrongIdentity = false

  public init(policy: LinkPolicy = LinkPolicy(), expecting identity: InstrumentIdentity? = nil) {
    self.policy = policy
    expectedIdentity = identity
    backoff = Backoff(seed: policy.seed)
  }

  /// Whether a reading may become a sample.
  public var maySample: Bool { state == .ready }

  /// Why a slot that falls due now has no sample.
  public var gapCause: RecordedGap.Cause {
    if state == .quarantine { return .quarantine }
    return isWrongIdentity ? .wrongIdentity : .linkDown
  }

  /// The changes since they were last taken, oldest first.
  public mutating func takeChanges() -> [Change] {
    defer { changes = [] }
    return changes
  }

  mutating func change(to next: State, _ why: String, at now: MonotonicTime) {
    reason = why
    guard next != state else { return }
    changes.append(Change(time: now, from: state, to: next, reason: why))
    state = next
  }
}
