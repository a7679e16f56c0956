import CellData

/// The declared instruments of one quantity, as a source of uncertainty.
struct Gauge {
  private let quantity: String
  private let instruments: [(index: Int, instrument: Cell.Instrument)]
  private let testDate: String?

  init(_ all: [Cell.Instrument], _ quantity: String, testDate: String?) {
    self.quantity = quantity
    self.testDate = testDate
    instruments = all.enumerated().filter { $0.element.quantity == quantity }
      .map { ($0.offset, $0.element) }
  }

  /// What keeps the instruments from standing behind a reading of up to `peak`.
  func missing(peak: Double) -> [Datum] {
    guard !instruments.isEmpty else { return [.instrument(quantity)] }
    var missing: [Datum] = []
    for (index, instrument) in instruments {
      if !instrument.statesAccuracy { missing.append(.accuracy(index)) }
      if let range = instrument.fullScale?.doubleValue, quantity != "time", range < abs(peak) {
        missing.append(.range(index, instrument.name, range, abs(peak), Self.unit(quantity)))
      }
      guard let testDate, let calibration = instrument.calibration else { continue }
      if let due = calibration.dueDate, due < testDate {
        missing.append(.calibration(index, instrument.name, due, testDate))
      }
      if let date = calibration.date, date > testDate {
        missing.append(.laterCalibration(index, instrument.name, date, testDate))
      }
    }
    return missing
  }

  /// The lines of the instrument with the largest uncertainty.
  ///
  /// Accuracy ±(a % of reading + b % of full scale) is a rectangle; a certificate's U is divided by
  /// its k; a resolution is a rectangle of half its step. All three are counted where declared.
  func lines(
    _ name: String, on subject: UncertaintyBudget.Subject, estimate: Double, unit: String,
    sensitivity: Double
  ) -> [UncertaintyBudget.Line] {
    instruments.map { _, instrument in
      var lines: [UncertaintyBudget.Line] = []
      func add(
        _ what: String, _ distribution: UncertaintyBudget.Distribution, _ width: Double,
        _ divisor: Double
      ) {
        guard width > 0 else { return }
        lines.append(
          .init(
            "\(name).\(what)", instrument: instrument.name, on: subject, estimate: estimate,
            unit: unit, distribution, width: width, divisor: divisor, sensitivity: sensitivity))
      }
      let root = 3.0.squareRoot()
      add("accuracy", .rectangular, instrument.halfWidth(at: estimate), root)
      add("resolution", .rectangular, (instrument.resolution?.doubleValue ?? 0) / 2, root)
      if let calibration = instrument.calibration,
        let expanded = calibration.expandedUncertainty?.doubleValue,
        let k = calibration.coverageFactor?.doubleValue
      {
        add("calibration", .normal, expanded, k)
      }
      return lines
    }.max { Self.variance($0) < Self.variance($1) } ?? []
  }

  var isDeclared: Bool { !instruments.isEmpty }
  var firstIndex: Int { instruments.first?.index ?? 0 }

  /// The half-width of the least accurate instrument at a reading, without rounding.
  ///
  /// Nil where an instrument does not state its accuracy.
  func widest(at reading: DeclaredNumber, relative: Bool, unit: String) -> JudgedValue? {
    var widest: JudgedValue?
    for (index, instrument) in instruments {
      guard let (value, exact) = instrument.halfWidth(at: reading, relative: relative) else {
        return nil
      }
      guard value > widest?.stated.value.doubleValue ?? -1 else { continue }
      widest = JudgedValue(
        stated: StatedQuantity(
          value: .binary(value), unit: unit, kind: .declared, source: "instruments[\(index)]"),
        exact: exact, uncertainty: 0,
        evidence: [Evidence(.declared, key: "instruments[\(index)]", value: instrument.name)])
    }
    return widest
  }

  static let quantities = ["voltage", "current", "time", "temperature", "dimension"]

  private static func variance(_ lines: [UncertaintyBudget.Line]) -> Double {
    lines.reduce(0) { $0 + $1.contribution * $1.contribution }
  }

  static func unit(_ quantity: String) -> String {
    switch quantity {
    case "voltage": "V"
    case "current": "A"
    case "temperature": "degC"
    case "time": "s"
    default: "mm"
    }
  }
}

