/// Waits that double up to a limit, with some chance in them.
struct Backoff {
  private var attempts: Int64 = 0
  private var random: UInt64

  init(seed: UInt64) { random = seed }

  mutating func reset() { attempts = 0 }

  /// The next wait in ns, at most `longest` and its jitter.
  mutating func next(first: Int64, longest: Int64, jitter: Double) -> Int64 {
    let doubled = min(first << min(attempts, 20), longest)
    attempts += 1
    return max(0, doubled + Int64(Double(doubled) * jitter * (2 * fraction() - 1)))
  }

  /// A number from 0 to below 1 (SplitMix64: Steele, Lea and Flood 2014).
  private mutating func fraction() -> Double {
    random &+= 0x9E37_79B9_7F4A_7C15
    var mixed = random
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((mixed ^ (mixed >> 31)) >> 11) * 0x1p-53
  }
}
