extension Lanes {
  /// 2 to the power of each lane of whole numbers that stand in the low bits of a double, as after
  /// 2^52 + 2^51 was added to them; they must lie between −1022 and 1023.
  ///
  /// - Complexity: two integer operations on all lanes.
  @inlinable
  public var powersOfTwo: Lanes {
    let bits = unsafe unsafeBitCast(self, to: SIMD8<UInt64>.self)
    return unsafe unsafeBitCast((bits &+ 1023) &<< 52, to: Lanes.self)
  }
}
