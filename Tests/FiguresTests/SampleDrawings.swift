import Assessment
import CellData
import Figures

/// One drawing of each kind, with numbers that were made up or are named in the tests.
enum SampleDrawings {
  static let all: [any Drawing] = [
    curves(.capacity), curves(.depth), curves(.time), melasta, depths, rates,
    Ragone(
      points: [
        .init(key: "0.2C", energy: 16.2, power: 3.2), .init(key: "2C", energy: 14.4, power: 30),
      ],
      basis: .mass, divisor: 0.069, name: "cell"),
    life, slopes(.incremental), slopes(.differential),
    Nyquist(spectra: [spectrum("a", 1), spectrum("b", 1.4)], name: "cell"),
    Nyquist(spectra: [spectrum("a", 1)], name: "cell", cursor: 1),
    Bode(spectra: [spectrum("a", 1)], name: "cell"),
    ImpedanceResidual(spectrum: spectrum("a", 1), name: "cell"), relaxation, ages,
    gauge(655, .conditionalPass), gauge(nil, .undecidedMissingData), budget, strip,
    Sparkline(points: samples(400), gaps: [gap], name: "01"),
    VoltageWindow(
      points: samples(400), lowerLimit: 3, upperLimit: 4, timeAbove: 12, timeBelow: 3, name: "cell"),
    VoltageWindow(
      spans: [
        .init(from: 0, to: 100, low: 3, high: 4.1), .init(from: 100, to: 160, low: 2.9, high: 3.5),
      ],
      lowerLimit: 3, upperLimit: 4, name: "cell"),
  ]

  static func curves(_ abscissa: DischargeCurves.Abscissa) -> DischargeCurves {
    let rates = [(0.2, 4.431), (1.0, 4.356), (3.0, 4.049)]
    return DischargeCurves(
      curves: rates.map { rate, capacity in
        DischargeCurves.Curve(
          key: "\(rate)C", current: 4.4 * rate, cRate: rate, capacity: capacity,
          duration: capacity / (4.4 * rate) * 3600,
          charge: (0..<50).map { capacity * Double($0) / 50 },
          voltage: (0..<50).map { 4.1 - 0.1 * rate - 0.02 * Double($0) }, endVoltage: 2.5,
          reachesCutOff: rate < 3)
      }, cutOff: 2.5, upperLimit: 4.2, abscissa: abscissa,
      subtitle: Words(en: "cell", ja: "セル"))
  }

  /// The five mean voltages of the Melasta cell, and the line that was laid through them elsewhere.
  static let melasta = VoltageCurrent(
    points: [
      (0.6538, 3.8728), (6.5495, 3.8300), (13.1005, 3.7949), (32.7505, 3.7200), (59.4582, 3.6413),
    ].map { VoltageCurrent.Point(current: $0.0, voltage: $0.1) },
    line: .init(
      openCircuitVoltage: 3.8573105708, resistance: 0.00380004759,
      openCircuitVoltageError: 0.01027563, resistanceError: 0.00033085902,
      worstResidual: 0.01797390),
    depth: nil, ratedCapacity: 6.55, maxTemperature: 50, name: "Melasta")

  static let depths = ResistanceDepth(
    points: (0...100).map { k -> ResistanceDepth.Point in
      let percent = Double(k)
      let isSure = k < 95
      return ResistanceDepth.Point(
        depth: percent / 100, openCircuitVoltage: 4.1 - 0.009 * percent,
        resistance: 0.03 + 0.0002 * percent, openCircuitVoltageError: isSure ? 0.002 : nil,
        resistanceError: isSure ? 0.0005 : nil, currents: isSure ? 5 : 2)
    }, name: "cell")

  static let rates = CapacityRate(
    points: [
      .init(current: 0.88, capacity: 4.43), .init(current: 4.4, capacity: 4.356, predicted: 4.35),
      .init(current: 13.2, capacity: 4.049, predicted: 4.05, low: 4.0, high: 4.1),
    ], ratedCapacity: 4.4, law: (a: 4.476, b: -0.0309), name: "cell")

  /// A straight line up to cycle 201, and twice as far beyond it.
  private static let course: Retention.Course = {
    let uses = (0...80).map { 1 + 5 * Double($0) }
    return Retention.Course(
      use: uses, value: uses.map { 1 - 0.0005 * $0 }, low: uses.map { 0.99 - 0.00055 * $0 },
      high: uses.map { 1.01 - 0.00045 * $0 }, lastUse: 201, law: "linear")
  }()

  static let life = Retention(
    points: (1...200).map { cycle -> Retention.Point in
      let isTest = cycle % 50 == 0
      return Retention.Point(
        use: Double(cycle), stateOfHealth: 1 - 0.0005 * Double(cycle), coulombicEfficiency: 0.999,
        counts: !isTest, isReferenceTest: isTest)
    }, reference: 2.9, endOfLife: .init(value: 400, low: 360, high: 450),
    course: course,
    knee: .init(value: 150, low: 140, high: 160),
    remarks: [Words(en: "A remark.", ja: "備考。")], name: "cell")

