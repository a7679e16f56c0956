import ColumnKernels

/// Eight complex numbers that move together.
struct ComplexLanes {
  var re: Lanes
  var im: Lanes

  static let zero = ComplexLanes(re: .zero, im: .zero)
  static let one = ComplexLanes(re: Lanes(repeating: 1), im: .zero)

  @inline(__always)
  static func + (a: Self, b: Self) -> Self { Self(re: a.re + b.re, im: a.im + b.im) }

  @inline(__always)
  static func - (a: Self, b: Self) -> Self { Self(re: a.re - b.re, im: a.im - b.im) }

  @inline(__always)
  static prefix func - (a: Self) -> Self { Self(re: -a.re, im: -a.im) }

  @inline(__always)
  static func * (a: Self, b: Self) -> Self {
    Self(re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re)
  }

  @inline(__always)
  static func * (a: Self, b: Lanes) -> Self { Self(re: a.re * b, im: a.im * b) }

  @inline(__always)
  static func * (a: Self, b: Double) -> Self { Self(re: a.re * b, im: a.im * b) }

  /// 1/z.
  @inline(__always)
  var inverse: Self {
    let scale = Lanes(repeating: 1) / (re * re + im * im)
    return Self(re: re * scale, im: -im * scale)
  }

  @inline(__always)
  static func / (a: Self, b: Self) -> Self { a * b.inverse }
}
