public import CellData

/// One cycle table after reading, as the report takes it in.
public struct AnalysedTable: Sendable, Equatable {
  public var name: String
  public var format: String
  public var cycles: [TabulatedCycle]
  /// What each column was taken for.
  public var columns: [ReportInput.Column]
  public var otherColumns: [String]
  public var readerFindings: [QualityFinding]
  public var bytes: Int?
  public var sha256: String?

  public init(
    name: String, format: String, cycles: [TabulatedCycle], columns: [ReportInput.Column] = [],
    otherColumns: [String] = [], readerFindings: [QualityFinding] = [], bytes: Int? = nil,
    sha256: String? = nil
  ) {
    self.name = name
    self.format = format
    self.cycles = cycles
    self.columns = columns
    self.otherColumns = otherColumns
    self.readerFindings = readerFindings
    self.bytes = bytes
    self.sha256 = sha256
  }
}
