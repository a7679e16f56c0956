import CellData
import Foundation
import TestSupport
import Testing

@testable import CellAnalysis

struct CircuitFitTests {
  private func fit(
    _ circuit: String, _ spectrum: MendedSpectrum, _ settings: FitSettings = FitSettings()
  ) throws -> CircuitFit {
    try #require(try CircuitFitter(Circuit(parsing: circuit), settings).fit(spectrum))
  }

  @Test func `an exact spectrum gives its parameters back without a guess`() throws {
    let spectrum = MendedSpectrum(ClosedForm.cell(ClosedForm.parameters))
    let fit = try fit("R0-p(R1,CPE1)-p(R2,CPE2)-W1", spectrum)
    for (a, b) in zip(fit.parameters, ClosedForm.parameters) {
      #expect(abs(a.value / b - 1) < 1e-6, "\(a.name)")
    }
  }

  /// The least sum of squares of sixty starts with SciPy, from no guess here.
  @Test(.enabled(if: GoldenSpectra.isThere), arguments: GoldenSpectra.names)
  func `the reference minimum of a real spectrum is reached`(name: String) throws {
    let reference = try #require(
      try GoldenSpectra.expected(name)["reference_minimum_ours"] as? [String: Any])
    let squares = try #require(reference["sum_sq_relative"] as? Double)
    let circuit = try #require(reference["circuit"] as? String)
    let fit = try fit(circuit, GoldenSpectra.spectrum(name))
    #expect(fit.squares <= squares * (1 + 1e-6))
    let values = try #require(reference["params"] as? [Double])
    for (a, b) in zip(fit.parameters, values) where fit.squares > squares * (1 - 1e-6) {
      guard let error = a.standardError else { continue }
      #expect(abs(a.value - b) < 0.1 * error, "\(a.name)")
    }
  }

  @Test(.enabled(if: GoldenSpectra.isThere))
  func `the published three-arc fit of a cell is found to four digits`() throws {
    let name = "pydrttools_LIB_data"
    let fit = try fit(
      "L1-R0-p(R1,CPE1)-p(R2,CPE2)-p(R3,CPE3)", GoldenSpectra.spectrum(name))
    // doi 10.1016/j.electacta.2020.137493, in the order of the time constants.
    let published: [(String, Double)] = [
      ("L1", 8.089537e-7), ("R0", 0.10941405), ("R1", 0.01415569), ("R2", 0.01531571),
      ("R3", 0.04158963), ("CPE2.alpha", 0.94143712), ("CPE3.alpha", 0.79678433),
    ]
    for (name, value) in published {
      let found = try #require(fit[name]?.value)
      #expect(abs(found / value - 1) < 1e-4, "\(name)")
    }
    #expect(abs(100 * fit.rootMeanSquare - 0.0845588) < 1e-6)
  }

  @Test func `a fixed value stays and is told apart`() throws {
    let spectrum = MendedSpectrum(ClosedForm.cell(ClosedForm.parameters))
    let fit = try fit(
      "R0-p(R1,CPE1)-p(R2,CPE2)-W1", spectrum, FitSettings(fixed: ["R0": 0.02, "CPE1.Q": 0.2]))
    #expect(fit["R0"]?.isFixed == true)
    #expect(abs((fit["R0"]?.value ?? 0) - 0.02) < 1e-15)
    #expect(fit["R0"]?.standardError == nil)
    #expect(abs((fit["R1"]?.value ?? 0) / 0.01 - 1) < 1e-5)
    #expect(throws: CircuitError.self) {
      try CircuitFitter(Circuit(parsing: "R0-C1"), FitSettings(fixed: ["R9": 1]))
    }
  }

  @Test func `intervals cover and the profile agrees where the surface is quadratic`() throws {
    var noise = SeededGenerator(seed: 7)
    let values = (0..<122).map { _ in 0.001 * Self.normal(&noise) }
    let spectrum = MendedSpectrum(ClosedForm.cell(ClosedForm.parameters, shift: { values[$0] }))
    let fit = try fit(
      "R0-p(R1,CPE1)-p(R2,CPE2)-W1", spectrum, FitSettings(profiles: .everywhere))
    let r0 = try #require(fit["R0"])
    let profile = try #require(r0.profile)
    let (low, high) = (try #require(profile.low), try #require(profile.high))
    #expect(low < r0.value && r0.value < high)
    let width = try #require(r0.high) - (try #require(r0.low))
    #expect(abs((high - low) / width - 1) < 0.1)
  }

  @Test func `a parameter at its bound has no symmetric interval`() throws {
    // An ideal capacitor: the exponent of a CPE goes to 1.
    var p = ClosedForm.parameters
    p[6] = 1
    let fit = try fit("R0-p(R1,CPE1)-p(R2,CPE2)-W1", MendedSpectrum(ClosedForm.cell(p)))
    let alpha = try #require(fit["CPE2.alpha"])
    #expect(alpha.value > 0.999_999)
    if alpha.isAtBound {
      #expect(alpha.standardError == nil)
      // The profile still says how far below the bound it may be.
      #expect(alpha.profile?.high == nil)
      #expect((alpha.profile?.low ?? 0) > 0.99)
    }
  }

  @Test func `fewer numbers than parameters give no fit`() throws {
    let spectrum = MendedSpectrum(
      Spectrum(
        name: "few", frequency: Column([100, 10, 1]), real: Column([1, 2, 3]),
        imaginary: Column([-1, -1, -1])))
    #expect(spectrum.isRefused)
    #expect(try CircuitFitter(Circuit(parsing: "R0-C1")).fit(spectrum) == nil)
    let five = MendedSpectrum(
      Spectrum(
        name: "five", frequency: Column([1000, 100, 10, 1, 0.1]), real: Column([1, 1, 2, 3, 3]),
        imaginary: Column([-0.1, -0.2, -1, -0.2, -0.1])))
    let large = "R0-p(R1,CPE1)-p(R2,CPE2)-p(R3,CPE3)-W1"
    #expect(try CircuitFitter(Circuit(parsing: large)).fit(five) == nil)
  }

  @Test func `every weight finds an exact spectrum`() throws {
    let spectrum = MendedSpectrum(ClosedForm.cell(ClosedForm.parameters))
    for weights in FitWeights.allCases {
      let fit = try fit(
        "R0-p(R1,CPE1)-p(R2,CPE2)-W1", spectrum, FitSettings(weights: weights))
      #expect(abs((fit["R0"]?.value ?? 0) / 0.02 - 1) < 1e-4, "\(weights)")
    }
  }

  static func normal(_ generator: inout SeededGenerator) -> Double {
    let u = Double.random(in: 1e-12..<1, using: &generator)
    let v = Double.random(in: 0..<1, using: &generator)
    return (-2 * log(u)).squareRoot() * cos(2 * .pi * v)
  }
}
