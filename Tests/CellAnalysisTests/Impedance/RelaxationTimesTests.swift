import CellData
import Foundation
import Testing

@testable import CellAnalysis

struct RelaxationTimesTests {
  /// Two RC elements: 10 mΩ at 1 ms and 20 mΩ at 0.1 s, in series with 5 mΩ.
  private var twoPeaks: MendedSpectrum {
    let f = (0...70).map { pow(10, 4 - Double($0) / 10) }
    var (re, im): ([Double], [Double]) = ([], [])
    for f in f {
      var z = (0.005, 0.0)
      for (r, tau) in [(0.01, 1e-3), (0.02, 0.1)] {
        let u = 2 * Double.pi * f * tau
        z.0 += r / (1 + u * u)
        z.1 -= r * u / (1 + u * u)
      }
      re.append(z.0)
      im.append(z.1)
    }
    return MendedSpectrum(
      Spectrum(name: "two", frequency: Column(f), real: Column(re), imaginary: Column(im)))
  }

  @Test(arguments: RelaxationTimes.Method.allCases)
  func `two relaxations are found with their time constants and resistances`(
    method: RelaxationTimes.Method
  ) throws {
    let result = try #require(RelaxationTimes(twoPeaks, method: method, noise: 71e-6))
    let large = result.peaks.filter { $0.resistance > 1e-3 }
    #expect(large.count == 2)
    for (peak, truth) in zip(large, [(1e-3, 0.01), (0.1, 0.02)]) {
      #expect(abs(log10(peak.time / truth.0)) < 0.1)
      #expect(abs(peak.resistance / truth.1 - 1) < 0.05)
    }
    #expect(abs(result.seriesResistance / 0.005 - 1) < 0.05)
    let sum = result.peaks.reduce(0) { $0 + $1.resistance }
    #expect(abs(sum / result.polarisation - 1) < 1e-9)
  }

  /// pyimpspec 5.1.3: the better half of its TR-NNLS, and its TR-RBF.
  @Test(.enabled(if: GoldenSpectra.isThere), arguments: GoldenSpectra.names)
  func `deviations are no larger than another program's`(name: String) throws {
    let peer = try #require(try GoldenSpectra.expected(name)["pyimpspec"] as? [String: Any])
    let spectrum = try GoldenSpectra.spectrum(name)
    func squares(_ key: String) -> Double {
      (peer[key] as? [String: Any])?["pseudo_chisqr"] as? Double ?? 0
    }
    let spikes = try #require(RelaxationTimes(spectrum, method: .nonNegative))
    #expect(spikes.squares <= min(squares("TR_NNLS_real"), squares("TR_NNLS_imaginary")))
    let smooth = try #require(RelaxationTimes(spectrum, method: .radialBasis))
    #expect(smooth.squares <= squares("TR_RBF_default"))
  }

  @Test func `peaks keep their identity when one comes between`() {
    let tracking = PeakTracking([[1e-3, 0.1], [1.2e-3, 0.011, 0.12], [1.5e-3, 0.012, 0.2]])
    #expect(tracking.identities == [[1, 2], [1, 3, 2], [1, 3, 2]])
  }
}
