import CellData

/// What a test report must say beside its numbers (ISO/IEC 17025:2017, 7.8.2, 7.8.3, 7.8.6).
public struct TestStatement: Sendable, Equatable, Codable {
  /// What people declared, by the keys of `testReport` in `cell.json`.
  public var declared: NamedValues<String>
  public var deviations: [String]
  /// What came from others, such as the customer's drawing.
  public var fromOthers: [String]
  /// Opinions and interpretations, marked as such.
  public var opinions: [String]
  /// The keys of `testReport` that nobody filled.
  public var missing: [String]
  public var declaredBy: String?
  public var resultsConcern: Words
  public var conformity: [Conformity]
  public var end: Words

  /// One statement of conformity: which results, which clause, met or not, by which decision rule.
  public struct Conformity: Sendable, Equatable, Codable, OneLine {
    public var pack: String
    public var edition: String
    public var document: String
    public var clause: String
    public var rule: String
    /// Where the results stand that the statement rests on; nothing where they are missing.
    public var results: [String]
    public var verdict: Verdict
    /// Absent where no number was compared.
    public var decisionRule: Assessment.DecisionRule?
  }

  /// Nil where `cell.json` has no `testReport`.
  init?(cell: Cell?, assessments: [Assessment]?) {
    guard let cell, let report = cell.testReport else { return nil }
    declared = NamedValues(report.texts)
    deviations = report.lists["deviations"] ?? []
    fromOthers = report.lists["fromOthers"] ?? []
    opinions = report.lists["opinions"] ?? []
    missing = Cell.TestReport.textKeys.filter { report.texts[$0] == nil }
    declaredBy = cell.declaredBy
    conformity = Self.conformity(assessments ?? [])
    resultsConcern = Words(
      en: "The results concern only the item tested.", ja: "結果は試験した品目だけに関するものである。")
    end = Words(en: "End of the report.", ja: "報告書の終わり。")
  }
}

extension TestStatement {
  /// One statement a rule that speaks of the cell and that this software judges.
  static func conformity(_ assessments: [Assessment]) -> [Conformity] {
    assessments.flatMap { assessment in
      assessment.rules.filter { $0.verdict != .notApplicable && $0.verdict != .outOfScope }
        .map { rule in
          Conformity(
            pack: assessment.pack, edition: assessment.edition, document: rule.source.document,
            clause: rule.source.place, rule: rule.id,
            results: rule.measured.map { [$0.source] } ?? rule.evidence.compactMap(\.place),
            verdict: rule.verdict, decisionRule: rule.decision?.rule)
        }
    }
  }
}

extension Evidence {
  /// The key in `cell.json`, or the input.
  fileprivate var place: String? { key ?? input }
}

/// What a report was made from beside the data, so that it can be made again.
public struct ReportSettings: Sendable, Equatable, Codable {
  public var decision: Assessment.DecisionRule
  /// The packs, in order: names, or the file's name where a pack is a file.
  public var packs: [String]
  public var accept: [String]
  public var columns: [String]
  public var units: [String]
  public var negate: [String]
  /// The files of impedance spectra, in the order in which they were read.
  public var spectrumFiles: [String]?
  /// The state of health at which life ends, in percent; absent where the usual 80 % holds.
  public var endOfLife: Double?

  enum CodingKeys: String, CodingKey {
    case decision, packs, accept, columns, units, negate, spectrumFiles
    case endOfLife = "endOfLife_percent"
  }

  public init(
    decision: Assessment.DecisionRule, packs: [String], accept: [String] = [],
    columns: [String] = [], units: [String] = [], negate: [String] = [],
    spectrumFiles: [String] = [], endOfLife: Double? = nil
  ) {
    self.decision = decision
    self.packs = packs
    self.accept = accept
    self.columns = columns
    self.units = units
    self.negate = negate
    self.spectrumFiles = spectrumFiles.isEmpty ? nil : spectrumFiles
    self.endOfLife = endOfLife
  }
}

/// The declaration that was read, by its bytes.
public struct ReportCellFile: Sendable, Equatable, Codable, OneLine {
  public var name: String
  public var sha256: String
  public var bytes: Int

  public init(name: String, sha256: String, bytes: Int) {
    self.name = name
    self.sha256 = sha256
    self.bytes = bytes
  }
}
