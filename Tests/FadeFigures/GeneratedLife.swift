import CellAnalysis
import Foundation

/// A life whose law, knee and end are known.
struct GeneratedLife {
  var points: [FadePoint]
  /// The state of health without noise after so many cycles.
  var truth: (Double) -> Double
  var onset: Double?

  /// Draws `count` cycles, each with noise of this size; neighbours are alike by `correlation`.
  init(
    _ count: Int, every spacing: Double = 1, noise size: Double, correlation: Double = 0,
    onset: Double? = nil, seed: Int, truth: @escaping (Double) -> Double
  ) {
    var noise = RepeatableNoise(seed: UInt64(seed) &* 7919 &+ 13)
    var error = noise.normal()
    var throughput = 0.0
    points = []
    for k in 1...count {
      let cycle = Double(k) * spacing
      error = correlation * error + (1 - correlation * correlation).squareRoot() * noise.normal()
      throughput += truth(cycle) * spacing
      points.append(
        FadePoint(
          cycle: cycle, equivalentFullCycles: throughput,
          stateOfHealth: truth(cycle) + size * error))
    }
    self.truth = truth
    self.onset = onset
  }

  /// The cycle at which the law itself comes down to the threshold.
  func end(_ threshold: Double) -> Double {
    var cycle = 1.0
    while truth(cycle) > threshold, cycle < 1e6 { cycle += 1 }
    return cycle
  }
}

/// A law drawn at random with an end of life after roughly `end` cycles.
struct DrawnLaw {
  enum Kind: CaseIterable { case linear, squareRoot, power, exponential, kink, steepening }

  var kind: Kind
  var truth: (Double) -> Double
  var onset: Double?

  init(_ kind: Kind, end: Double, _ random: inout RepeatableNoise) {
    self.kind = kind
    let start = 0.99 + 0.02 * random.uniform()
    let loss = start - 0.8
    switch kind {
    case .linear: truth = { start - loss * $0 / end }
    case .squareRoot: truth = { start - loss * ($0 / end).squareRoot() }
    case .power:
      let exponent = 0.4 + 1.2 * random.uniform()
      truth = { start - loss * pow($0 / end, exponent) }
    case .exponential:
      let rate = log(start / 0.8)
      truth = { start * exp(-rate * $0 / end) }
    case .kink, .steepening:
      // A third to four fifths of the loss comes after the onset.
      let knee = (0.4 + 0.35 * random.uniform()) * end
      let early = loss * (0.25 + 0.3 * random.uniform())
      let slope = early / end
      let order = kind == .kink ? 1.0 : 2.0
      let further = (loss - early) / pow(end - knee, order)
      onset = knee
      truth = { start - slope * $0 - ($0 > knee ? further * pow($0 - knee, order) : 0) }
    }
  }
}
