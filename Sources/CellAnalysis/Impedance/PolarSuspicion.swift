import CellData

extension SpectrumFinding {
  /// That a spectrum which is inconsistent as parts is consistent as magnitude and phase.
  ///
  /// A column of phases under the label of imaginary parts, or under none, is a common slip. Only
  /// the test of Kramers and Kronig decides: numbers that obey it in the one reading do not in the
  /// other. Degrees and radians are tried.
  static func polarSuspicion(_ spectrum: Spectrum, limit: Double) -> SpectrumFinding? {
    let phases = spectrum.imaginary.values.filter(\.isFinite)
    guard spectrum.real.values.allSatisfy({ !($0 <= 0) }), let most = phases.map(abs).max(),
      most <= 180
    else { return nil }
    for unit in [Double.pi / 180, 1] where most * unit <= Double.pi {
      let mended = MendedSpectrum(spectrum.fromPolar(unit))
      guard !mended.isRefused, let test = KramersKronigTest(mended, limit: limit), test.isTrusted
      else { continue }
      return SpectrumFinding(.looksLikeMagnitudeAndPhase, .refused, count: mended.count)
    }
    return nil
  }
}

extension Spectrum {
  /// The parts, where `real` holds magnitudes and `imaginary` phases in units of `unit` radians.
  fileprivate func fromPolar(_ unit: Double) -> Spectrum {
    let turned = zip(real.values, imaginary.values).map { magnitude, phase in
      let (sine, cosine) = Portable.sineCosine(phase * unit)
      return (magnitude * cosine, magnitude * sine)
    }
    return Spectrum(
      name: name, frequency: frequency, real: Column(turned.map(\.0)),
      imaginary: Column(turned.map(\.1)), signIsStated: false)
  }
}
