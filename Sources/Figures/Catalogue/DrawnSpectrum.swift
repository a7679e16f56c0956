import Assessment

/// An impedance spectrum as figures need it; ohm, hertz, the true sign of the imaginary part.
public struct DrawnSpectrum: Sendable, Equatable {
  /// One frequency.
  public struct Point: Sendable, Equatable {
    public var frequency: Double
    public var real: Double
    public var imaginary: Double
    /// Of the fitted circuit.
    public var fitReal: Double?
    public var fitImaginary: Double?
    /// Of the test of Kramers and Kronig, in percent of |Z|.
    public var residualReal: Double?
    public var residualImaginary: Double?
    /// Off by more than the test allows.
    public var isRefused: Bool

    public init(
      frequency: Double, real: Double, imaginary: Double, fitReal: Double? = nil,
      fitImaginary: Double? = nil, residualReal: Double? = nil, residualImaginary: Double? = nil,
      isRefused: Bool = false
    ) {
      self.frequency = frequency
      self.real = real
      self.imaginary = imaginary
      self.fitReal = fitReal
      self.fitImaginary = fitImaginary
      self.residualReal = residualReal
      self.residualImaginary = residualImaginary
      self.isRefused = isRefused
    }

    var magnitude: Double { (real * real + imaginary * imaginary).squareRoot() }
    var isFinite: Bool {
      frequency.isFinite && frequency > 0 && real.isFinite && imaginary.isFinite
    }
  }

  /// A name that no other spectrum has.
  public var key: String
  public var age: Double?
  public var points: [Point]
  public var circuit: String?
  /// R1, R2 and R3 with half the width of the 95 % interval, in ohm.
  public var parts: [Part]

  public struct Part: Sendable, Equatable {
    public var name: String
    public var value: Double
    public var error: Double?
    /// The frequency that it belongs to, in Hz.
    public var frequency: Double?

    public init(name: String, value: Double, error: Double? = nil, frequency: Double? = nil) {
      self.name = name
      self.value = value
      self.error = error
      self.frequency = frequency
    }
  }

  public init(
    key: String, age: Double? = nil, points: [Point], circuit: String? = nil, parts: [Part] = []
  ) {
    self.key = key
    self.age = age
    self.points = points
    self.circuit = circuit
    self.parts = parts
  }

  /// The spectra of a report, or the one at a place counted from 1.
  static func all(
    in report: Report, for kind: FigureKind, only place: Int?
  ) throws(FigureRefusal) -> [DrawnSpectrum] {
    let spectra = report.impedance?.spectra ?? []
    guard !spectra.isEmpty else {
      throw FigureRefusal(
        kind, en: "the report holds no impedance spectrum", ja: "報告書にインピーダンススペクトルがありません")
    }
    if let place, !spectra.indices.contains(place - 1) {
      throw FigureRefusal(
        kind, en: "there is no spectrum \(place); the report holds \(spectra.count)",
        ja: "スペクトル\(place)はありません。報告書には\(spectra.count)個あります")
    }
    let chosen = place.map { [spectra[$0 - 1]] } ?? spectra
    let drawn = chosen.compactMap(DrawnSpectrum.init)
    guard !drawn.isEmpty else {
      throw FigureRefusal(
        kind,
        en:
          "the report carries no points of its spectra; it was written by an older Denchi: analyse "
          + "the data again",
        ja: "報告書にスペクトルの点がありません。古い版の報告書です。データを解析し直してください")
    }
    return drawn
  }

  init?(_ spectrum: ReportSpectrum) {
    guard let data = spectrum.data, !data.isEmpty else { return nil }
    let refused = Set(
      (spectrum.kramersKronig?.inconsistent ?? []).filter { $0.answer != "inductive" }
        .map(\.frequency))
    let parts = [("R1", spectrum.r1), ("R2", spectrum.r2), ("R3", spectrum.r3)].compactMap {
      name, part in
      part.map {
        Part(
          name: name, value: $0.value, error: $0.high.map { [value = $0.value] in $0 - value },
          frequency: $0.frequency)
      }
    }
    self.init(
      key: spectrum.age.map { "\($0.digits(5))" } ?? spectrum.input, age: spectrum.age,
      points: data.map {
        Point(
          frequency: $0.frequency, real: $0.real, imaginary: $0.imaginary, fitReal: $0.fitReal,
          fitImaginary: $0.fitImaginary, residualReal: $0.residualReal,
          residualImaginary: $0.residualImaginary, isRefused: refused.contains($0.frequency))
      }, circuit: spectrum.circuit?.circuit, parts: parts)
  }

  /// At most `limit` spectra, the first and the last among them; inks and marks by age.
  static func styled(_ spectra: [DrawnSpectrum], limit: Int = 7) -> [(
    spectrum: DrawnSpectrum, ink: Ink, mark: PointMark
  )] {
    let ordered = spectra.enumerated().sorted {
      ($0.element.age ?? 0, $0.offset) < ($1.element.age ?? 0, $1.offset)
    }.map(\.element)
    let count = min(limit, ordered.count)
    let chosen = (0..<count).map { ordered[count > 1 ? $0 * (ordered.count - 1) / (count - 1) : 0] }
    let inks = Ink.ordered(count, Ink.age)
    return chosen.indices.map {
      (chosen[$0], count == 1 ? .voltage : inks[$0], PointMark.of($0))
    }
  }

  /// What a label says of the spectrum.
  func label(_ language: FigureLanguage) -> String {
    age.map { language.pick("age \($0.digits(5))", "経過 \($0.digits(5))") } ?? key
  }

  func words(_ unit: DrawnUnit, _ language: FigureLanguage) -> String {
    let list = parts.map { part in
      let value =
        part.error.map { "(\(UncertainNumber.text(unit(part.value), unit($0))))" }
        ?? unit(part.value).digits(4)
      return "\(part.name) = \(value) \(unit.symbol)"
        + (part.frequency.map {
          language.pick(" at ", "（") + "\($0.digits(2)) Hz" + language.pick("", "）")
        } ?? "")
    }
    return ([circuit].compactMap(\.self) + list).joined(separator: " · ")
  }
}

extension DrawnUnit {
  /// The unit of impedances: thousandths where the largest |Z| is below a tenth of an ohm.
  init(of spectra: [DrawnSpectrum]) {
    self.init(
      "ohm", largest: spectra.flatMap(\.points).filter(\.isFinite).map(\.magnitude).max() ?? 0)
  }
}
