import ArgumentParser
import Assessment
import Foundation

/// `denchi lot`: several cells' reports together.
struct Lot: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Judge several cells of one kind together: mean, tolerance interval, worst.",
    discussion: """
      Which statistic a rule means is left open by the sources, so all are shown, and no single \
      verdict is given. Reads reports that `denchi analyze` wrote.

      EXAMPLE
        denchi lot cell-*.json --rule JP25-B-ED
      """)

  @Argument(help: "Reports, one a cell.")
  var reports: [String]

  @Option(help: "The rule whose values are taken together.")
  var rule: String

  private struct Written: Decodable {
    struct Assessment: Decodable { var rules: [RuleResult] }
    var assessments: [Assessment]?
  }

  func run() throws {
    var values: [Double] = []
    var uncertainties: [Double?] = []
    var limit: Double?
    for path in reports {
      let written: Written
      do {
        written = try JSONDecoder().decode(
          Written.self, from: Data(try Verification.bytes(of: path)))
      } catch is DecodingError {
        throw Failure(.badInput, "\(path): no report of this version.")
      }
      let found = (written.assessments ?? []).flatMap(\.rules).first { $0.id == rule }
      guard let measured = found?.measured, let bound = found?.limit else {
        throw Failure(.badInput, "\(path): holds no value for the rule \(rule).")
      }
      values.append(measured.value.doubleValue)
      uncertainties.append(found?.decision?.expandedUncertainty)
      limit = bound.doubleValue
    }
    let known = uncertainties.compactMap(\.self)
    guard let limit,
      let verdict = SampleVerdict(
        values: values, limit: limit,
        expandedUncertainty: known.count == values.count ? known.max() : nil)
    else { throw Failure(.badInput, "no value was found.") }
    try Terminal.put(try JSONText.bytes(of: verdict) + [0x0A])
  }
}
