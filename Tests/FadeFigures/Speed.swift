import CellAnalysis
import Foundation

/// How long a life of 10,000 cycles takes once its table exists, and a derivative.
enum Speed {
  static func print() {
    let life = (1...10_000).map { (k: Int) -> FadePoint in
      let n = Double(k)
      return FadePoint(cycle: n, equivalentFullCycles: n, stateOfHealth: 1 - 2e-5 * n + wobble(k))
    }
    let times = (0..<7).map { _ in
      let start = ContinuousClock.now
      _ = LifeFade(life)
      return start.duration(to: .now) / .milliseconds(1)
    }.sorted()
    derivative()
    Swift.print("life of 10,000 cycles: median \(fixed(times[3], 1)) ms")
  }

  private static func wobble(_ k: Int) -> Double { 0.002 * sin(Double(k) * 12.9898) }

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
      "dQ/dV of 8,000 points: \(fixed(time / 500, 3)) ms; 500 of them: \(fixed(time, 0)) ms",
      peaks > 0 ? "" : "without a peak")
  }
}
