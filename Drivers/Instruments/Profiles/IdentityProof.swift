/// What proves that no late answer is under way on a line whose answers carry no number.
///
/// Instruments answer in order. After an error the identity is asked for, and values only after it
/// has come: it cannot be taken for a value, and what was asked before it cannot come after it. That
/// holds as long as one identity is under way at a time; a second one is asked only when the first is
/// later than the instrument's slowest answer.
package struct IdentityProof {
  /// Whether nothing that was asked is still to come.
  package private(set) var isInStep = false
  /// When the identity was asked that has not come yet.
  private var askedAt: MonotonicTime?
  private let slowestAnswer: Int64

  package init(slowestAnswer: Int64) { self.slowestAnswer = slowestAnswer }

  /// How long the identity that was asked may still be waited for, in ns; nil where it must be asked.
  package func patience(at now: MonotonicTime) -> Int64? {
    guard let askedAt else { return nil }
    let left = now.nanoseconds(to: askedAt.advanced(byNanoseconds: slowestAnswer))
    return left > 0 ? left : nil
  }

  package mutating func ask(at now: MonotonicTime) {
    isInStep = false
    askedAt = now
  }

  /// The identity has come.
  package mutating func settle() {
    askedAt = nil
    isInStep = true
  }

  /// Something is asked whose answer may fail to come.
  package mutating func doubt() { isInStep = false }

  /// Its answer has come.
  package mutating func trust() { isInStep = true }
}
