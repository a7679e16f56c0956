import CellData

extension InstrumentError {
  /// The cause of a slot that this error left empty.
  var gapCause: RecordedGap.Cause {
    switch self {
    case .noAnswer: .noAnswer
    case .badAnswer: .badAnswer
    case .quarantined: .quarantine
    case .refused: .refused
    case .lineDown, .unusable: .linkDown
    case .wrongIdentity: .wrongIdentity
    }
  }
}
