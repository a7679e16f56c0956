/// Random numbers that are the same for the same seed, on every platform and in every version.
///
/// The generator is xoshiro256++ seeded through SplitMix64 (Blackman and Vigna, "Scrambled linear
/// pseudorandom number generators", ACM TOMS 47(4), 2021); normal deviates come from the polar
/// method (Marsaglia and Bray, SIAM Review 6(3), 1964).
public struct SeededNoise: RandomNumberGenerator, Sendable {
  private var a: UInt64
  private var b: UInt64
  private var c: UInt64
  private var d: UInt64
  private var spare: Double?

  public init(seed: UInt64) {
    var state = seed
    let words = (0..<4).map { _ in Self.splitMix(&state) }
    self.init(state: (words[0], words[1], words[2], words[3]))
  }

  /// A generator in a given state, which must not be all zero.
  init(state: (UInt64, UInt64, UInt64, UInt64)) {
    (a, b, c, d) = state
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    let sum = a &+ d
    let result = ((sum << 23) | (sum >> 41)) &+ a
    let shifted = b << 17
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = (d << 45) | (d >> 19)
    return result
  }

  /// A number from 0 up to but not including 1, in steps of 2^-53.
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// A normal deviate of mean 0 and standard deviation 1.
  public mutating func gaussian() -> Double {
    if let value = spare {
      spare = nil
      return value
    }
    while true {
      let x = 2 * uniform() - 1
      let y = 2 * uniform() - 1
      let radius = x * x + y * y
      guard radius > 0, radius < 1 else { continue }
      let scale = (-2 * naturalLogarithm(radius) / radius).squareRoot()
      spare = y * scale
      return x * scale
    }
  }

  static func splitMix(_ state: inout UInt64) -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
