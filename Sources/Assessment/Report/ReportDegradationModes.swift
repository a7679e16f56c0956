import CellAnalysis
import CellData

/// The files of the half-cell curves, as they were read.
public struct ReportHalfCells: Sendable, Equatable, Codable {
  public var positive: Curve
  public var negative: Curve

  /// One file.
  public struct Curve: Sendable, Equatable, Codable, OneLine {
    public var name: String
    public var sha256: String
    public var bytes: Int
    public var points: Int
    /// The columns, and what the lithiation was made from.
    public var lithiation: String
    public var voltage: String
    public var scale: String

    public init(
      name: String, sha256: String, bytes: Int, points: Int, lithiation: String, voltage: String,
      scale: String
    ) {
      self.name = name
      self.sha256 = sha256
      self.bytes = bytes
      self.points = points
      self.lithiation = lithiation
      self.voltage = voltage
      self.scale = scale
    }
  }

  public init(positive: Curve, negative: Curve) {
    self.positive = positive
    self.negative = negative
  }
}

/// What half-cell curves say of slow sweeps of the life.
public struct ReportDegradationModes: Sendable, Equatable, Codable {
  public var halfCells: ReportHalfCells?
  /// Empty where no sweep is slow enough; then ``refusal`` says so.
  public var series: [Series]
  public var refusal: Words?

  /// The sweeps of one direction at one slow current, in order of age.
  public struct Series: Sendable, Equatable, Codable {
    public var direction: String
    public var current: Double
    public var rate: Double
    public var ages: [Age]

    enum CodingKeys: String, CodingKey {
      case direction
      case current = "current_A"
      case rate = "cRate"
      case ages
    }
  }

  /// One sweep; losses are shares of the first age, 0 to 1.
  public struct Age: Sendable, Equatable, Codable {
    public var cycle: Int
    public var input: String
    public var step: Int
    public var lossOfLithiumInventory: ReportInterval?
    public var lossOfPositiveMaterial: ReportInterval?
    public var lossOfNegativeMaterial: ReportInterval?
    public var positiveCapacity: ReportInterval
    public var negativeCapacity: ReportInterval
    public var lithiumInventory: ReportInterval
    public var overpotential: ReportInterval
    public var positiveLithiation: Window
    public var negativeLithiation: Window
    public var residual: Double
    public var autocorrelation: Double
    /// Why the numbers may not mean what they say.
    public var warnings: [Warning]

    enum CodingKeys: String, CodingKey {
      case cycle, input, step, lossOfLithiumInventory, lossOfPositiveMaterial
      case lossOfNegativeMaterial
      case positiveCapacity = "positiveCapacity_Ah"
      case negativeCapacity = "negativeCapacity_Ah"
      case lithiumInventory = "lithiumInventory_Ah"
      case overpotential = "overpotential_V"
      case positiveLithiation, negativeLithiation
      case residual = "residual_V"
      case autocorrelation = "residualAutocorrelation"
      case warnings
    }

    init(_ age: DegradationModes.Age) {
      cycle = age.cycle
      input = age.input
      step = age.step
      lossOfLithiumInventory = (age.loss?.lithiumInventory).map(ReportInterval.init)
      lossOfPositiveMaterial = (age.loss?.positiveMaterial).map(ReportInterval.init)
      lossOfNegativeMaterial = (age.loss?.negativeMaterial).map(ReportInterval.init)
      let balance = age.balance
      positiveCapacity = ReportInterval(balance.positiveCapacity)
      negativeCapacity = ReportInterval(balance.negativeCapacity)
      lithiumInventory = ReportInterval(balance.lithiumInventory)
      overpotential = ReportInterval(balance.overpotential)
      positiveLithiation = Window(
        start: balance.positiveWindow.start, end: balance.positiveWindow.end)
      negativeLithiation = Window(
        start: balance.negativeWindow.start, end: balance.negativeWindow.end)
      residual = balance.residual.value
      autocorrelation = balance.autocorrelation
      warnings = ElectrodeBalance.Doubt.allCases.filter(balance.doubts.contains).map {
        Warning(code: $0.rawValue, message: $0.words)
      }
    }
  }

  /// Lithiations at both ends of a sweep.
  public struct Window: Sendable, Equatable, Codable, OneLine {
    public var start: Double
    public var end: Double
  }

  public struct Warning: Sendable, Equatable, Codable, OneLine {
    public var code: String
    public var message: Words
  }

  init(_ modes: DegradationModes, halfCells: ReportHalfCells?) {
    self.halfCells = halfCells
    series = modes.series.map {
      Series(
        direction: $0.direction.rawValue, current: $0.current.value, rate: $0.rate,
        ages: $0.ages.map(Age.init))
    }
    guard series.isEmpty else { return }
    let limit = DegradationModes.fastestRate.significant(2)
    let found = modes.slowestRate
    refusal = Words(
      en: "No sweep is slow enough for half-cell curves: "
        + (found.map { "the slowest is \($0.significant(3))C" } ?? "none was kept")
        + ", at most \(limit)C is needed.",
      ja: "ハーフセル曲線で解析できる遅い充放電がない。"
        + (found.map { "最も遅いもので\($0.significant(3))C。" } ?? "")
        + "\(limit)C以下が必要である。")
  }
}

extension ElectrodeBalance.Doubt {
  /// The doubt for people.
  var words: Words {
    switch self {
    case .positiveAndNegative:
      Words(
        en: "the sweep does not tell the losses of the two electrodes apart",
        ja: "この充放電からは両極の損失を区別できない")
    case .positiveAndLithium:
      Words(
        en: "the sweep does not tell a loss of positive material from one of lithium",
        ja: "正極材料の損失とリチウムの損失を区別できない")
    case .negativeAndLithium:
      Words(
        en: "the sweep does not tell a loss of negative material from one of lithium",
        ja: "負極材料の損失とリチウムの損失を区別できない")
    case .undetermined:
      Words(
        en: "an interval is wider than a tenth of its value", ja: "区間が値の1割より広い")
    case .anotherSolution:
      Words(
        en: "another balance of the electrodes fits as well",
        ja: "別の電極バランスでも同じくらい合う")
    case .curveTooShort:
      Words(
        en: "the cell goes on where a half-cell curve ends",
        ja: "ハーフセル曲線の端を越えて使われている")
    case .poorFit:
      Words(
        en: "the half-cell curves do not describe this cell", ja: "ハーフセル曲線がこのセルに合わない")
    case .fastSweep:
      Words(
        en: "the current is high for voltages near equilibrium",
        ja: "平衡に近い電圧とするには電流が大きい")
    }
  }
}