  static func slopes(_ form: CapacitySlopes.Form) -> CapacitySlopes {
    CapacitySlopes(
      curves: [(1.0, true), (1, false), (300, true), (300, false)].map { cycle, isCharge in
        let charge = (0..<200).map { 2.9 * Double($0) / 199 }
        let sign = isCharge ? 1.0 : -1.0
        return CapacitySlopes.Curve(
          key: "\(isCharge ? "charge" : "discharge") \(Int(cycle))", cycle: cycle,
          isCharge: isCharge, charge: charge,
          voltage: charge.map { (isCharge ? 3 : 4.1) + sign * 0.38 * $0 },
          slope: charge.map { sign * (0.38 + 0.2 * abs($0 - 1.4)) },
          peaks: [.init(identity: 1, position: form == .incremental ? 3.5 : 1.4, height: 0.5)],
          cRate: 0.1)
      }, form: form, smoothing: "a parabola", name: "cell")
  }

  /// Two arcs in series: the theory of R0 + R1/(1 + jωR1C1) + R2/(1 + jωR2C2).
  static func spectrum(_ key: String, _ factor: Double) -> DrawnSpectrum {
    let points = (0..<60).map { k -> DrawnSpectrum.Point in
      var frequency = 10_000.0
      for _ in 0..<k { frequency /= 1.26 }
      var (real, imaginary) = (0.02, 0.0)
      for (r, c) in [(0.03 * factor, 0.1), (0.05 * factor, 20)] {
        let x = 2 * Double.pi * frequency * r * c
        real += r / (1 + x * x)
        imaginary -= r * x / (1 + x * x)
      }
      return .init(
        frequency: frequency, real: real, imaginary: k == 0 ? 0.001 : imaginary,
        fitReal: real * 1.001,
        fitImaginary: imaginary, residualReal: 0.1, residualImaginary: -0.2, isRefused: k == 30)
    }
    return DrawnSpectrum(
      key: key, age: 100 * factor, points: points, circuit: "R0-p(R1,C1)-p(R2,C2)",
      parts: [
        .init(name: "R1", value: 0.02, error: 0.001),
        .init(name: "R3", value: 0.01, frequency: 0.01),
      ])
  }

  static let relaxation = RelaxationDistribution(
    times: [0.001, 0.01, 0.1, 1, 10], density: [0, 0.002, 0.004, 0.001, 0],
    peaks: [.init(number: 1, time: 0.1, resistance: 0.015, low: 0.014, high: 0.016)],
    polarisation: 0.0161, rule: "TR-RBF", lambda: 1e-3, name: "cell")

  static let ages = ResistanceAge(
    points: [
      .init(age: 0, r1: 0.02, r2: 0.03, r3: 0.01, error: 0.002),
      .init(age: 100, r1: 0.021, r2: 0.041, r3: 0.013, error: 0.002),
    ], place: "0.01 Hz", name: "cell")

  /// RULES.md C3: limit 650, u = 2.99.
  static func gauge(
    _ value: Double?, _ verdict: Verdict, comparison: String = "≥", u: Double = 2.99,
    band: Double = 5.98
  ) -> VerdictGauge {
    VerdictGauge(
      rule: "ED", pack: "pack", quantity: Words(en: "Volumetric energy density", ja: "体積エネルギー密度"),
      unit: "Wh/L", value: value, limit: 650, comparison: comparison, expandedUncertainty: 2 * u,
      guardBand: band, probability: value == nil ? nil : 0.953, verdict: verdict,
      decisionRule: Words(en: "guarded, w = U", ja: "ガードバンド w = U"),
      change: Words(en: "energy up", ja: "エネルギーが増える"),
      missing: value == nil ? [Words(en: "the energy", ja: "エネルギー")] : [])
  }

  /// RULES.md C2: u(E) 0.819 %, u(V) 0.556 %, u_c 0.990 %, at 650 Wh/L.
  static let budget = BudgetBars(
    bars: [
      .init(
        name: "energy.accuracy", share: 0.6844, standardUncertainty: 0.129, unit: "Wh",
        sensitivity: 41.2),
      .init(
        name: "diameter.tolerance", share: 0.2947, standardUncertainty: 0.0577, unit: "mm",
        sensitivity: -62),
      .init(
        name: "height.tolerance", share: 0.0209, standardUncertainty: 0.0577, unit: "mm",
        sensitivity: -9.3),
    ], value: 650, unit: "Wh/L", standardUncertainty: 6.435, energyPercent: 0.819,
    volumePercent: 0.556)

  static func samples(_ count: Int) -> [TracePoint] {
    (0..<count).map { TracePoint(time: Double($0), value: 3.5 + 0.6 * Double($0 % 97) / 97) }
  }

  static let gap = StripChart.Gap(
    from: 399, to: 406, cause: "no-answer", words: Words(en: "no answer", ja: "応答なし"))

  static let strip = StripChart(
    traces: [
      .init(.voltage, points: samples(400) + [TracePoint(time: 407, value: 3.6)]),
      .init(
        .current, points: samples(400).map { TracePoint(time: $0.time, value: $0.value - 3.8) }),
      .init(.temperature, points: samples(400)), .init(.charge, points: samples(400)),
    ], gaps: [gap], steps: [.init(time: 0, number: 1, mode: "rest")],
    alarms: [.init(time: 50, quantity: .voltage, limit: 4.05)], now: 430, name: "cell")
}
