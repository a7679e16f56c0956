import CellAnalysis
public import CellData

/// The energy density under one named convention, with its uncertainty.
public struct ConventionValue: Sendable, Equatable, Codable {
  public var convention: Cell.EnergyConvention
  public var text: Words
  public var quantity: StatedQuantity
  /// The budget of a measured energy; absent for a declared one, which is taken as declared.
  public var uncertainty: UncertaintyBudget?
  /// Without what no uncertainty can be stated.
  public var missing: [Datum]?
}

extension EnergyDensity {
  /// The value under every convention for which the data suffice.
  ///
  /// - Complexity: O(conventions × rows).
  static func values(
    of cell: Cell?, discharge: RateCharacteristics?, steps: [String: [Step]], testDate: String?
  ) -> [ConventionValue] {
    guard let cell, let dimensions = cell.dimensions, dimensions.litres > 0 else { return [] }
    let rows = (discharge?.rows ?? []).filter { $0.exclusion == nil && $0.energy.value.isFinite }
    return Cell.EnergyConvention.allCases.compactMap { convention in
      let shape = convention.isOfLargestOutline ? dimensions.largestShape : dimensions.shape
      guard let shape else { return nil }
      if !convention.isMeasured { return declared(convention, cell: cell, shape: shape) }
      guard cell.ratedCapacity != nil, let discharge,
        let row = row(for: convention, among: rows, cell: cell)
      else { return nil }
      var value = ConventionValue(
        convention: convention, text: convention.words,
        quantity: measured(
          row, selection: convention.selection, discharge: discharge,
          start: start(of: row, in: steps[row.input] ?? []),
          volume: volume(of: shape, basis: dimensions.basis, largest: convention.isOfLargestOutline)
        ))
      let inputs = BudgetInputs(
        cell: cell, row: row, shape: shape,
        includesTolerances: !convention.isOfLargestOutline, testDate: testDate)
      switch inputs.budget(of: value.quantity.value.doubleValue) {
      case .missing(let missing): value.missing = missing
      case .budget(let budget):
        value.uncertainty = budget
        value.quantity.expandedUncertainty = budget.expandedUncertainty
        value.quantity.coverageFactor = budget.coverageFactor
      }
      return value
    }
  }

  private static func row(
    for convention: Cell.EnergyConvention, among rows: [RateRow], cell: Cell
  ) -> RateRow? {
    switch convention {
    case .measuredFifthC, .measuredFifthCLargest: nearest(to: rate, among: rows)
    case .measuredSlowest, .measuredSlowestLargest:
      nearest(to: rate, among: rows) == nil ? rows.min { $0.current < $1.current } : nil
    case .measuredReported, .measuredReportedLargest:
      cell.reportedRate.flatMap { nearest(to: $0.doubleValue, among: rows) }
    case .ratedNominal, .japaneseProductSafety: nil
    }
  }

  /// The row nearest to a rate, if it lies within the tolerance of it.
  static func nearest(to rate: Double, among rows: [RateRow]) -> RateRow? {
    func distance(_ row: RateRow) -> Double { row.cRate.map { abs($0 / rate - 1) } ?? .infinity }
    guard let row = rows.min(by: { distance($0) < distance($1) }),
      distance(row) <= rateTolerance
    else { return nil }
    return row
  }

  private static func declared(
    _ convention: Cell.EnergyConvention, cell: Cell, shape: Cell.Dimensions.Shape
  ) -> ConventionValue? {
    let volume = volume(
      of: shape, basis: cell.dimensions?.basis, largest: convention.isOfLargestOutline)
    guard let quantity = declared(cell: cell, volume: volume) else { return nil }
    return ConventionValue(convention: convention, text: convention.words, quantity: quantity)
  }
}

extension Cell.EnergyConvention {
  var selection: EnergyDensityConvention.Selection {
    switch self {
    case .measuredSlowest, .measuredSlowestLargest: .slowestFullDischarge
    case .measuredReported, .measuredReportedLargest: .reportedRate
    default: .nearestToFifthC
    }
  }

  public var words: Words {
    switch self {
    case .measuredFifthC:
      Words(en: "measured at 0.2C, declared dimensions", ja: "0.2Cでの測定エネルギー、申告寸法")
    case .measuredFifthCLargest:
      Words(en: "measured at 0.2C, largest outline", ja: "0.2Cでの測定エネルギー、最大外形寸法")
    case .measuredSlowest:
      Words(
        en: "measured at the slowest rate, declared dimensions",
        ja: "最も低いレートでの測定エネルギー、申告寸法")
    case .measuredSlowestLargest:
      Words(
        en: "measured at the slowest rate, largest outline",
        ja: "最も低いレートでの測定エネルギー、最大外形寸法")
    case .measuredReported:
      Words(
        en: "measured at the reported rate, declared dimensions",
        ja: "報告レートでの測定エネルギー、申告寸法")
    case .measuredReportedLargest:
      Words(
        en: "measured at the reported rate, largest outline",
        ja: "報告レートでの測定エネルギー、最大外形寸法")
    case .ratedNominal:
      Words(en: "rated capacity times nominal voltage, declared dimensions", ja: "定格容量×公称電圧、申告寸法")
    case .japaneseProductSafety:
      Words(
        en:
          "product-safety convention of Japan: rated capacity times rated voltage, largest outline",
        ja: "電気用品安全法の計算：定格容量×定格電圧、最大外形寸法")
    }
  }
}
