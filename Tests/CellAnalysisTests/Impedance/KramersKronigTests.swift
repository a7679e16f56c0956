import CellData
import Foundation
import Testing

@testable import CellAnalysis

struct KramersKronigTests {
  /// impedance.py 1.7.1, linKK in complex mode with c = 0.85.
  @Test(.enabled(if: GoldenSpectra.isThere), arguments: GoldenSpectra.names)
  func `elements, mu and residual are those of another program`(name: String) throws {
    let peer = try #require(try GoldenSpectra.expected(name)["impedance.py"] as? [String: Any])
    let golden = try #require(peer["linKK_complex_c0.85"] as? [String: Any])
    let test = try #require(KramersKronigTest(try GoldenSpectra.spectrum(name)))
    #expect(test.elements == golden["M"] as? Int)
    #expect(abs(test.mu - (golden["mu"] as? Double ?? 0)) < 1e-6)
    #expect(abs(100 * test.rootMeanSquare - (golden["rms_residual_pct"] as? Double ?? 0)) < 1e-6)
  }

  @Test func `a spectrum from a circuit is consistent at every frequency`() throws {
    let test = try #require(
      KramersKronigTest(MendedSpectrum(ClosedForm.cell(ClosedForm.parameters))))
    #expect(test.answers.allSatisfy { $0 == .consistent })
    #expect(test.isTrusted)
  }

  @Test func `a cell that changes at low frequencies is drift, one bad point is noise`() throws {
    var spectrum = ClosedForm.cell(ClosedForm.parameters)
    for k in 45...60 { spectrum.real.values[k] *= 1 + 0.03 * Double(k - 44) }
    let drift = try #require(KramersKronigTest(MendedSpectrum(spectrum)))
    #expect(drift.answers.contains(.drift) || drift.answers.contains(.noise))

    var single = ClosedForm.cell(ClosedForm.parameters)
    single.real.values[30] *= 1.08
    let noise = try #require(KramersKronigTest(MendedSpectrum(single)))
    #expect(noise.answers[30] == .noise)
    #expect(noise.isTrusted)
  }

  @Test(arguments: [1, 180 / Double.pi])
  func `magnitude and phase in the place of parts are recognised`(turn: Double) throws {
    var polar = ClosedForm.cell(ClosedForm.parameters)
    for k in polar.real.values.indices {
      let (x, y) = (polar.real.values[k], polar.imaginary.values[k])
      polar.real.values[k] = (x * x + y * y).squareRoot()
      polar.imaginary.values[k] = atan2(y, x) * turn
    }
    let findings = try SpectrumFindings(polar)
    #expect(findings.findings.map(\.code) == [.looksLikeMagnitudeAndPhase])
    #expect(!findings.isInterpreted)
    // A spectrum that is inconsistent in both readings is only that.
    for k in polar.real.values.indices where k % 2 == 0 { polar.real.values[k] *= 1.2 }
    #expect(try SpectrumFindings(polar).findings.isEmpty)
  }

  @Test func `data that no passive cell gives are not trusted`() throws {
    var spectrum = ClosedForm.cell(ClosedForm.parameters)
    for k in spectrum.real.values.indices {
      spectrum.real.values[k] *= 1 + 0.2 * sin(Double(k) * 2.2)
    }
    let test = try #require(KramersKronigTest(MendedSpectrum(spectrum)))
    #expect(!test.isTrusted)
  }
}

struct MendedSpectrumTests {
  private func mended(
    _ f: [Double], _ re: [Double], _ im: [Double], stated: Bool = true
  ) -> MendedSpectrum {
    MendedSpectrum(
      Spectrum(
        name: "x", frequency: Column(f), real: Column(re), imaginary: Column(im),
        signIsStated: stated))
  }

  @Test func `missing numbers and zero frequencies are left out and counted`() {
    let spectrum = mended(
      [1000, 100, 0, 10, .nan, 1, 0.1, 0.01], [1, 1, 1, .nan, 1, 1, 1, 1],
      [-1, -1, -1, -1, -1, -1, -1, -1])
    #expect(spectrum.frequency == [1000, 100, 1, 0.1, 0.01])
    #expect(spectrum.findings.contains(SpectrumFinding(.missingValue, .warning, count: 2)))
    #expect(spectrum.findings.contains(SpectrumFinding(.frequencyNotPositive, .warning)))
  }

  @Test func `a rising sweep is turned without remark, a mixed one with`() {
    let f: [Double] = [1, 10, 100, 1000, 10000]
    let flat = Array(repeating: 1.0, count: 5)
    let minus = flat.map { -$0 }
    #expect(mended(f, flat, minus).findings.isEmpty)
    #expect(mended(f, flat, minus).frequency.first == 10000)
    let mixed = mended([10, 1, 100, 1000, 10000], flat, minus)
    #expect(mixed.findings.map(\.code) == [.frequenciesUnsorted])
  }

  @Test func `equal frequencies are averaged`() {
    let spectrum = mended(
      [1000, 100, 100, 10, 1, 0.1], [1, 2, 4, 1, 1, 1], [-1, -1, -3, -1, -1, -1])
    #expect(spectrum.real[1] == 3)
    #expect(spectrum.imaginary[1] == -2)
    #expect(spectrum.findings.map(\.code) == [.duplicateFrequency])
  }

  @Test func `a positive imaginary part is turned where nothing was stated, else refused`() {
    let f: [Double] = [10000, 1000, 100, 10, 1]
    let plus = Array(repeating: 1.0, count: 5)
    let open = mended(f, plus, plus, stated: false)
    #expect(open.imaginary == plus.map { -$0 })
    #expect(open.findings.map(\.code) == [.imaginarySignTurned])
    let stated = mended(f, plus, plus)
    #expect(stated.isRefused)
    #expect(stated.findings.map(\.code) == [.inductiveThroughout])
  }
}
