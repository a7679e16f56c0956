import CellData
import Foundation
import Testing

@testable import CellAnalysis

/// What spectra at several temperatures and states of charge say together.
struct ConditionTests {
  /// R0, R1 and R2 in ohm, and the factor of the second arc's time constant; the rest is fixed.
  private func spectrum(
    _ r: (Double, Double, Double), slower: Double = 1, age: Double, celsius: Double = 25,
    charge: Double = 50
  ) throws -> SpectrumFindings {
    let tau = 0.05 * slower
    var spectrum = ClosedForm.cell(
      [r.0, r.1, pow(1e-3, 0.9) / r.1, 0.9, r.2, pow(tau, 0.9) / r.2, 0.9, 0.002])
    spectrum.conditions = SpectrumConditions(
      age: age, ageUnit: .cycle, stateOfCharge: Percents(charge), temperature: Celsius(celsius))
    return try SpectrumFindings(
      spectrum,
      .init(circuit: Circuit(parsing: "R0-p(R1,CPE1)-p(R2,CPE2)-W1"), method: .nonNegative))
  }

  /// exp(E/R · (1/T − 1/298.15 K)) for an energy in kJ/mol.
  private func arrhenius(_ energy: Double, _ celsius: Double) -> Double {
    exp(energy * 1000 / 8.31446261815324 * (1 / (celsius + 273.15) - 1 / 298.15))
  }

  @Test func `the activation energy of each part is that of the closed form`() throws {
    let spectra = try [5.0, 25, 45].map { celsius in
      try spectrum(
        (
          0.02 * arrhenius(15, celsius), 0.01 * arrhenius(50, celsius),
          0.03 * arrhenius(50, celsius)
        ), age: 1, celsius: celsius)
    }
    let findings = ImpedanceFindings(spectra)
    let found = Dictionary(uniqueKeysWithValues: findings.activation.map { ($0.part, $0.energy) })
    #expect(abs((found[.r1] ?? 0) - 15) < 0.1)
    #expect(abs((found[.r2] ?? 0) - 50) < 0.1)
    #expect(findings.activation.first?.temperatures == [5, 25, 45])
    // One age alone is no trend.
    #expect(findings.trend == nil)
  }

  @Test func `the trend is that of the condition with most ages, others stand beside it`() throws {
    var spectra: [SpectrumFindings] = []
    for age in 0..<4 {
      let growth = 1 + 0.2 * Double(age)
      spectra.append(try spectrum((0.02, 0.01, 0.03 * growth), age: Double(age)))
      if age < 2 {
        spectra.append(
          try spectrum((0.02, 0.01, 0.06 * growth), age: Double(age), celsius: 5))
      }
    }
    let findings = ImpedanceFindings(spectra)
    #expect(findings.trend?.points.count == 4)
    #expect(findings.trend?.conditions.temperature == Celsius(25))
    #expect(findings.otherTrends.map(\.points.count) == [2])
    #expect(findings.causes?.missing.contains(.twoTemperatures) == false)
    #expect(findings.causes?.missing.contains(.twoStatesOfCharge) == true)
  }

  @Test func `an R1 that gains the same at every temperature points to contact`() throws {
    let cold = arrhenius(15, 0)
    let spectra = [
      try spectrum((0.02, 0.01, 0.03), age: 0), try spectrum((0.028, 0.01, 0.03), age: 100),
      try spectrum((0.02 * cold, 0.01, 0.03), age: 0, celsius: 0),
      try spectrum((0.02 * cold + 0.008, 0.01, 0.03), age: 100, celsius: 0),
    ]
    let causes = try #require(ImpedanceFindings(spectra).causes)
    let contact = try #require(causes.hypotheses.first)
    #expect(contact.cause == .contactLoss)
    #expect(contact.evidenceFor.contains(.addedR1IgnoresTemperature))
    let electrolyte = causes.hypotheses.first { $0.cause == .electrolyteLoss }
    #expect(electrolyte?.evidenceAgainst.contains(.addedR1IgnoresTemperature) == true)
  }

  @Test func `an R1 that gains like itself at every temperature does not`() throws {
    let cold = arrhenius(15, 0)
    let spectra = [
      try spectrum((0.02, 0.01, 0.03), age: 0), try spectrum((0.028, 0.01, 0.03), age: 100),
      try spectrum((0.02 * cold, 0.01, 0.03), age: 0, celsius: 0),
      try spectrum((0.028 * cold, 0.01, 0.03), age: 100, celsius: 0),
    ]
    let causes = try #require(ImpedanceFindings(spectra).causes)
    let contact = causes.hypotheses.first { $0.cause == .contactLoss }
    #expect(contact?.evidenceAgainst.contains(.addedR1FollowsTemperature) == true)
  }

  @Test func `an R2 that gains the same at every state of charge points to the film`() throws {
    let spectra = [
      try spectrum((0.02, 0.01, 0.03), age: 0), try spectrum((0.02, 0.02, 0.03), age: 100),
      try spectrum((0.02, 0.01, 0.09), age: 0, charge: 10),
      try spectrum((0.02, 0.02, 0.09), age: 100, charge: 10),
    ]
    let causes = try #require(ImpedanceFindings(spectra).causes)
    #expect(causes.hypotheses.first?.cause == .filmGrowth)
    #expect(causes.hypotheses.first?.evidenceFor.contains(.addedR2IgnoresCharge) == true)
  }

  @Test func `a slow arc that keeps its time constant lost area, one that slows did not`() throws {
    for (slower, expected) in [(1.0, true), (1.8, false)] {
      let spectra = [
        try spectrum((0.02, 0.01, 0.03), age: 0),
        try spectrum((0.02, 0.01, 0.054), slower: slower, age: 100),
      ]
      let causes = try #require(ImpedanceFindings(spectra).causes)
      let area = try #require(causes.hypotheses.first { $0.cause == .reactionAreaLoss })
      #expect(area.evidenceFor.contains(.slowArcKeepsItsTime) == expected)
      #expect(area.evidenceAgainst.contains(.slowArcSlows) != expected)
    }
  }
}
