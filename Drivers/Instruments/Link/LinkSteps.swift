extension Link {
  /// What is due at an instant.
  ///
  /// Moves on from a wait that is over, so that every state is seen before its action is made.
  public mutating func action(at now: MonotonicTime) -> Action {
    if mustClose { return .close }
    switch state {
    case .closed: change(to: .opening, "the recording begins", at: now)
    case .backoff where now >= wakeTime: change(to: .opening, "the wait is over", at: now)
    default: break
    }
    return switch state {
    case .closed, .opening: .open
    case .identifying: .identify
    case .ready: .read
    case .quarantine: .settle(until: wakeTime)
    case .backoff: .wait(until: wakeTime)
    case .failed: .stop
    }
  }

  /// Takes in how an action went; what does not belong to the present state changes nothing.
  public mutating func report(_ outcome: Outcome, at now: MonotonicTime) {
    switch (outcome, state) {
    case (.opened, .opening): change(to: .identifying, "the line is open", at: now)
    case (.identified(let identity), .identifying): accept(identity, at: now)
    case (.answered, .ready): failures = 0
    case (.settled(let until?), .quarantine): wakeTime = until
    case (.settled(nil), .quarantine):
      change(to: isIdentified ? .ready : .identifying, "the line was silent", at: now)
    case (.closed, _): mustClose = false
    case (.lineLost(let reason), .identifying), (.lineLost(let reason), .ready),
      (.lineLost(let reason), .quarantine):
      retry(after: nil, longest: policy.longestRetry, reason, at: now)
    case (.failed(let error, let quarantine), _) where state != .failed:
      fail(error, quarantine, at: now)
    default: break
    }
  }

  /// Begins anew, also after a failure that nothing but a person could mend.
  public mutating func restart(_ reason: String, at now: MonotonicTime) {
    isIdentified = false
    failures = 0
    backoff.reset()
    change(to: .closed, reason, at: now)
  }

  private mutating func accept(_ identity: InstrumentIdentity, at now: MonotonicTime) {
    if let expected = expectedIdentity, !identity.isSameInstrument(as: expected) {
      let error = InstrumentError.wrongIdentity(
        expected: expected.description, found: identity.description)
      return fail(error, nil, at: now)
    }
    expectedIdentity = identity
    isIdentified = true
    isWrongIdentity = false
    failures = 0
    backoff.reset()
    change(to: .ready, identity.description, at: now)
  }

  private mutating func fail(
    _ error: InstrumentError, _ quarantine: MonotonicTime?, at now: MonotonicTime
  ) {
    switch error {
    case .refused where state == .ready: failures = 0
    case .refused, .wrongIdentity:
      isWrongIdentity = true
      retry(after: quarantine, longest: policy.longestIdentityRetry, "\(error)", at: now)
    case .unusable:
      isIdentified = false
      change(to: .failed, "\(error)", at: now)
    case .lineDown:
      retry(after: quarantine, longest: policy.longestRetry, "\(error)", at: now)
    case .quarantined: keepSilent(until: quarantine, "\(error)", at: now)
    case .noAnswer, .badAnswer:
      failures += 1
      if state == .ready || state == .quarantine, failures < policy.failuresUntilBackoff {
        keepSilent(until: quarantine, "\(error)", at: now)
      } else {
        mustClose = policy.closesLineOnBackoff
        retry(after: quarantine, longest: policy.longestRetry, "\(error)", at: now)
      }
    }
  }

  /// Waits, then opens the line and asks for the identity again.
  private mutating func retry(
    after quarantine: MonotonicTime?, longest: Int64, _ reason: String, at now: MonotonicTime
  ) {
    isIdentified = false
    failures = 0
    let wait = backoff.next(first: policy.firstRetry, longest: longest, jitter: policy.jitter)
    wakeTime = max(now.advanced(byNanoseconds: wait), quarantine ?? now)
    change(to: .backoff, reason, at: now)
  }

  /// Stays ready where neither the way nor the policy asks for silence.
  private mutating func keepSilent(
    until quarantine: MonotonicTime?, _ reason: String, at now: MonotonicTime
  ) {
    let doublings = min(max(0, failures - 1), 20)
    let silence = min(policy.silence << doublings, max(policy.silence, policy.longestSilence))
    guard silence > 0 || quarantine != nil else { return }
    wakeTime = max(now.advanced(byNanoseconds: silence), quarantine ?? now)
    change(to: .quarantine, reason, at: now)
  }
}