extension Cell.Instrument {
  var statesAccuracy: Bool {
    readingPercent != nil || fullScalePercent != nil || calibration?.expandedUncertainty != nil
  }

  /// a·x + b·FS in the unit of the quantity, or in percent of the reading x; nil where neither is
  /// declared or the reading is zero.
  func halfWidth(at reading: DeclaredNumber, relative: Bool) -> (Double, ExactRatio)? {
    guard readingPercent != nil || fullScalePercent != nil, reading.significand > 0 else {
      return nil
    }
    let one = DeclaredNumber(significand: 1, exponent: 0)
    let percent = DeclaredNumber(significand: 1, exponent: -2)
    var width = ExactSum()
    if let share = readingPercent { width.add(share, reading) }
    if let share = fullScalePercent, let full = fullScale { width.add(share, full) }
    var whole = ExactSum()
    whole.add(one, relative ? reading : one)
    var exact = ExactRatio()
    exact.multiply(by: width, over: whole)
    if !relative { exact.multiply(by: percent) }
    return (width.doubleValue / whole.doubleValue * (relative ? 1 : 0.01), exact)
  }

  /// a·x + b·FS, in the unit of the quantity.
  func halfWidth(at reading: Double) -> Double {
    (readingPercent?.doubleValue ?? 0) / 100 * abs(reading)
      + (fullScalePercent?.doubleValue ?? 0) / 100 * (fullScale?.doubleValue ?? 0)
  }
}

extension Datum {
  static let measuredTemperature = Datum(
    datum: "measurement.temperature",
    text: Words(
      en: "the cell's temperature during the discharge, since its influence is declared",
      ja: "放電中のセル温度（温度の影響が申告されているため）"))

  static let dimensionAccuracy = Datum(
    datum: "instruments.dimension",
    text: Words(
      en: "the tolerance of the dimensions, or the accuracy of the instrument that took them",
      ja: "寸法の公差、または寸法を測った計器の精度"))

  /// No instrument of this quantity is declared.
  static func instrument(_ quantity: String) -> Datum {
    Datum(
      datum: "instruments.\(quantity)",
      text: Words(
        en: "the instrument for \(quantity) with its accuracy, to state an uncertainty",
        ja: "不確かさを示すための、\(japanese[quantity] ?? quantity)の計器とその精度"))
  }

  static func accuracy(_ index: Int) -> Datum {
    Datum(
      datum: "instruments[\(index)].readingPercent",
      text: Words(
        en: "the instrument's accuracy or its certificate's uncertainty",
        ja: "計器の精度、または校正証明書の不確かさ"))
  }

  static func range(
    _ index: Int, _ name: String, _ range: Double, _ peak: Double, _ unit: String
  ) -> Datum {
    let (full, used) = (range.significant(6), peak.significant(6))
    return Datum(
      datum: "instruments[\(index)].fullScale",
      text: Words(
        en: "an instrument whose range covers the reading: \(name) ends at \(full) \(unit), and "
          + "\(used) \(unit) was used",
        ja: "測定値を含む測定範囲の計器：\(name)の範囲は\(full) \(unit)まで、使用値は\(used) \(unit)"))
  }

  static func calibration(_ index: Int, _ name: String, _ due: String, _ tested: String) -> Datum {
    Datum(
      datum: "instruments[\(index)].calibration.dueDate",
      text: Words(
        en: "a valid calibration: that of \(name) was due on \(due), before the test on \(tested)",
        ja: "有効な校正：\(name)の校正期限は\(due)で、試験日\(tested)より前"))
  }

  static func laterCalibration(
    _ index: Int, _ name: String, _ date: String, _ tested: String
  ) -> Datum {
    Datum(
      datum: "instruments[\(index)].calibration.date",
      text: Words(
        en: "a calibration before the test: \(name) was calibrated on \(date), after the test on "
          + tested,
        ja: "試験前の校正：\(name)の校正日は\(date)で、試験日\(tested)より後"))
  }

  private static let japanese = [
    "voltage": "電圧", "current": "電流", "time": "時間", "temperature": "温度", "dimension": "寸法",
  ]
}
