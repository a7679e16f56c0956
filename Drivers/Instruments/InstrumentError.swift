/// Why an instrument gave no reading: one case for each thing the recorder does about it.
public enum InstrumentError: Error, Sendable, Equatable {
  /// Nothing, or not enough, came before the deadline. The answer may still come: quarantine.
  case noAnswer
  /// Something came that is no answer to this request. Quarantine.
  case badAnswer(String)
  /// Nothing was asked: the way keeps silent after an error. Settle it first.
  case quarantined
  /// The instrument answered that it will not; asking again at once gives the same.
  case refused(String)
  /// The line is gone: closed by the peer, unplugged, not there. Open it again later.
  case lineDown(String)
  /// This can never work: wrong settings, a descriptor too large, no permission. Do not retry.
  case unusable(String)
  /// Another instrument is there than was expected.
  case wrongIdentity(expected: String, found: String)
}

extension InstrumentError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noAnswer: "no answer before the deadline"
    case .badAnswer(let text): "not a valid answer: \(text)"
    case .quarantined: "not asked: the line keeps silent after an error"
    case .refused(let text): "the instrument refuses: \(text)"
    case .lineDown(let text): "the line is down: \(text)"
    case .unusable(let text): text
    case .wrongIdentity(let expected, let found):
      "another instrument answers: found \(found), expected \(expected)"
    }
  }
}
