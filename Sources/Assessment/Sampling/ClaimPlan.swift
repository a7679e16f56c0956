/// What it takes to pass a lower limit: instruments, and cells.
public struct ClaimPlan: Sendable, Equatable, Codable {
  public var limit: Double
  public var target: Double
  public var unit: String
  /// The largest expanded uncertainty with which a cell at the target passes guarded with U.
  public var allowedUncertainty: Double
  /// The instruments that `cell.json` declares; absent where they give no budget.
  public var own: Own?
  public var classes: [InstrumentClass]
  public var text: Words

  enum CodingKeys: String, CodingKey {
    case limit, target, unit
    case allowedUncertainty = "allowedExpandedUncertainty"
    case own = "declaredInstruments"
    case classes, text
  }

  /// What the declared instruments would do at the target.
  public struct Own: Sendable, Equatable, Codable, OneLine {
    public var expandedUncertainty: Double
    /// Cells of which the mean passes; absent where no number does.
    public var cells: Int?
  }

  /// A class of instruments, and the number of cells with it.
  public struct InstrumentClass: Sendable, Equatable, Codable, OneLine {
    public var name: String
    /// Half-widths: percent of voltage, current and time, and mm of each length.
    public var voltage: Double
    public var current: Double
    public var time: Double
    public var length: Double
    public var expandedUncertainty: Double
    /// Cells of which the mean passes; absent where no number does.
    public var cells: Int?

    enum CodingKeys: String, CodingKey {
      case name
      case voltage = "voltage_percent"
      case current = "current_percent"
      case time = "time_percent"
      case length = "length_mm"
      case expandedUncertainty, cells
    }
  }

  /// Classes from the tolerance of secondary-cell standards (RULES B, TOL) to a calibrated bench.
  private static let known: [(name: String, v: Double, i: Double, t: Double, mm: Double)] = [
    ("standard tolerance", 1, 1, 0.1, 0.1), ("0.5 %", 0.5, 0.5, 0.1, 0.05),
    ("0.1 %", 0.1, 0.1, 0.01, 0.02), ("0.05 %", 0.05, 0.05, 0.01, 0.02),
    ("0.02 %", 0.02, 0.02, 0.01, 0.01),
  ]

  /// - Parameters:
  ///   - target: the energy density that is aimed at, above zero.
  ///   - lengths: each length in mm with the power in which it enters the volume.
  ///   - spread: standard deviation among cells, in percent of the target.
  ///   - limit: what the claim must reach.
  ///   - unit: the unit of the limit.
  ///   - declared: relative standard uncertainty with the cell's own instruments, in percent.
  public init(
    limit: Double, target: Double, unit: String, lengths: [(length: Double, power: Double)],
    spread: Double, declared: Double? = nil
  ) {
    self.limit = limit
    self.target = target
    self.unit = unit
    allowedUncertainty = target - limit
    classes = Self.known.map { known in
      var variance = known.v * known.v + known.i * known.i + known.t * known.t
      for (length, power) in lengths {
        let part = power * known.mm / length * 100
        variance += part * part
      }
      let relative = (variance / 3).squareRoot()
      let expanded = UncertaintyBudget.coverageFactor * relative / 100 * target
      return InstrumentClass(
        name: known.name, voltage: known.v, current: known.i, time: known.t, length: known.mm,
        expandedUncertainty: expanded,
        cells: Self.cells(target - limit - expanded, spread: spread / 100 * target))
    }
    own = declared.map { relative in
      let expanded = UncertaintyBudget.coverageFactor * relative / 100 * target
      return Own(
        expandedUncertainty: expanded,
        cells: Self.cells(target - limit - expanded, spread: spread / 100 * target))
    }
    let first = classes.first { $0.cells != nil }
    text =
      first.map { found in
        Words(
          en: "\(found.name) instruments and \(found.cells ?? 1) cells give a guarded pass",
          ja: "\(found.name)級の計器とセル\(found.cells ?? 1)個でガードバンド付きの適合となる")
      }
      ?? Words(
        en: "no class of instruments here gives a guarded pass; raise the target",
        ja: "ここに挙げた計器ではガードバンド付きの適合にならない。目標値を上げること")
  }

  /// The fewest cells, up to 1000, whose mean keeps the room.
  private static func cells(_ room: Double, spread: Double) -> Int? {
    guard room >= 0 else { return nil }
    guard spread > 0 else { return 1 }
    return (2...1000).first { count in
      (SampleStatistics.meanFactor(count: count) ?? .infinity) * spread <= room
    }
  }
}
