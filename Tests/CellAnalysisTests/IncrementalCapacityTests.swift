import CellAnalysis
import CellData
import Foundation
import TestSupport
import Testing

/// dQ/dV of a curve whose derivative is known in closed form.
struct IncrementalCapacityTests {
  /// A charge whose dQ/dV is a floor and two bells: Q(V) = floor·V + Σ area·Φ((V − centre)/width).
  private func curve(noise: Double, samples: Int = 4000, shift: Double = 0)
    -> (charge: [Double], voltage: [Double])
  {
    var generator = SeededGenerator(seed: 3)
    var pairs: [(Double, Double)] = []
    for k in 0...samples {
      let v = 3.2 + Double(k) / Double(samples)
      let first: Double = 0.5 * phi((v - 3.6 - shift) / 0.05)
      let second: Double = 0.3 * phi((v - 3.9) / 0.04)
      let q: Double = 0.4 * (v - 3.2) + first + second
      pairs.append((q, v))
    }
    return (pairs.map(\.0), pairs.map { $0.1 + noise * generator.normal() })
  }

  private func phi(_ z: Double) -> Double { 0.5 * erfc(-z / 2.0.squareRoot()) }

  @Test(arguments: [0.0, 0.0005, 0.001])
  func `both bells are found at their centres with their heights`(noise: Double) throws {
    let (charge, voltage) = curve(noise: noise)
    let smooth = try #require(IncrementalCapacity(charge: charge, voltage: voltage))
    let peaks = smooth.peaks()
    try #require(peaks.count == 2)
    for (peak, truth) in zip(peaks, [(3.6, 0.5, 0.05), (3.9, 0.3, 0.04)]) {
      #expect(abs(peak.position.value - truth.0) < 0.02)
      let height = 0.4 + truth.1 / (truth.2 * (2 * Double.pi).squareRoot())
      #expect(abs(peak.height / height - 1) < 0.06)
      #expect(peak.low <= peak.position && peak.position <= peak.high)
    }
  }

  @Test func `the noise is found and more of it asks for more smoothing`() throws {
    let quiet = curve(noise: 0.0001)
    let loud = curve(noise: 0.002)
    let a = try #require(IncrementalCapacity(charge: quiet.charge, voltage: quiet.voltage))
    let b = try #require(IncrementalCapacity(charge: loud.charge, voltage: loud.voltage))
    #expect(b.halfWidth > a.halfWidth)
    #expect(b.noise > a.noise)
  }

  @Test func `a peak that moves keeps its identity`() throws {
    var ages: [[CapacityPeak]] = []
    for shift in [0, 0.02, 0.04] {
      let (charge, voltage) = curve(noise: 0.0005, shift: shift)
      let smooth = try #require(IncrementalCapacity(charge: charge, voltage: voltage))
      ages.append(smooth.peaks())
    }
    let identities = CapacityPeak.followed(ages).map { peaks in peaks.map { $0.identity } }
    #expect(identities == [[1, 2], [1, 2], [1, 2]])
  }

  /// V(Q) whose derivative is a floor and one bell at 0.6 Ah: 0.3 V/Ah + 2 V/Ah at the top.
  private func step(noise: Double, at place: Double = 0.6) -> IncrementalCapacity? {
    var generator = SeededGenerator(seed: 8)
    var (charge, voltage): ([Double], [Double]) = ([], [])
    for k in 0...4000 {
      let q = Double(k) / 4000
      let bell: Double = 2 * 0.03 * (2 * Double.pi).squareRoot() * phi((q - place) / 0.03)
      charge.append(q)
      voltage.append(3.2 + 0.3 * q + bell + noise * generator.normal())
    }
    return IncrementalCapacity(charge: charge, voltage: voltage)
  }

  @Test(arguments: [0.0, 0.001])
  func `a bell of dV/dQ is found at its charge with its height and its volts`(noise: Double) throws
  {
    let peaks = try #require(step(noise: noise)).voltagePeaks()
    try #require(peaks.count == 1)
    #expect(abs(peaks[0].position.value - 0.6) < 0.01)
    #expect(peaks[0].low.value <= 0.6 && 0.6 <= peaks[0].high.value)
    #expect(abs(peaks[0].height - 2.3) < max(0.05, 2.5 * peaks[0].heightError))
    #expect(abs(peaks[0].height / 2.3 - 1) < 0.1)
    // Between the feet lie the bell's volts and some of the floor.
    let bell = 2 * 0.03 * (2 * Double.pi).squareRoot()
    #expect(peaks[0].leastArea.value >= 0.8 * bell)
    #expect(peaks[0].leastArea <= peaks[0].area && peaks[0].area <= peaks[0].mostArea)
  }

  @Test func `a peak of dV/dQ that moves keeps its identity`() throws {
    let ages = try [0.6, 0.57, 0.54].map { try #require(step(noise: 5e-4, at: $0)).voltagePeaks() }
    let identities = VoltagePeak.followed(ages).map { peaks in peaks.map { $0.identity } }
    #expect(identities == [[1], [1], [1]])
  }

  @Test func `a handful of samples has no derivative`() {
    #expect(IncrementalCapacity(charge: [0, 1, 2], voltage: [3, 3.1, 3.2]) == nil)
    #expect(
      IncrementalCapacity(
        charge: Array(repeating: 1, count: 100), voltage: Array(repeating: 3, count: 100)) == nil)
  }
}
