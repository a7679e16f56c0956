import CellData

/// What the data of a cell say beside its energy, as far as rules ask for it.
public struct TestRecord: Sendable, Equatable {
  /// The codes of findings that are more than a note.
  public var findings: Set<String>
  /// The codes of those that are notes.
  public var notes: Set<String>
  /// Inputs whose numbers are reported.
  public var inputs: [String]
  /// Currents at which the cell was discharged fully.
  public var dischargeCount: Int

  public init(
    findings: Set<String> = [], notes: Set<String> = [], inputs: [String] = [],
    dischargeCount: Int = 0
  ) {
    self.findings = findings
    self.notes = notes
    self.inputs = inputs
    self.dischargeCount = dischargeCount
  }

  /// From the sections of a report.
  init(
    quality: [ReportFinding], inputs: [ReportInput], rates: ReportRateCharacteristics?
  ) {
    let note = QualityFinding.Severity.note.rawValue
    self.init(
      findings: Set(quality.filter { $0.severity != note }.map(\.code)),
      notes: Set(quality.filter { $0.severity == note }.map(\.code)),
      inputs: inputs.filter { !$0.refused }.map(\.name),
      dischargeCount: rates?.fullDischarges ?? 0)
  }
}

/// Rules about the data and the instruments themselves.
extension Assessor {
  /// The data must give none of these findings.
  func without(_ rule: Rule, _ test: Rule.NoFinding) -> RuleResult {
    var missing: [Datum] = test.needs.compactMap { need in
      switch need {
      case .maximumVoltage: facts.cell.maximumVoltage == nil ? .key(need.rawValue) : nil
      case .minimumVoltage: facts.cell.minimumVoltage == nil ? .key(need.rawValue) : nil
      case .rates: facts.record.dischargeCount < 2 ? .twoRates : nil
      }
    }
    if facts.record.inputs.isEmpty { missing.append(.data) }
    guard missing.isEmpty else { return undecided(rule, missing: missing) }
    let found = test.codes.filter { code in
      facts.record.findings.contains(code) || test.countsNotes && facts.record.notes.contains(code)
    }
    var result = RuleResult(rule)
    result.evidence =
      found.isEmpty
      ? facts.record.inputs.map { Evidence(.measured, input: $0) }
      : found.map { Evidence(.measured, value: $0) }
    return decided(result, holds: found.isEmpty)
  }

  /// The declared instruments of a quantity must be accurate enough at the nominal operating point.
  func accurate(_ rule: Rule, _ test: Rule.InstrumentAccuracy) -> RuleResult {
    let gauge = Gauge(facts.cell.instruments, test.quantity, testDate: nil)
    guard gauge.isDeclared else { return undecided(rule, missing: [.instrument(test.quantity)]) }
    guard let reading = nominalReading(of: test.quantity) else {
      return undecided(rule, missing: [.key("ratedCapacity_Ah"), .key("nominalVoltage_V")])
    }
    guard let value = gauge.widest(at: reading, relative: test.isRelative, unit: test.unit) else {
      return undecided(rule, missing: [.accuracy(gauge.firstIndex)])
    }
    return held(rule, [value], .atMost, test.limit, settledBy: nil, by: .simpleAcceptance)
  }

  /// Nominal voltage, 0.2C for five hours; lengths and temperatures at 100 mm and 25 °C.
  private func nominalReading(of quantity: String) -> DeclaredNumber? {
    switch quantity {
    case "voltage": facts.cell.nominalVoltage?.number
    case "current":
      facts.cell.ratedCapacity?.number.fifth
    case "time": DeclaredNumber(significand: 18, exponent: 3)
    case "temperature": DeclaredNumber(significand: 25, exponent: 0)
    default: DeclaredNumber(significand: 1, exponent: 2)
    }
  }
}

extension DeclaredNumber {
  /// A fifth of the number; nil where it does not fit into 18 digits.
  fileprivate var fifth: DeclaredNumber? {
    let (double, overflow) = significand.multipliedReportingOverflow(by: 2)
    return overflow ? nil : DeclaredNumber(significand: double, exponent: exponent - 1)
  }
}

extension Datum {
  static let data = Datum(
    datum: "measurement.run",
    text: Words(en: "a test of the cell with time, voltage and current", ja: "時間・電圧・電流を記録したセルの試験"))

  static let twoRates = Datum(
    datum: "measurement.two-rates",
    text: Words(
      en: "full discharges at two currents at least", ja: "少なくとも2種類の電流での満充電からの放電"))
}
