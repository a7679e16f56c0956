import Assessment
import CellData
import Foundation
import TestSupport

/// How often a cell that lies exactly at its limit passes, by each decision rule.
///
/// A plain draw of a million spreads about the true share, and half of all seeds lie above it; so its
/// 95 % interval is stated. Beside it stand the closed form Φ(−w/u) and a stratified draw, one error
/// from each millionth of the distribution, whose spread is below 1e-6: these two keep the bound.
enum FalseAcceptance {
  static let cells = 1_000_000

  static var all: [Figure] { normal + byInstruments }

  private static let rules: [(rule: Assessment.DecisionRule, bound: Double, words: String)] = [
    (.guardedU, 2.3, "at most 2.3 %"), (.guarded5, 5, "at most 5 %"),
    (.simpleAcceptance, 50.1, "about 50 %"),
  ]

  /// Measurement errors from a normal distribution, as the closed form assumes.
  private static var normal: [Figure] {
    var random = SeededGenerator(seed: 106)
    let plain = shares {
      (0..<(cells / 2)).flatMap { _ in
        let pair = normalPair(&random)
        return [pair.0, pair.1]
      }
    }
    let stratified = shares {
      (0..<cells).map { k in
        let place = (Double(k) + Double.random(in: 0..<1, using: &random)) / Double(cells)
        return Normal.quantile(min(max(place, 1e-12), 1 - 1e-12))
      }
    }
    return rules.indices.map { index in
      let entry = rules[index]
      let exact = Normal.cumulative(-entry.rule.guardFactor)
      let half = 1.96 * (exact * (1 - exact) / Double(cells)).squareRoot()
      let text = String(
        format: "exact %.4f %%, stratified %.4f %%, plain %.3f ± %.3f %%", exact * 100,
        stratified[index] * 100, plain[index] * 100, half * 100)
      return Figure(
        "false accepts at the limit, 10^6 cells, \(entry.rule.rawValue)", asked: entry.words,
        found: text,
        // A plain draw beyond four standard deviations would be a fault of the rule or the draw.
        holds: max(exact, stratified[index]) * 100 <= entry.bound
          && abs(plain[index] - exact) <= half * 4 / 1.96)
    }
  }

  /// The share of errors with which each rule passes a cell at its limit.
  private static func shares(_ errors: () -> [Double]) -> [Double] {
    var passed = [Int](repeating: 0, count: rules.count)
    for error in errors() {
      for (index, entry) in rules.enumerated()
      where entry.rule.verdict(uncertainty: 1, meets: { error >= $0 }) == .pass {
        passed[index] += 1
      }
    }
    return passed.map { Double($0) / Double(cells) }
  }

  /// Errors drawn from each instrument's own distribution, judged with the budget's U.
  ///
  /// Sums of rectangles have thinner tails than a normal distribution, so fewer pass.
  private static var byInstruments: [Figure] {
    let cell = BudgetsByDrawing.everything
    guard let litres = cell.dimensions?.litres else { return [] }
    var random = SeededGenerator(seed: 98)
    let truth = BudgetsByDrawing.Drawing(cell: cell, energy: 650 * litres)
    guard let budget = truth.budget else { return [] }
    let relative = budget.standardUncertainty / 650
    var passed = [Int](repeating: 0, count: rules.count)
    for _ in 0..<cells {
      let value = truth.draw(&random)
      for (index, entry) in rules.enumerated()
      where entry.rule.verdict(uncertainty: relative * value, meets: { value >= 650 + $0 })
        == .pass
      {
        passed[index] += 1
      }
    }
    return zip(rules, passed).map { entry, count in
      let share = Double(count) / Double(cells)
      let half = 1.96 * (share * (1 - share) / Double(cells)).squareRoot()
      return Figure(
        "the same with the instruments' own distributions", asked: entry.words,
        found: String(
          format: "%@: drawn %.3f ± %.3f %% of 10^6", entry.rule.rawValue, share * 100, half * 100),
        holds: entry.rule == .simpleAcceptance
          ? abs(share - 0.5) < 0.01 : (share - half) * 100 <= entry.bound)
    }
  }

  /// Two independent standard normal numbers (Box and Muller 1958), exact in the tails.
  static func normalPair(_ random: inout SeededGenerator) -> (Double, Double) {
    let radius = (-2 * log(1 - Double.random(in: 0..<1, using: &random))).squareRoot()
    let angle = Double.random(in: 0..<(2 * Double.pi), using: &random)
    return (radius * cos(angle), radius * sin(angle))
  }
}
