import Assessment
import Figures
import Testing

/// Nothing, one point, equal values, missing values, and sizes far out.
struct FigureEdgeTests {
  private func drawsOrRefuses(_ drawing: any Drawing) throws {
    for language in FigureLanguage.allCases {
      do {
        let drawn = try DrawnFigure(try drawing.figure(in: language))
        #expect(!drawn.svg.contains("nan") && !drawn.svg.contains("inf\""), "\(drawing)")
      } catch let refusal as FigureRefusal {
        #expect(!refusal.reason.en.isEmpty && !refusal.reason.ja.isEmpty)
      }
    }
  }

  private static let values: [[Double]] = [
    [], [1], [1, 1, 1], [.nan, .nan], [1e-12, 2e-12, 3e-12], [1e12, 2e12, 3e12], [1, .infinity, 3],
    [0, 0], [-1, 2, .nan, 5],
  ]

  @Test(arguments: values) func `discharge curves`(_ values: [Double]) throws {
    for abscissa in DischargeCurves.Abscissa.allCases {
      try drawsOrRefuses(
        DischargeCurves(
          curves: values.map {
            .init(
              key: "\($0)", current: $0, capacity: $0, duration: $0, charge: values,
              voltage: values, endVoltage: $0)
          }, cutOff: values.first, abscissa: abscissa))
    }
  }

  @Test(arguments: values) func `lines and rates`(_ values: [Double]) throws {
    try drawsOrRefuses(
      VoltageCurrent(
        points: values.map { .init(current: $0, voltage: $0) },
        line: .init(openCircuitVoltage: values.first ?? 1, resistance: values.last ?? 1), depth: 0.5
      ))
    try drawsOrRefuses(
      ResistanceDepth(
        points: values.map {
          .init(
            depth: $0, openCircuitVoltage: $0, resistance: $0, openCircuitVoltageError: $0,
            resistanceError: $0, currents: 3)
        }))
    try drawsOrRefuses(CapacityRate(points: values.map { .init(current: $0, capacity: $0) }))
    try drawsOrRefuses(Ragone(points: values.map { .init(key: "\($0)", energy: $0, power: $0) }))
  }

  @Test(arguments: values) func `lives and slopes`(_ values: [Double]) throws {
    try drawsOrRefuses(
      Retention(
        points: values.map { .init(use: $0, stateOfHealth: $0, coulombicEfficiency: $0) },
        reference: 1))
    for form in [CapacitySlopes.Form.incremental, .differential] {
      try drawsOrRefuses(
        CapacitySlopes(
          curves: [
            .init(
              key: "a", cycle: 1, isCharge: true, charge: values, voltage: values, slope: values)
          ], form: form))
    }
  }

  @Test(arguments: values) func `impedance`(_ values: [Double]) throws {
    let spectrum = DrawnSpectrum(
      key: "a", points: values.map { .init(frequency: $0, real: $0, imaginary: -$0, fitReal: $0) })
    try drawsOrRefuses(Nyquist(spectra: [spectrum]))
    try drawsOrRefuses(Nyquist(spectra: []))
    try drawsOrRefuses(Bode(spectra: [spectrum]))
    try drawsOrRefuses(ImpedanceResidual(spectrum: spectrum))
    try drawsOrRefuses(
      RelaxationDistribution(
        times: values, density: values, peaks: [], polarisation: 1, rule: "", lambda: 1))
    try drawsOrRefuses(
      ResistanceAge(points: values.map { .init(age: $0, r1: $0, r2: $0, r3: $0, error: $0) }))
  }

  @Test(arguments: values) func `verdicts, budgets and traces`(_ values: [Double]) throws {
    for value in values {
      try drawsOrRefuses(
        VerdictGauge(
          rule: "a", quantity: Words(en: "a", ja: "a"), unit: "", value: value, limit: value,
          comparison: ">", expandedUncertainty: value, guardBand: value, verdict: .fail))
    }
    try drawsOrRefuses(
      BudgetBars(
        bars: values.map {
          .init(name: "a", share: $0, standardUncertainty: $0, unit: "", sensitivity: $0)
        }, value: 1, unit: "", standardUncertainty: 1))
    let points = values.map { TracePoint(time: $0, value: $0) }
    try drawsOrRefuses(StripChart(traces: [.init(.current, points: points)]))
    try drawsOrRefuses(Sparkline(points: points))
    try drawsOrRefuses(VoltageWindow(points: points, lowerLimit: 1, upperLimit: nil))
  }
}
