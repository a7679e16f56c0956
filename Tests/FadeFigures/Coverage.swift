import CellAnalysis
import Foundation

/// Coverage of the 95 % intervals of law parameters.
enum Coverage {
  static let kinds: [DrawnLaw.Kind] = [
    .linear, .film, .squareRoot, .power, .exponential, .kink, .steepening,
  ]

  static func print() {
    for correlation in [0.0, 0.5] {
      var (inside, all) = (0, 0)
      for kind in kinds {
        let (hits, names) = lives(kind, correlation)
        inside += hits.values.reduce(0, +)
        all += names.values.reduce(0, +)
        let text = names.keys.sorted().map { "\($0) \(percent(hits[$0] ?? 0, names[$0] ?? 0))" }
        Swift.print("coverage \(kind) correlation \(correlation): \(text.joined(separator: ", "))")
      }
      Swift.print("coverage, all parameters, correlation \(correlation): \(percent(inside, all))")
    }
  }

  private static func lives(
    _ kind: DrawnLaw.Kind, _ correlation: Double
  ) -> (hits: [String: Int], all: [String: Int]) {
    var (hits, all): ([String: Int], [String: Int]) = ([:], [:])
    for seed in 0..<1000 {
      var random = RepeatableNoise(seed: UInt64(1000 + seed))
      let law = DrawnLaw(kind, end: 300, &random)
      let life = GeneratedLife(law, 300, correlation: correlation, seed: seed)
      guard let fit = LifeFade(life.points).fits.first(where: { matches($0.law, kind) })
      else { continue }
      for parameter in fit.parameters {
        guard let truth = truth(parameter.name, law, kind) else { continue }
        all[parameter.name, default: 0] += 1
        if parameter.low <= truth, truth <= parameter.high { hits[parameter.name, default: 0] += 1 }
      }
    }
    return (hits, all)
  }

  private static func matches(_ law: FadeLaw, _ kind: DrawnLaw.Kind) -> Bool {
    switch kind {
    case .linear: law == .linear
    case .film: law == .squareRoot
    case .squareRoot, .power: law == .power
    case .exponential: law == .exponential
    case .kink: law == .twoPhase(early: .linear, order: 1)
    case .steepening: law == .twoPhase(early: .linear, order: 2)
    default: false
    }
  }

  /// The parameter in the words of the law: losses over the 300 fitted cycles.
  private static func truth(_ name: String, _ law: DrawnLaw, _ kind: DrawnLaw.Kind) -> Double? {
    let start = law.truth(0)
    switch name {
    case "start": return start
    case "loss" where kind == .linear: return (start - law.truth(300)) / 300
    case "loss" where kind == .film:
      let throughput = (1...300).reduce(0) { $0 + law.truth(Double($1)) }
      return (start - law.truth(300)) / throughput.squareRoot()
    case "loss" where kind == .kink || kind == .steepening: return 300 * (start - law.truth(1))
    case "loss": return start - law.truth(300)
    case "exponent":
      return log((start - law.truth(300)) / (start - law.truth(150))) / log(2)
    case "rate": return log(start / law.truth(300)) / 300
    case "knee": return law.onset
    case "furtherLoss":
      guard let knee = law.onset else { return nil }
      let line = start - (start - law.truth(1)) * 300
      let share = (300 - knee) / 300
      return (line - law.truth(300)) / (kind == .kink ? share : share * share)
    default: return nil
    }
  }
}
