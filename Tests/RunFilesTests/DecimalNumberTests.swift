import Foundation
import Testing

@testable import RunFiles

/// The judge is `strtod` of the C library, which rounds correctly.
struct DecimalNumberTests {
  private let both = NumberText.DecimalMarks(point: true, comma: true)

  private func value(_ text: String) -> Double? {
    let bytes = Array(text.utf8)
    return NumberText.value(bytes.span, marks: both)
  }

  private func expectAgreement(_ text: String) {
    let expected = unsafe strtod(text, nil)
    guard let value = value(text), value.bitPattern == expected.bitPattern else {
      Issue.record("\(text): \(String(describing: value(text))) is not \(expected)")
      return
    }
  }

  @Test(arguments: [
    "0", "-0", "0.0", "1", "-1.5", ".5", "5.", "+3", "3.18216", "1e22", "1e23", "8.5e22",
    "9007199254740993", "9007199254740992.999", "9007199254740993.000000000000000000001",
    "0.1", "0.30000000000000004", "2.2250738585072014e-308", "4.9e-324", "2.4703282292062327e-324",
    "1.7976931348623157e308", "1e-400", "123456789012345678901234567890", "1e-22", "1e-23",
    "6.02214076e23", "1.00000000000000011102230246251565404", "0.000000000000000000000001",
    "9223372036854775808", "18446744073709551615", "99999999999999999999", "7.2057594037927933e16",
    "1090544144181609348671888949248", "3.7976730054396704", "4.071119785308838",
  ])
  func `hard and plain cases agree with strtod`(text: String) { expectAgreement(text) }

  @Test func `random digits and exponents agree with strtod`() {
    // A million by default; DENCHI_NUMBER_TESTS asks for another count.
    let count =
      ProcessInfo.processInfo.environment["DENCHI_NUMBER_TESTS"].flatMap(Int.init) ?? 1_000_000
    var random = SplitMix(state: 20_240_920)
    var failures = 0
    for _ in 0..<count where failures < 10 {
      let digits = random.next() >> (random.next() % 64)
      let exponent = Int(random.next() % 131) - 75
      let expected = unsafe strtod("\(digits)e\(exponent)", nil)
      let value = DecimalNumber.nearest(digits / 10, exponent: exponent)
      let judged = unsafe strtod("\(digits / 10)e\(exponent)", nil)
      if value.bitPattern != judged.bitPattern {
        failures += 1
        Issue.record("\(digits / 10)e\(exponent): \(value) is not \(judged)")
      }
      if digits < 10_000_000_000_000_000_000,
        DecimalNumber.nearest(digits, exponent: exponent).bitPattern != expected.bitPattern
      {
        failures += 1
        Issue.record("\(digits)e\(exponent) is not \(expected)")
      }
    }
  }

  @Test func `numbers half way between two doubles go to the even one`() {
    var random = SplitMix(state: 7)
    for _ in 0..<20_000 {
      // An integer of 54 bits that is odd lies half way between two doubles.
      let half = (random.next() >> 10) | (1 << 53) | 1
      for neighbour in [half - 1, half, half + 1] { expectAgreement("\(neighbour)") }
      let small = Double(random.next() >> 11) * 0x1p-40
      expectAgreement("\(small)")
    }
  }

  @Test(arguments: ["", "-", "+", ".", "e5", "1e", "1e+", "1.2.3", "1,2,3", "0x10", "inf", "1 2"])
  func `other texts are no numbers`(text: String) { #expect(value(text) == nil) }

  @Test func `a power of ten costs no rounding`() {
    let bytes = Array("2500.1".utf8)
    // 2500.1 mA is 2.5001 A to the last bit; 2500.1 * 0.001 is not.
    #expect(NumberText.value(bytes.span, marks: both, power: -3) == 2.5001)
  }
}

/// Sebastiano Vigna's splitmix64: the same numbers on every machine.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
