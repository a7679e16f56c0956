import CellAnalysis
import Foundation

/// Measures how often intervals hold the truth, how well knees are found, and how long it takes.
///
/// `fade-figures [coverage|knee|backtest|speed]…`, all without an argument.
@main
struct FadeFigures {
  static func main() {
    let asked = CommandLine.arguments.dropFirst()
    func wants(_ name: String) -> Bool { asked.isEmpty || asked.contains(name) }
    if wants("coverage") { Coverage.print() }
    if wants("knee") { KneeFigures.print() }
    if wants("backtest") { BackTest.print() }
    if wants("speed") { Speed.print() }
  }
}

func percent(_ part: Int, _ whole: Int) -> String {
  whole == 0
    ? "none" : String(format: "%.1f %% (%d of %d)", 100 * Double(part) / Double(whole), part, whole)
}

/// Coverage of the 95 % intervals of law parameters.
enum Coverage {
  static func print() {
    for correlation in [0.0, 0.5] {
      var (inside, all) = (0, 0)
      for kind in DrawnLaw.Kind.allCases where kind != .steepening {
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
    for seed in 0..<200 {
      var random = RepeatableNoise(seed: UInt64(1000 + seed))
      let law = DrawnLaw(kind, end: 300, &random)
      let life = GeneratedLife(
        300, noise: 0.002, correlation: correlation, onset: law.onset, seed: seed,
        truth: law.truth)
      guard let fit = LifeFade(life.points).fits.first(where: { matches($0.law, kind) })
      else { continue }
      for parameter in fit.parameters {
        guard let truth = truth(parameter.name, law, kind, life) else { continue }
        all[parameter.name, default: 0] += 1
        if parameter.low <= truth, truth <= parameter.high { hits[parameter.name, default: 0] += 1 }
      }
    }
    return (hits, all)
  }

  private static func matches(_ law: FadeLaw, _ kind: DrawnLaw.Kind) -> Bool {
    switch kind {
    case .linear: law == .linear
    case .squareRoot: law == .power
    case .power: law == .power
    case .exponential: law == .exponential
    case .kink: law == .twoPhase(early: .linear, order: 1)
    case .steepening: law == .twoPhase(early: .linear, order: 2)
    }
  }

  private static func truth(
    _ name: String, _ law: DrawnLaw, _ kind: DrawnLaw.Kind, _ life: GeneratedLife
  ) -> Double? {
    let start = law.truth(0)
    switch name {
    case "start": return start
    case "loss" where kind == .linear: return (start - law.truth(300)) / 300
    case "loss" where kind == .kink: return 300 * (start - law.truth(1))
    case "loss": return start - law.truth(300)
    case "exponent":
      return log((start - law.truth(300)) / (start - law.truth(150))) / log(2)
    case "rate": return log(start / law.truth(300)) / 300
    case "knee": return law.onset
    case "furtherLoss":
      guard let knee = law.onset else { return nil }
      let line = start - (start - law.truth(1)) * 300
      return (line - law.truth(300)) / (300 - knee) * 300
    default: return nil
    }
  }
}

/// Knee onsets found and false knees.
enum KneeFigures {
  static func print() {
    for correlation in [0.0, 0.5] {
      var (close, held, found) = (0, 0, 0)
      let lives = 500
      for seed in 0..<lives {
        var random = RepeatableNoise(seed: UInt64(50_000 + seed))
        let end = 300 + 900 * random.uniform()
        let law = DrawnLaw(seed % 2 == 0 ? .kink : .steepening, end: end, &random)
        let life = GeneratedLife(
          Int(end), noise: 0.002, correlation: correlation, onset: law.onset, seed: seed,
          truth: law.truth)
        guard case .found(let knee) = LifeFade(life.points).knee, let onset = law.onset else {
          continue
        }
        found += 1
        if abs(knee.onset.cycle - onset) <= 0.03 * end { close += 1 }
        if knee.onset.low <= onset, onset <= knee.onset.high { held += 1 }
      }
      Swift.print("knee, correlation \(correlation): found \(percent(found, lives))")
      Swift.print("  onset within 3 % of life \(percent(close, lives))")
      Swift.print("  interval of the onset holds the truth \(percent(held, found))")
      printFalse(correlation)
    }
  }

  private static func printFalse(_ correlation: Double) {
    let lives = 500
    var wrong: [String: Int] = [:]
    for seed in 0..<lives {
      var random = RepeatableNoise(seed: UInt64(90_000 + seed))
      let kinds: [DrawnLaw.Kind] = [.linear, .squareRoot, .power, .exponential]
      let law = DrawnLaw(kinds[seed % 4], end: 300 + 900 * random.uniform(), &random)
      let life = GeneratedLife(
        300 + seed, noise: 0.002, correlation: correlation, seed: seed, truth: law.truth)
      if case .found = LifeFade(life.points).knee { wrong["\(law.kind)", default: 0] += 1 }
    }
    let sum = wrong.values.reduce(0, +)
    Swift.print("  false knees \(percent(sum, lives)) \(wrong.isEmpty ? "" : "\(wrong)")")
  }
}

/// Projections from a part of a life against its true end.
enum BackTest {
  static func print() {
    for correlation in [0.0, 0.5] {
      for cut in [0.3, 0.5, 0.7] {
        var (inside, projected, refused, width) = (0, 0, 0, 0.0)
        var missed: [String: Int] = [:]
        let lives = 600
        for seed in 0..<lives {
          var random = RepeatableNoise(seed: UInt64(200_000 + seed))
          let kind = DrawnLaw.Kind.allCases[seed % 6]
          let law = DrawnLaw(kind, end: 300 + 900 * random.uniform(), &random)
          let end = GeneratedLife(1, noise: 0, seed: 0, truth: law.truth).end(0.8)
          let life = GeneratedLife(
            Int(cut * end), noise: 0.002, correlation: correlation, seed: seed, truth: law.truth)
          guard case .projected(let answer) = LifeFade(life.points).endOfLife.answer else {
            refused += 1
            continue
          }
          projected += 1
          width += (answer.high - answer.low) / end
          if answer.low <= end, end <= answer.high {
            inside += 1
          } else {
            missed["\(kind) \(end < answer.low ? "earlier" : "later")", default: 0] += 1
          }
        }
        Swift.print(
          "back-test, correlation \(correlation), cut at \(Int(cut * 100)) %: holds the truth "
            + "\(percent(inside, projected)), refused \(refused), mean width "
            + String(format: "%.2f of life", width / Double(max(1, projected)))
            + " missed \(missed.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" })")
      }
    }
  }
}

/// How long a life of 10,000 cycles takes once its table exists.
enum Speed {
  static func print() {
    let life = GeneratedLife(10_000, noise: 0.002, seed: 1) { 1 - 0.2 * ($0 / 10_000) }
    let times = (0..<7).map { _ in
      let start = ContinuousClock.now
      _ = LifeFade(life.points)
      return start.duration(to: .now) / .milliseconds(1)
    }.sorted()
    derivative()
    Swift.print(String(format: "life of 10,000 cycles: median %.1f ms", times[3]))
  }

  private static func derivative() {
    var noise = RepeatableNoise(seed: 9)
    let charge = (0..<8000).map { Double($0) / 4000 }
    let voltage = charge.map { 3.3 + 0.4 * $0 + 0.05 * sin(6 * $0) + 0.0005 * noise.normal() }
    let start = ContinuousClock.now
    var peaks = 0
    for _ in 0..<500 {
      peaks += IncrementalCapacity(charge: charge, voltage: voltage)?.peaks().count ?? 0
    }
    let time = start.duration(to: .now) / .milliseconds(1)
    Swift.print(
      String(format: "dQ/dV of 8,000 points: %.3f ms; 500 of them: %.0f ms", time / 500, time),
      peaks > 0 ? "" : "without a peak")
  }
}
