/// What of a fitted circuit is diffusion: a Warburg and the arcs slower than kinetics.
struct SlowTail {
  /// An arc by the places of its parameters.
  struct PlacedArc {
    var resistance, charge, exponent: Int
    var time: Double
  }

  private let fit: CircuitFit
  private let omega: Double
  private let warburg: Int?
  private var slowArcs: [PlacedArc] = []
  /// The other arcs, by rising time constant.
  private(set) var fastArcs: [PlacedArc] = []

  init(_ fit: CircuitFit, lowest: Double) {
    self.fit = fit
    omega = 2 * .pi * lowest
    warburg = fit.parameters.firstIndex { $0.name == "W1" }
    for (k, parameter) in fit.parameters.enumerated() where parameter.name.hasPrefix("R") {
      let number = parameter.name.dropFirst()
      guard let charge = fit.parameters.firstIndex(where: { $0.name == "CPE\(number).Q" }),
        let exponent = fit.parameters.firstIndex(where: { $0.name == "CPE\(number).alpha" })
      else { continue }
      let time = Portable.power(
        parameter.value * fit.parameters[charge].value, 1 / fit.parameters[exponent].value)
      let arc = PlacedArc(resistance: k, charge: charge, exponent: exponent, time: time)
      if time > SpectrumResistances.slowest { slowArcs.append(arc) } else { fastArcs.append(arc) }
    }
    fastArcs.sort { $0.time < $1.time }
  }

  var isEmpty: Bool { warburg == nil && slowArcs.isEmpty }

  /// The magnitude at the lowest frequency, with its error by the covariance of all parameters:
  /// resistance and Q of an arc that is seen in part are known badly, what is seen is not.
  var part: SpectrumResistances.Part {
    let values = fit.parameters.map(\.value)
    let size = magnitude(values)
    guard let covariance = fit.covariance else { return .init(value: size, standardError: nil) }
    let n = values.count
    let slopes = values.indices.map { k -> Double in
      let step = 1e-5 * abs(values[k])
      var (up, down) = (values, values)
      up[k] += step
      down[k] -= step
      return step > 0 ? (magnitude(up) - magnitude(down)) / (2 * step) : 0
    }
    var variance = 0.0
    for i in 0..<n { for j in 0..<n { variance += slopes[i] * covariance[i * n + j] * slopes[j] } }
    return .init(value: size, standardError: variance > 0 ? variance.squareRoot() : nil)
  }

  private func magnitude(_ values: [Double]) -> Double {
    var (re, im) = (0.0, 0.0)
    if let warburg {
      re += values[warburg] / omega.squareRoot()
      im -= values[warburg] / omega.squareRoot()
    }
    for arc in slowArcs {
      let (r, q, alpha) = (values[arc.resistance], values[arc.charge], values[arc.exponent])
      let size = r * q * Portable.power(omega, alpha)
      let (sine, cosine) = Portable.sineCosine(alpha * .pi / 2)
      let (u, v) = (1 + size * cosine, size * sine)
      let square = u * u + v * v
      re += r * u / square
      im -= r * v / square
    }
    return (re * re + im * im).squareRoot()
  }
}
