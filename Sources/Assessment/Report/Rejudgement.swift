public import CellData

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A report judged again by other rule packs, from its own numbers and without the raw data.
///
/// Everything but settings, verdicts and statements of conformity is kept byte for byte. The result
/// is what the analysis would have written with these packs, so it can be verified like any other.
public struct Rejudgement: Sendable {
  private var sections: ReportSections
  private let settings: ReportSettings?
  private let record: TestRecord
  private let density: EnergyDensity
  private let cell: Cell
  private let packs: [RulePack]

  /// Why a report cannot be judged again.
  public enum Failure: Error, Sendable, Equatable {
    /// No report of this schema; what was found.
    case noReport(found: String)
    /// The report declares no cell, so no rule can be applied.
    case noCell
    /// A section cannot be read; `reason` says what is wrong.
    case damaged(section: String, reason: String)
  }

  /// Takes a report apart; only the sections that the packs ask for are read.
  ///
  /// - Parameters:
  ///   - bytes: the text of the report.
  ///   - packs: the rule packs to judge by, in the order of the new report.
  ///   - declared: reads a declaration from the text of the report's `cell`, digit for digit.
  public init(
    of bytes: ArraySlice<UInt8>, by packs: [RulePack],
    declared: (ArraySlice<UInt8>) throws -> Cell
  ) throws(Failure) {
    do {
      sections = try ReportSections(bytes)
    } catch {
      throw .noReport(found: "no JSON object")
    }
    let schema = sections["schema"].map { String(decoding: $0, as: UTF8.self) }
    guard schema == "\"\(Report.schemaName)\"" else {
      throw .noReport(found: schema.map { "schema \($0.prefix(60))" } ?? "no schema")
    }
    guard let cellText = sections["cell"] else { throw .noCell }
    var cell: Cell
    do {
      cell = try declared(cellText)
    } catch {
      throw .damaged(section: "cell", reason: "\(error)")
    }
    if sections["testReport"] != nil { cell.testReport = Cell.TestReport() }
    self.cell = cell
    self.packs = packs
    settings = try Self.decode(ReportSettings.self, "settings", of: sections)
    let needs = Needs(of: packs)
    let written = try Self.decode(EnergyDensity.self, "energyDensity", of: sections)
    record = try Self.record(of: sections, needs, hasDensity: written != nil)
    density =
      written ?? EnergyDensity(cell: cell, hasFullDischarge: record.dischargeCount > 0)
  }

  /// What of the data the rules of some packs ask for.
  private struct Needs {
    var findings = false
    var rates = false

    init(of packs: [RulePack]) {
      for case .noFinding(let test) in packs.flatMap(\.rules).map(\.test) {
        findings = true
        if test.needs.contains(.rates) { rates = true }
      }
    }
  }

  private static func record(
    of sections: ReportSections, _ needs: Needs, hasDensity: Bool
  ) throws(Failure) -> TestRecord {
    var record = TestRecord()
    if needs.findings {
      let inputs = try decode([WrittenInput].self, "inputs", of: sections) ?? []
      let quality = try decode([WrittenFinding].self, "quality", of: sections) ?? []
      let note = QualityFinding.Severity.note.rawValue
      record.findings = Set(quality.filter { $0.severity != note }.map(\.code))
      record.notes = Set(quality.filter { $0.severity == note }.map(\.code))
      record.inputs = inputs.filter { !$0.refused }.map(\.name)
    }
    if needs.rates || !hasDensity {
      let rates = try decode(WrittenRates.self, "rateCharacteristics", of: sections)
      record.dischargeCount = (rates?.discharges ?? []).count { $0.exclusion == nil }
    }
    return record
  }

  private struct WrittenInput: Decodable {
    var name: String
    var refused: Bool
  }
  private struct WrittenFinding: Decodable {
    var code: String
    var severity: String
  }
  private struct WrittenRates: Decodable {
    struct Row: Decodable { var exclusion: String? }
    var discharges: [Row]?
  }

  private static func decode<T: Decodable>(
    _ type: T.Type, _ key: String, of sections: ReportSections
  ) throws(Failure) -> T? {
    guard let text = sections[key] else { return nil }
    do {
      return try JSONDecoder().decode(T.self, from: Data(text))
    } catch let error as DecodingError {
      throw .damaged(section: key, reason: "\(error.path): \(error.reason)")
    } catch {
      throw .damaged(section: key, reason: "\(error)")
    }
  }

  /// The decision rule by which the report was judged; nil where it does not say.
  public var decision: Assessment.DecisionRule? { settings?.decision }

  /// The name of the cell.
  public var cellName: String? { cell.id }

  /// What each pack said of the cell before, by its name.
  public var formerVerdicts: [FormerVerdict] {
    let written = try? Self.decode([FormerVerdict].self, "assessments", of: sections)
    return (written ?? nil) ?? []
  }

  /// A pack's verdict as a report holds it.
  public struct FormerVerdict: Sendable, Equatable, Codable {
    public var pack: String
    public var edition: String
    public var verdict: Verdict
  }

  /// What the packs say of the cell.
  ///
  /// - Parameters:
  ///   - decision: how uncertainty enters the verdicts.
  ///   - explains: whether to look for what would turn each verdict.
  public func assessments(
    _ decision: Assessment.DecisionRule, explains: Bool = true
  ) -> [Assessment] {
    let assessor = Assessor(
      cell: cell, energyDensity: density, record: record, decision: decision, explains: explains)
    return packs.map(assessor.assess)
  }

  /// The report with these verdicts, in the layout in which it was read.
  ///
  /// - Parameters:
  ///   - assessments: what the packs say, by the decision rule.
  ///   - names: what the settings call the packs.
  ///   - decision: how uncertainty entered the verdicts.
  ///   - version: of the Denchi that judges.
  public func report(
    with assessments: [Assessment], named names: [String], decision: Assessment.DecisionRule,
    version: String
  ) throws -> [UInt8] {
    var sections = sections
    func put(_ value: some Encodable, at key: String, after predecessor: String) throws {
      let text = try JSONText.bytes(of: value, layout: sections.layout, depth: 1)
      sections.set(key, to: text, after: predecessor)
    }
    if sections["denchi"].map({ Array($0) }) != Array("\"\(version)\"".utf8) {
      try put(version, at: "judgedBy", after: "denchi")
    } else {
      sections.remove("judgedBy")
    }
    if var settings {
      settings.packs = names
      settings.decision = decision
      try put(settings, at: "settings", after: "denchi")
    }
    let predecessor = ["impedance", "energyDensity"].first { sections[$0] != nil }
    try put(assessments, at: "assessments", after: predecessor ?? "quality")
    if let text = sections["testReport"] {
      var statement = try JSONDecoder().decode(TestStatement.self, from: Data(text))
      statement.conformity = TestStatement.conformity(assessments)
      try put(statement, at: "testReport", after: "assessments")
    }
    return sections.text
  }
}
