import ColumnKernels

/// A starting point for a circuit with one more arc, from the fit of the smaller one.
///
/// The arc goes where it follows best what the smaller circuit left over, so that a larger circuit
/// never begins worse than the one that it contains.
struct NestedStart {
  private let spectrum: MendedSpectrum
  private let weights: FitWeights

  /// How many time constants are tried for the new arc.
  private static let tries = 28

  init(_ spectrum: MendedSpectrum, _ weights: FitWeights) {
    self.spectrum = spectrum
    self.weights = weights
  }

  /// Values of the parameters of `circuit`, which is the fitted one with the arc `label` more.
  func values(of circuit: Circuit, from fit: CircuitFit, arc label: Int) -> [Double] {
    let arc = bestArc(fit)
    let exponent = StageShapes.arcExponent
    return circuit.parameterNames.map { name in
      if let known = fit[name] { return known.value }
      if name == "R\(label)" { return arc.resistance }
      if name.hasSuffix(".alpha") { return exponent }
      return Portable.power(arc.time, exponent) / arc.resistance
    }
  }

  private func bestArc(_ fit: CircuitFit) -> (time: Double, resistance: Double) {
    let grid = SpectrumGrid(spectrum, weights: weights)
    let residuals = residuals(fit, grid)
    let first = -Portable.log(2 * .pi * grid.highest)
    let last = -Portable.log(2 * .pi * grid.lowest)
    // Where nothing is left to follow, a thousandth of the whole in the middle of the band.
    var best = (gain: 0.0, time: 0.5 * (first + last), resistance: 1e-3 * grid.magnitude)
    for k in 0..<Self.tries {
      let time = first + (last - first) * Double(k) / Double(Self.tries - 1)
      let shape = StageShapes.shape(.arc, time, grid)
      let (along, size) = (
        StageShapes.product(shape, residuals), StageShapes.product(shape, shape)
      )
      if along > 0, along * along / size > best.gain {
        best = (along * along / size, time, along / size)
      }
    }
    return (Portable.exp(best.time), best.resistance)
  }

  /// Z − Z_model, weighted, in blocks.
  private func residuals(_ fit: CircuitFit, _ grid: SpectrumGrid) -> [ComplexLanes] {
    (0..<grid.blockCount).map { b in
      var (re, im) = (grid.realPart[b], grid.imaginaryPart[b])
      for lane in 0..<Lanes.scalarCount {
        let k = min(b * Lanes.scalarCount + lane, grid.count - 1)
        re[lane] -= fit.real[k]
        im[lane] -= fit.imaginary[k]
      }
      return ComplexLanes(re: re * grid.realWeight[b], im: im * grid.imaginaryWeight[b])
    }
  }
}
