import Assessment
import CellData
import Testing

/// The words of every finding.
struct FindingMessageTests {
  /// The number as it is written in a message, from its decimal literal in the sample.
  private func digits(_ value: Double) -> String {
    value == value.rounded() ? "\(Int(value))" : "\(value)"
  }

  @Test(arguments: QualityFinding.Code.allCases)
  func `a finding speaks both languages and mentions its numbers`(
    code: QualityFinding.Code
  ) throws {
    let values = try #require(SampleFindings.values[code])
    let message = QualityFinding(code, .warning, values: values).message
    for (name, value) in values {
      #expect(message.en.contains(digits(value)), "\(name) in \(message.en)")
      #expect(message.ja.contains(digits(value)), "\(name) in \(message.ja)")
    }
    #expect(message.en.hasSuffix("."))
    #expect(message.ja.hasSuffix("。"))
    #expect(message.en != message.ja)
    #expect(message.en.unicodeScalars.allSatisfy { $0.value < 0x3000 })
  }

  @Test(arguments: QualityFinding.Code.allCases)
  func `a finding without its numbers still makes a sentence`(code: QualityFinding.Code) {
    for severity in QualityFinding.Severity.allCases {
      let message = QualityFinding(code, severity).message
      #expect(!message.en.isEmpty && !message.ja.isEmpty)
    }
  }

  @Test(arguments: QualityFinding.Code.allCases)
  func `each severity says what follows`(code: QualityFinding.Code) {
    #expect(QualityFinding(code, .repaired).message.en.contains("Mended: "))
    #expect(QualityFinding(code, .warning).message.en.contains("To do: "))
    #expect(QualityFinding(code, .refused).message.en.contains("No number of this run"))
    #expect(QualityFinding(code, .refused).message.ja.contains("報告しない"))
  }

  @Test func `effect, count and subject are said`() {
    let finding = QualityFinding(
      .clockRestart, .repaired, count: 19, effect: AmpereHours(2067.31), subject: "Test Time")
    #expect(finding.message.en.contains("2067.31 Ah"))
    #expect(finding.message.en.contains("19 times"))
    #expect(finding.message.en.hasPrefix("“Test Time”: "))
    #expect(finding.message.ja.contains("19件"))
  }

  @Test func `a number the sentence has no place for is added`() {
    let finding = QualityFinding(.duplicatedRows, .repaired, values: ["span_s": 12.5])
    #expect(finding.message.en.contains("(span 12.5 s.)"))
    #expect(finding.message.ja.contains("（span 12.5 s）"))
  }

  @Test func `gas is named above and below the voltage window`() {
    let above = QualityFinding(.aboveMaximumVoltage, .warning).message
    let below = QualityFinding(.belowMinimumVoltage, .warning).message
    #expect(above.en.contains("oxygen") && above.en.contains("carbon dioxide"))
    #expect(above.ja.contains("酸素") && above.ja.contains("二酸化炭素"))
    #expect(below.en.contains("hydrocarbon") && below.ja.contains("炭化水素"))
  }
}
