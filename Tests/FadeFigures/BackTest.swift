import CellAnalysis

/// Projections from a part of a life against its true end.
enum BackTest {
  static func print() {
    let sets: [(String, [DrawnLaw.Kind], [Circumstances])] = [
      (
        "families of the choice, other seeds", DrawnLaw.Kind.chosenBy,
        [
          Circumstances(name: "correlation 0", seed: 700_000, correlation: 0...0),
          Circumstances(name: "correlation 0.5", seed: 800_000, correlation: 0.5...0.5),
        ]
      ),
      (
        "families looked at", DrawnLaw.Kind.others,
        [
          Circumstances(
            name: "noise 0.1 to 0.5 %, correlation 0 to 0.7", seed: 900_000, noise: 0.001...0.005,
            correlation: 0...0.7, ends: 200...2000)
        ]
      ),
      (
        "families looked at once", DrawnLaw.Kind.heldOut,
        [
          Circumstances(
            name: "noise 0.1 to 0.5 %, correlation 0 to 0.7", seed: 950_000, noise: 0.001...0.005,
            correlation: 0...0.7, ends: 200...2000)
        ]
      ),
    ]
    for (name, kinds, circumstances) in sets {
      for circumstance in circumstances {
        for cut in [0.3, 0.5, 0.7] { print(name, kinds, circumstance, cut) }
      }
    }
  }

  static func print(
    _ name: String, _ kinds: [DrawnLaw.Kind], _ circumstances: Circumstances, _ cut: Double
  ) {
    let lives = 100 * kinds.count
    var tally = Tally()
    for number in 0..<lives {
      let kind = kinds[number % kinds.count]
      let (law, _, noise, correlation) = circumstances.drawn(kind, number)
      let end = law.end(0.8)
      let life = GeneratedLife(
        law, Int(cut * end), noise: noise, correlation: correlation, seed: number)
      tally.add(LifeFade(life.points).endOfLife.answer, end, kind)
    }
    Swift.print("back-test, \(name), \(circumstances.name), cut at \(Int(cut * 100)) %: \(tally)")
  }

  struct Tally: CustomStringConvertible {
    var inside = 0
    var projected = 0
    var refused = 0
    var width = 0.0
    var missed: [String: Int] = [:]

    mutating func add(_ answer: EndOfLife.Answer, _ end: Double, _ kind: DrawnLaw.Kind) {
      guard case .projected(let answer) = answer else {
        refused += 1
        return
      }
      projected += 1
      width += (answer.high - answer.low) / end
      if answer.low <= end, end <= answer.high {
        inside += 1
      } else {
        missed["\(kind) \(end < answer.low ? "earlier" : "later")", default: 0] += 1
      }
    }

    var description: String {
      "holds the truth \(percent(inside, projected)), refused \(refused), mean width "
        + "\(fixed(width / Double(max(1, projected)), 2)) of life, missed "
        + "\(missed.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" })"
    }
  }
}
