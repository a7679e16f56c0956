import CellAnalysis
import Foundation

/// A law drawn at random that comes down to 80 % after roughly `end` cycles.
struct DrawnLaw {
  enum Kind: CaseIterable {
    // The families by which the constants of the analysis were chosen.
    case linear, squareRoot, power, exponential, kink, steepening
    // Families that it has no law for, or not these; looked at while it was written.
    case filmAndLinear, twoFilms, softKnee, filmThenCubic
    case growing, logarithm, parabola, threePhases
    // Families that were drawn up before, and looked at once, after everything else was done.
    case steepKnee, lateKnee, twoKnees, recovering
    // A law of the analysis over throughput, for coverage alone.
    case film

    static let chosenBy: [Kind] = [.linear, .squareRoot, .power, .exponential, .kink, .steepening]
    static let others: [Kind] = [
      .filmAndLinear, .twoFilms, .softKnee, .filmThenCubic, .growing, .logarithm, .parabola,
      .threePhases,
    ]
    static let heldOut: [Kind] = [.steepKnee, .lateKnee, .twoKnees, .recovering]
    static let kneeless: [Kind] = [.linear, .squareRoot, .power, .exponential]
  }

  var kind: Kind
  /// State of health after so many cycles, without noise.
  var truth: (Double) -> Double
  /// Where the fade leaves its early law; nil where there is no such place.
  var onset: Double?

  init(_ kind: Kind, end: Double, _ random: inout RepeatableNoise) {
    self.kind = kind
    let start = 0.99 + 0.02 * random.uniform()
    let loss = start - 0.8
    switch kind {
    case .linear: truth = { start - loss * $0 / end }
    case .squareRoot: truth = { start - loss * ($0 / end).squareRoot() }
    case .power:
      let exponent = random.between(0.4...1.6)
      truth = { start - loss * pow($0 / end, exponent) }
    case .exponential:
      let rate = log(start / 0.8)
      truth = { start * exp(-rate * $0 / end) }
    case .film: truth = Self.film(start, loss, end)
    case .kink, .steepening, .filmThenCubic:
      // A third to four fifths of the loss comes after the onset.
      let knee = random.between(0.4...0.75) * end
      let early = loss * random.between(0.25...0.55)
      let order = kind == .kink ? 1.0 : kind == .steepening ? 2.0 : 3.0
      let further = (loss - early) / pow(end - knee, order)
      let isFilm = kind == .filmThenCubic
      onset = knee
      truth = { n in
        let share = isFilm ? (n / end).squareRoot() : n / end
        return start - early * share - (n > knee ? further * pow(n - knee, order) : 0)
      }
    case .filmAndLinear:
      let film = random.between(0.2...0.7) * loss
      truth = { start - film * ($0 / end).squareRoot() - (loss - film) * $0 / end }
    case .twoFilms:
      let (first, time) = (random.between(0.2...0.5) * loss, random.between(0.04...0.25) * end)
      let scale = 1 - exp(-end / time)
      truth = { start - first * (1 - exp(-$0 / time)) / scale - (loss - first) * $0 / end }
    case .softKnee: truth = Self.softKnee(start, loss, end, &random)
    case .growing:
      let rate = random.between(0.5...2.5)
      truth = { start - loss * expm1(rate * $0 / end) / expm1(rate) }
    case .logarithm:
      let scale = random.between(1...8)
      truth = { start - loss * log(1 + scale * $0 / end) / log(1 + scale) }
    case .parabola:
      let bend = random.between(0.1...0.6)
      truth = { start - loss * ((1 - bend) * $0 / end + bend * $0 * $0 / (end * end)) }
    case .steepKnee, .lateKnee:
      // From 3 to 20 times as fast after the knee, evenly over the logarithm.
      let ratio = 3 * exp(log(20.0 / 3) * random.uniform())
      let knee = random.between(kind == .lateKnee ? 0.85...0.95 : 0.3...0.85) * end
      let total = knee + ratio * (end - knee)
      onset = knee
      truth = { start - loss * (min($0, knee) + ratio * max(0, $0 - knee)) / total }
    case .twoKnees:
      let knees = [random.between(0.2...0.5) * end, random.between(0.6...0.9) * end]
      let slopes = [1.0, random.between(1.5...3), random.between(4...9)]
      let total =
        slopes[0] * knees[0] + slopes[1] * (knees[1] - knees[0]) + slopes[2] * (end - knees[1])
      onset = knees[0]
      truth = { n in
        let moved =
          slopes[0] * min(n, knees[0]) + slopes[1] * max(0, min(n, knees[1]) - knees[0])
          + slopes[2] * max(0, n - knees[1])
        return start - loss * moved / total
      }
    case .recovering:
      // After each check-up the cell gives a little more for some cycles.
      let (period, gain) = (random.between(25...60), random.between(0.002...0.006))
      let exponent = random.between(0.6...1.3)
      truth = { n in
        let since = n.truncatingRemainder(dividingBy: period)
        return start - loss * pow(n / end, exponent) + gain * (exp(-since / 6) - exp(-1))
      }
    case .threePhases:
      // Fast, slow, fast again.
      let (first, knee) = (random.between(0.05...0.15) * end, random.between(0.5...0.8) * end)
      let slopes = [2.0, 1, random.between(2.5...5)]
      let total = slopes[0] * first + slopes[1] * (knee - first) + slopes[2] * (end - knee)
      onset = knee
      truth = { n in
        let moved =
          slopes[0] * min(n, first) + slopes[1] * max(0, min(n, knee) - first)
          + slopes[2] * max(0, n - knee)
        return start - loss * moved / total
      }
    }
  }

  /// The root of throughput, which itself depends on the capacity that is left.
  private static func film(_ start: Double, _ loss: Double, _ end: Double) -> (Double) -> Double {
    var health = [start]
    var throughput = 0.0
    let whole = 0.9 * end
    for _ in 0..<Int(3 * end) {
      // The health after a cycle depends on the throughput of that cycle, too.
      var next = health[health.count - 1]
      for _ in 0..<20 { next = start - loss * ((throughput + next) / whole).squareRoot() }
      throughput += next
      health.append(next)
    }
    return { health[min(health.count - 1, max(0, Int($0)))] }
  }

  /// Two slopes that go over into each other.
  private static func softKnee(
    _ start: Double, _ loss: Double, _ end: Double, _ random: inout RepeatableNoise
  ) -> (Double) -> Double {
    let (knee, width) = (random.between(0.5...0.8) * end, random.between(0.02...0.08) * end)
    let early = loss * random.between(0.25...0.55)
    func bend(_ n: Double) -> Double { width * log1p(exp((n - knee) / width)) }
    let scale = (loss - early) / (bend(end) - bend(0))
    return { start - early * $0 / end - scale * (bend($0) - bend(0)) }
  }

  /// The cycle at which the law itself comes down to the threshold.
  func end(_ threshold: Double) -> Double {
    var (low, high) = (1.0, 2.0)
    while truth(high) > threshold, high < 1e6 { (low, high) = (high, 2 * high) }
    while high - low > 0.5 {
      let middle = 0.5 * (low + high)
      if truth(middle) > threshold { low = middle } else { high = middle }
    }
    return high
  }
}
