import CellAnalysis

/// A life whose law, knee and end are known.
struct GeneratedLife {
  var points: [FadePoint]

  /// Draws `count` cycles, each with noise of this size; neighbours are alike by `correlation`.
  init(
    _ law: DrawnLaw, _ count: Int, every spacing: Double = 1, noise size: Double = 0.002,
    correlation: Double = 0, seed: Int
  ) {
    var noise = RepeatableNoise(seed: UInt64(seed) &* 7919 &+ 13)
    var error = noise.normal()
    var throughput = 0.0
    points = []
    for k in 1...max(1, count) {
      let cycle = Double(k) * spacing
      error = correlation * error + (1 - correlation * correlation).squareRoot() * noise.normal()
      throughput += law.truth(cycle) * spacing
      points.append(
        FadePoint(
          cycle: cycle, equivalentFullCycles: throughput,
          stateOfHealth: law.truth(cycle) + size * error))
    }
  }
}

/// How the lives of one figure are drawn.
struct Circumstances {
  var name: String
  var seed: Int
  /// Noise as a share of the capacity, and the correlation of neighbours, drawn from these.
  var noise: ClosedRange<Double> = 0.002...0.002
  var correlation: ClosedRange<Double>
  /// The cycle of the end of life.
  var ends: ClosedRange<Double> = 300...1200

  func drawn(_ kind: DrawnLaw.Kind, _ number: Int) -> (law: DrawnLaw, Double, Double, Double) {
    var random = RepeatableNoise(seed: UInt64(seed + number))
    let end = random.between(ends)
    let law = DrawnLaw(kind, end: end, &random)
    return (law, end, random.between(noise), random.between(correlation))
  }
}

extension RepeatableNoise {
  mutating func between(_ range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
  }
}
