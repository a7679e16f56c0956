import CellAnalysis

/// Knee onsets found and false knees.
enum KneeFigures {
  static func print() {
    for correlation in [0.0, 0.5] {
      found("linear, then a kink or a parabola", [.kink, .steepening], correlation, seed: 50_000)
      found("other families", [.filmThenCubic, .threePhases], correlation, seed: 60_000)
      wrong("families of the choice", DrawnLaw.Kind.kneeless, correlation, seed: 90_000)
      wrong(
        "other families", [.filmAndLinear, .twoFilms, .growing, .logarithm, .parabola], correlation,
        seed: 95_000)
    }
  }

  private static func circumstances(_ correlation: Double, _ seed: Int) -> Circumstances {
    Circumstances(name: "", seed: seed, correlation: correlation...correlation)
  }

  private static func found(
    _ name: String, _ kinds: [DrawnLaw.Kind], _ correlation: Double, seed: Int
  ) {
    var (close, held, found) = (0, 0, 0)
    let lives = 500
    for number in 0..<lives {
      let (law, end, noise, correlation) = circumstances(correlation, seed).drawn(
        kinds[number % kinds.count], number)
      let life = GeneratedLife(
        law, Int(end), noise: noise, correlation: correlation, seed: number)
      guard case .found(let knee) = LifeFade(life.points).knee, let onset = law.onset else {
        continue
      }
      found += 1
      if abs(knee.onset.cycle - onset) <= 0.03 * end { close += 1 }
      if knee.onset.low <= onset, onset <= knee.onset.high { held += 1 }
    }
    Swift.print("knee, \(name), correlation \(correlation): found \(percent(found, lives))")
    Swift.print("  onset within 3 % of life \(percent(close, lives))")
    Swift.print("  interval of the onset holds the truth \(percent(held, found))")
  }

  private static func wrong(
    _ name: String, _ kinds: [DrawnLaw.Kind], _ correlation: Double, seed: Int
  ) {
    let lives = 500
    var wrong: [String: Int] = [:]
    for number in 0..<lives {
      let (law, end, noise, correlation) = circumstances(correlation, seed).drawn(
        kinds[number % kinds.count], number)
      let life = GeneratedLife(
        law, Int(end), noise: noise, correlation: correlation, seed: number)
      if case .found = LifeFade(life.points).knee { wrong["\(law.kind)", default: 0] += 1 }
    }
    let sum = wrong.values.reduce(0, +)
    Swift.print(
      "false knees, \(name), correlation \(correlation): \(percent(sum, lives)) "
        + (wrong.isEmpty ? "" : "\(wrong)"))
  }
}
