public import CellAnalysis
public import CellData

/// One spectrum after its analysis, as the report takes it in.
public struct AnalysedSpectrum: Sendable, Equatable {
  public var findings: SpectrumFindings
  /// What the reader noticed.
  public var readerFindings: [SpectrumFinding]
  public var format: String
  /// Of the file that it came from.
  public var bytes: Int
  public var sha256: String

  public init(
    _ findings: SpectrumFindings, readerFindings: [SpectrumFinding], format: String, bytes: Int,
    sha256: String
  ) {
    self.findings = findings
    self.readerFindings = readerFindings
    self.format = format
    self.bytes = bytes
    self.sha256 = sha256
  }
}
