/// Something about a spectrum that a reader of its results must know.
public struct SpectrumFinding: Sendable, Equatable {
  /// What was found; the raw values are part of the contract of the report.
  public enum Code: String, Sendable, CaseIterable {
    // The file.
    case cutFile = "spectrum-cut-file"
    case stoppedEarly = "spectrum-stopped-early"
    case fromMagnitudeAndPhase = "spectrum-from-magnitude-and-phase"
    case looksLikeMagnitudeAndPhase = "spectrum-looks-like-magnitude-and-phase"
    // The points.
    case tooFewPoints = "spectrum-too-few-points"
    case tooFewPointsToTest = "spectrum-too-few-points-to-test"
    case missingValue = "spectrum-missing-value"
    case frequencyNotPositive = "spectrum-frequency-not-positive"
    case frequenciesUnsorted = "spectrum-frequencies-unsorted"
    case duplicateFrequency = "spectrum-duplicate-frequency"
    case zeroImpedance = "spectrum-zero-impedance"
    case fewerNumbersThanParameters = "spectrum-fewer-numbers-than-parameters"
    // The sign.
    case imaginarySignAssumed = "spectrum-imaginary-sign-assumed"
    case imaginarySignTurned = "spectrum-imaginary-sign-turned"
    case inductiveThroughout = "spectrum-inductive-throughout"
    case negativeRealPart = "spectrum-negative-real-part"
  }

  public var code: Code
  public var severity: QualityFinding.Severity
  /// How many points it concerns.
  public var count: Int

  public init(_ code: Code, _ severity: QualityFinding.Severity, count: Int = 1) {
    self.code = code
    self.severity = severity
    self.count = count
  }
}
