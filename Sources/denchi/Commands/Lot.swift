import ArgumentParser
import Assessment
import Foundation

/// `denchi lot`: several cells' reports together.
struct Lot: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Judge several cells of one kind together: mean, tolerance interval, worst, all.",
    discussion: """
      Reads reports that `denchi analyze` wrote, one a cell. Which statistic a rule means is left \
      open by the sources: where the statistics disagree and --statistic claims none, the verdict \
      is undecided, with the table. The expanded uncertainty of a cell is taken off every statistic, \
      since cells that were measured alike share it.

      EXAMPLE
        denchi lot cell-*.json --rule JP25-B-ED --statistic mean
      """)

  @Argument(help: "Reports, one a cell.")
  var reports: [String]

  @Option(help: "The rule whose values are taken together.")
  var rule: String

  @Option(help: "The statistic that is claimed: mean, tolerance, worst or all-pass.")
  var statistic: StatisticOption?

  enum StatisticOption: String, ExpressibleByArgument, CaseIterable {
    case mean, tolerance, worst
    case allPass = "all-pass"

    var kind: SampleVerdict.Kind {
      switch self {
      case .mean: .mean
      case .tolerance: .tolerance
      case .worst: .worst
      case .allPass: .allPass
      }
    }
  }

  func run() throws {
    let cells = try reports.map { try LotCell(path: $0, rule: rule) }
    guard let first = cells.first else { throw Failure(.usage, "no report was named.") }
    try LotCell.checkAreOneLot(cells)
    let known = cells.compactMap(\.expandedUncertainty)
    let verdict = SampleVerdict(
      values: cells.map(\.value), limit: first.limit, comparison: first.comparison,
      expandedUncertainty: known.count == cells.count ? known.max() : nil,
      claimed: statistic?.kind)
    guard let verdict else { throw Failure(.badInput, "a value is not finite.") }
    for line in LotText(verdict, rule: rule, unit: first.unit).lines { Terminal.tell(line) }
    try Terminal.put(try JSONText.bytes(of: verdict) + [0x0A])
  }
}

/// A lot's verdict as a person reads it.
private struct LotText {
  let lines: [String]

  init(_ verdict: SampleVerdict, rule: String, unit: String) {
    let spread = verdict.deviation.map { ", deviation \($0.significant(3))" } ?? ""
    var lines = [
      "\(rule), \(verdict.count) cells: mean \(verdict.mean.significant(6))\(spread), "
        + "worst \(verdict.worst.significant(6)) \(unit)",
      "\(verdict.verdictText.en.uppercased()) / \(verdict.verdictText.ja)",
    ]
    lines += verdict.statistics.map { statistic in
      let bound = statistic.bound.map { " \($0.significant(6)) \(unit)" } ?? ""
      return "  \(statistic.kind.rawValue):\(bound) \(statistic.verdict.rawValue), "
        + "\(statistic.text.en)"
    }
    lines += verdict.changes.map { "  would change: \($0.text.en)" }
    self.lines = lines
  }
}
