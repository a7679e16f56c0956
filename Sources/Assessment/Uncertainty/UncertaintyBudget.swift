/// The uncertainty of an energy density, line by line (JCGM 100:2008).
///
/// Every line is an error that is the same for all samples of the run: gain, offset and time base do
/// not average out, so a longer log makes none of them smaller.
public struct UncertaintyBudget: Sendable, Equatable, Codable {
  /// Unit of contribution, standard and expanded uncertainty.
  public var unit: String
  public var lines: [Line]
  /// Relative standard uncertainty of energy and of volume, in percent.
  public var energy: Double
  public var volume: Double
  /// Combined standard uncertainty.
  public var standardUncertainty: Double
  public var coverageFactor: Double
  public var expandedUncertainty: Double
  /// What is known to be left out, for want of a declaration.
  public var leftOut: [Words]

  enum CodingKeys: String, CodingKey {
    case unit, lines
    case energy = "energy_percent"
    case volume = "volume_percent"
    case standardUncertainty, coverageFactor, expandedUncertainty, leftOut
  }

  /// One input of the budget.
  public struct Line: Sendable, Equatable, Codable, OneLine {
    /// What is uncertain, such as `voltage.accuracy`.
    public var source: String
    public var instrument: String?
    public var bearsOn: Subject
    public var estimate: Double
    public var unit: String
    public var distribution: Distribution
    /// Half-width of a rectangle, or the certificate's expanded uncertainty.
    public var width: Double?
    /// What the width is divided by: √3, or the certificate's k.
    public var divisor: Double?
    /// In `unit` of the line.
    public var standardUncertainty: Double
    /// Change of the energy density per unit of this input.
    public var sensitivity: Double
    /// Sensitivity times standard uncertainty, not negative.
    public var contribution: Double
    /// Part of the combined variance, 0 to 1.
    public var share: Double
  }

  public enum Subject: String, Sendable, Codable, CaseIterable { case energy, volume }

  public enum Distribution: String, Sendable, Codable, CaseIterable {
    case rectangular, normal
    /// Twice the product of contributions that go together.
    case correlation
  }

  /// The coverage factor of expanded uncertainties: about 95 % for a normal distribution.
  public static let coverageFactor = 2.0

  /// Adds up the lines for an energy density of this value.
  init(value: Double, unit: String, lines: [Line], leftOut: [Words]) {
    let variance = lines.reduce(0) { $0 + $1.contribution * $1.contribution }
    func relative(_ subject: Subject) -> Double {
      let part = lines.filter { $0.bearsOn == subject }
        .reduce(0) { $0 + $1.contribution * $1.contribution }
      return value > 0 ? part.squareRoot() / value * 100 : 0
    }
    self.unit = unit
    self.lines = lines.map { line in
      var line = line
      line.share = variance > 0 ? line.contribution * line.contribution / variance : 0
      return line
    }
    energy = relative(.energy)
    volume = relative(.volume)
    standardUncertainty = variance.squareRoot()
    coverageFactor = Self.coverageFactor
    expandedUncertainty = Self.coverageFactor * variance.squareRoot()
    self.leftOut = leftOut
  }
}

extension UncertaintyBudget.Line {
  /// A line with a width and what it is divided by.
  init(
    _ source: String, instrument: String? = nil, on subject: UncertaintyBudget.Subject,
    estimate: Double, unit: String, _ distribution: UncertaintyBudget.Distribution,
    width: Double, divisor: Double, sensitivity: Double
  ) {
    self.init(
      source: source, instrument: instrument, bearsOn: subject, estimate: estimate, unit: unit,
      distribution: distribution, width: width, divisor: divisor,
      standardUncertainty: width / divisor, sensitivity: sensitivity,
      contribution: abs(sensitivity) * width / divisor, share: 0)
  }
}
