import Foundation
import Testing

@testable import VirtualBench

/// Expected values: the system's mathematics library, which is another implementation.
struct PortableFunctionsTests {
  @Test func `the exponential agrees with the system's to four units in the last place`() {
    for step in -7000...7000 {
      let x = Double(step) / 10 + 0.001_234_567
      let expected = exp(x)
      #expect(abs(exponential(x) - expected) <= 4 * expected.ulp, "at \(x)")
    }
  }

  @Test func `the exponential has the limits of the real one`() {
    #expect(exponential(0) == 1)
    #expect(exponential(-.infinity) == 0)
    #expect(exponential(.infinity) == .infinity)
    #expect(exponential(.nan).isNaN)
  }

  @Test func `the logarithm agrees with the system's`() {
    for step in 1...20_000 {
      let x = Double(step) / 10_007
      #expect(abs(naturalLogarithm(x) - log(x)) <= 1e-15 * max(1, abs(log(x))), "at \(x)")
    }
    #expect(naturalLogarithm(1) == 0)
    #expect(naturalLogarithm(0).isNaN)
    #expect(naturalLogarithm(-1).isNaN)
  }
}
