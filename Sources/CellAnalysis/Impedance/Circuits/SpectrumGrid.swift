import CellData
import ColumnKernels

/// How the residuals of a fit are weighted.
public enum FitWeights: String, Sendable, CaseIterable {
  /// By 1/|Z|: the noise is a share of the magnitude.
  case modulus
  /// All alike.
  case unit
  /// Each part by its own magnitude.
  case proportional
}

/// A spectrum laid out in lanes for a fit: eight frequencies a block, the last one filled up with
/// points of weight zero.
struct SpectrumGrid: Sendable {
  let count: Int
  let frequency: [Double]
  private(set) var logOmega: [Lanes] = []
  private(set) var omega: [Lanes] = []
  /// 1/√ω.
  private(set) var inverseRoot: [Lanes] = []
  private(set) var realPart: [Lanes] = []
  private(set) var imaginaryPart: [Lanes] = []
  private(set) var realWeight: [Lanes] = []
  private(set) var imaginaryWeight: [Lanes] = []
  let lowest: Double
  let highest: Double
  /// The middle of the magnitudes, for scales.
  let magnitude: Double

  init(_ spectrum: MendedSpectrum, weights: FitWeights = .modulus) {
    count = spectrum.count
    frequency = spectrum.frequency
    lowest = spectrum.frequency.min() ?? 1
    highest = spectrum.frequency.max() ?? 1
    let sizes = zip(spectrum.real, spectrum.imaginary).map { ($0 * $0 + $1 * $1).squareRoot() }
    magnitude = sizes.sorted()[sizes.count / 2]
    var k = 0
    while k < count {
      appendBlock(from: k, spectrum, sizes, weights)
      k += Lanes.scalarCount
    }
  }

  var blockCount: Int { omega.count }

  private mutating func appendBlock(
    from start: Int, _ spectrum: MendedSpectrum, _ sizes: [Double], _ weights: FitWeights
  ) {
    var (logs, omegas, roots) = (Lanes.zero, Lanes.zero, Lanes.zero)
    var (re, im, wr, wi) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
    for lane in 0..<Lanes.scalarCount {
      let k = start + lane
      let i = min(k, count - 1)
      let w = 2 * Double.pi * spectrum.frequency[i]
      omegas[lane] = w
      logs[lane] = Portable.log(w)
      roots[lane] = 1 / w.squareRoot()
      re[lane] = spectrum.real[i]
      im[lane] = spectrum.imaginary[i]
      guard k < count else { continue }
      switch weights {
      case .modulus: (wr[lane], wi[lane]) = (1 / sizes[i], 1 / sizes[i])
      case .unit: (wr[lane], wi[lane]) = (1, 1)
      case .proportional:
        let floor = 1e-6 * sizes[i]
        wr[lane] = 1 / max(abs(spectrum.real[i]), floor)
        wi[lane] = 1 / max(abs(spectrum.imaginary[i]), floor)
      }
    }
    logOmega.append(logs)
    omega.append(omegas)
    inverseRoot.append(roots)
    realPart.append(re)
    imaginaryPart.append(im)
    realWeight.append(wr)
    imaginaryWeight.append(wi)
  }
}
