#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Magnitude and phase made into parts.
enum PolarNumber {
  static func parts(
    magnitude: Double, phase: Double, isRadian: Bool
  ) -> (real: Double, imaginary: Double) {
    let angle = isRadian ? phase : phase * .pi / 180
    return (magnitude * cos(angle), magnitude * sin(angle))
  }
}
