/// The judged report of one cell, as it is written to `report.json` (schema `urn:denchi:report:1`).
///
/// A section is absent where the inputs hold nothing of its kind; ``absent`` says why and what
/// would be needed. Keys carry the unit of their numbers. The same inputs give the same bytes.
public struct Report: Sendable, Equatable, Codable {
  public var schema: String
  /// The version of Denchi that wrote the report.
  public var denchi: String
  /// The version that judged the report again, where it is another one.
  public var judgedBy: String?
  /// What to repeat to make the report again.
  public var settings: ReportSettings?
  public var cellFile: ReportCellFile?
  public var cell: ReportCell?
  public var inputs: [ReportInput]
  public var quality: [ReportFinding]
  public var steps: [ReportStep]?
  public var cycles: [ReportCycle]?
  public var rateCharacteristics: ReportRateCharacteristics?
  public var capacityFade: ReportCapacityFade?
  public var energyDensity: EnergyDensity?
  public var impedance: ReportImpedance?
  public var assessments: [Assessment]?
  public var testReport: TestStatement?
  public var absent: [AbsentSection]

  /// The name and version of the report's schema.
  public static let schemaName = "urn:denchi:report:1"

  /// The report as UTF-8 JSON, with a line break at its end.
  ///
  /// - Complexity: O(length of the text).
  public func json(layout: JSONText.Layout = .indented) throws -> [UInt8] {
    var bytes = try JSONText.bytes(of: self, layout: layout)
    bytes.append(0x0A)
    return bytes
  }
}

/// A section that the report does not have.
public struct AbsentSection: Sendable, Equatable, Codable {
  public var section: String
  public var reason: Words
  public var needed: Words
}
