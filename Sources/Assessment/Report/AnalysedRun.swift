public import CellAnalysis
public import CellData

/// One input after its analysis, as the report takes it in.
public struct AnalysedRun: Sendable, Equatable {
  public var description: RunDescription
  public var findings: RunFindings
  /// What the reader noticed, such as a cut last line.
  public var readerFindings: [QualityFinding]
  /// Size and hash of the input's bytes as stored.
  public var bytes: Int?
  public var sha256: String?
  /// What the file's name, or a person, says the run was measured at.
  public var conditions: SpectrumConditions

  public init(
    description: RunDescription, findings: RunFindings, readerFindings: [QualityFinding] = [],
    bytes: Int? = nil, sha256: String? = nil,
    conditions: SpectrumConditions = SpectrumConditions()
  ) {
    self.description = description
    self.findings = findings
    self.readerFindings = readerFindings
    self.bytes = bytes
    self.sha256 = sha256
    self.conditions = conditions
  }

  /// Whether some finding of reader or analysis forbids reporting numbers of this run.
  public var isRefused: Bool {
    findings.isRefused || readerFindings.contains { $0.severity == .refused }
  }
}
