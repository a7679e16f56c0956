/// Eight doubles that move together.
///
/// Loops over columns add into lane `k mod 8` for element `k`, and the lanes are summed in one
/// fixed order at the end. The result therefore has the same bits on every processor and for
/// every way of cutting a column into chunks.
public typealias Lanes = SIMD8<Double>

extension UnsafePointer<Double> {
  /// Eight values from `index` on; no alignment is asked.
  @inline(__always)
  func lanes(at index: Int) -> Lanes {
    unsafe UnsafeRawPointer(self + index).loadUnaligned(as: Lanes.self)
  }
}

extension Lanes {
  /// The lanes without their signs.
  @inline(__always)
  var magnitudes: Lanes {
    let bits = unsafe unsafeBitCast(self, to: SIMD8<UInt64>.self)
    return unsafe unsafeBitCast(bits & 0x7FFF_FFFF_FFFF_FFFF, to: Lanes.self)
  }

  /// The sum of the lanes, always added in the same order.
  public var total: Double {
    ((self[0] + self[1]) + (self[2] + self[3])) + ((self[4] + self[5]) + (self[6] + self[7]))
  }
}
