import Testing

@testable import VirtualBench

struct SeededNoiseTests {
  // The published test values of SplitMix64 for seed 1234567.
  @Test func `the seed is spread as SplitMix64 does it`() {
    var state: UInt64 = 1_234_567
    let words = (0..<3).map { _ in SeededNoise.splitMix(&state) }
    #expect(
      words == [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423])
  }

  // By hand from the definition with state (1, 2, 3, 4): (1 + 4) rotated left by 23, plus 1; then
  // the state is (7, 0, 262146, 6 << 45), which gives the second value in the same way.
  @Test func `the generator is xoshiro256 plus plus`() {
    var noise = SeededNoise(state: (1, 2, 3, 4))
    #expect(noise.next() == 5 << 23 + 1)
    #expect(noise.next() == 58_720_359)
  }

  @Test func `the same seed gives the same numbers`() {
    var first = SeededNoise(seed: 7)
    var second = SeededNoise(seed: 7)
    var other = SeededNoise(seed: 8)
    let numbers = (0..<100).map { _ in first.gaussian() }
    #expect(numbers == (0..<100).map { _ in second.gaussian() })
    #expect(numbers != (0..<100).map { _ in other.gaussian() })
  }

  @Test func `normal deviates have the moments of the normal distribution`() {
    var noise = SeededNoise(seed: 1)
    let count = 200_000
    let values = (0..<count).map { _ in noise.gaussian() }
    func moment(_ order: Int) -> Double {
      values.reduce(0) { sum, x in sum + (0..<order).reduce(1) { power, _ in power * x } }
        / Double(count)
    }
    // Five standard errors: 1, 2, 15 and 96 are the variances of x, x², x³ and x⁴.
    let error = 5 / Double(count).squareRoot()
    #expect(abs(moment(1)) < error)
    #expect(abs(moment(2) - 1) < error * 2.0.squareRoot())
    #expect(abs(moment(3)) < error * 15.0.squareRoot())
    #expect(abs(moment(4) - 3) < error * 96.0.squareRoot())
  }
}
