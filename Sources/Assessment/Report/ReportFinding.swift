public import CellData

/// A finding on the quality of the data, with its words.
public struct ReportFinding: Sendable, Equatable, Codable {
  public var code: String
  public var severity: String
  /// The input it was found in; absent where it is about several together.
  public var input: String?
  /// The column, counter or file that is spoken of.
  public var subject: String?
  /// How often it was seen.
  public var count: Int
  /// The first samples where it was seen, counted from 1.
  public var rows: [Int]
  public var effect: Effect?
  /// The numbers of the message; each name carries its unit.
  public var values: NamedValues<Double>?
  public var message: Words

  /// What a tool that trusts the data would get wrong.
  public struct Effect: Sendable, Equatable, Codable, OneLine {
    public var capacity: Double

    enum CodingKeys: String, CodingKey { case capacity = "capacity_Ah" }
  }

  public init(_ finding: QualityFinding, input: String? = nil) {
    code = finding.code.rawValue
    severity = finding.severity.rawValue
    self.input = input
    subject = finding.subject
    count = finding.count
    rows = finding.records
    if let effect = finding.effect, effect.value.isFinite {
      self.effect = Effect(capacity: effect.value)
    }
    let finite = finding.values.filter(\.value.isFinite)
    values = finite.isEmpty ? nil : NamedValues(finite)
    message = finding.message
  }
}
