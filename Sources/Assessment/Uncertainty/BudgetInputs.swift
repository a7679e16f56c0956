import CellAnalysis
import CellData

/// Gathers the lines of a budget from a discharge and the declared instruments.
struct BudgetInputs {
  let cell: Cell
  let row: RateRow
  let shape: Cell.Dimensions.Shape
  /// Whether the tolerances are still open, or were already spent on the largest outline.
  let includesTolerances: Bool
  /// The day of the test, to hold calibrations against; nil where it is not known.
  let testDate: String?

  enum Outcome {
    case budget(UncertaintyBudget)
    /// Without these no uncertainty can be stated.
    case missing([Datum])
  }

  private var energy: Double { row.energy.value }
  private var meanVoltage: Double { row.energy.value / row.capacity.value }

  /// - Parameter density: energy per litre, in Wh/L.
  func budget(of density: Double) -> Outcome {
    var missing: [Datum] = []
    var lines: [UncertaintyBudget.Line] = []
    let hours = row.duration.value
    let electrical = [
      (quantity: "voltage", estimate: meanVoltage, unit: "V", peak: row.startVoltage.value),
      ("current", row.current.value, "A", row.current.value), ("time", hours, "s", hours),
    ]
    for (quantity, estimate, unit, peak) in electrical {
      let gauge = Gauge(cell.instruments, quantity, testDate: testDate)
      missing += gauge.missing(peak: peak)
      lines += gauge.lines(
        quantity, on: .energy, estimate: estimate, unit: unit,
        sensitivity: density / estimate)
    }
    lines.append(cutOff(density))
    lines += temperature(density, &missing)
    lines += volume(density, &missing)
    lines += cell.furtherUncertainties.map { further(density, $0) }
    guard missing.isEmpty else { return .missing(missing) }
    return .budget(
      UncertaintyBudget(
        value: density, unit: WattHourPerLitre.symbol, lines: lines, leftOut: leftOut))
  }

  /// What the sampling interval can hide at the end: at the cut-off voltage, not at the mean.
  private func cutOff(_ density: Double) -> UncertaintyBudget.Line {
    .init(
      "cut-off.sampling", on: .energy, estimate: row.capacity.value, unit: "Ah", .rectangular,
      width: row.endUncertainty.value, divisor: 3.0.squareRoot(),
      sensitivity: density * row.endVoltage.value / energy)
  }

  private func temperature(
    _ density: Double, _ missing: inout [Datum]
  ) -> [UncertaintyBudget.Line] {
    guard let slope = cell.temperatureSensitivity else { return [] }
    let gauge = Gauge(cell.instruments, "temperature", testDate: testDate)
    guard let mean = row.meanTemperature?.value else {
      missing.append(.measuredTemperature)
      return []
    }
    missing += gauge.missing(peak: row.maximumTemperature?.value ?? mean)
    return gauge.lines(
      "temperature", on: .energy, estimate: mean, unit: "degC",
      sensitivity: density * slope.doubleValue / 100)
  }

  private func further(
    _ density: Double, _ item: Cell.FurtherUncertainty
  ) -> UncertaintyBudget.Line {
    .init(
      "further.\(item.name)", on: item.subject == .energy ? .energy : .volume, estimate: 100,
      unit: "%", .normal, width: item.percent.doubleValue, divisor: 1, sensitivity: density / 100)
  }

  private var leftOut: [Words] {
    var words: [Words] = []
    if cell.temperatureSensitivity == nil,
      !cell.furtherUncertainties.contains(where: { $0.name == "temperature" })
    {
      words.append(
        Words(
          en: "the cell's temperature: temperatureSensitivity_percentPerK is not declared",
          ja: "セル温度の影響：temperatureSensitivity_percentPerKの申告がない"))
    }
    if testDate == nil, cell.instruments.contains(where: { $0.calibration?.dueDate != nil }) {
      words.append(
        Words(
          en: "whether calibrations were valid: neither the data nor testReport.dateTested give "
            + "the day of the test",
          ja: "校正の有効性：データにもtestReport.dateTestedにも試験日がない"))
    }
    return words
  }
}

// MARK: - Volume

extension BudgetInputs {
  private typealias Length = (key: String, value: Double, power: Double)

  private static func lengths(of shape: Cell.Dimensions.Shape) -> [Length] {
    switch shape {
    case .cylinder(let diameter, let height):
      [("diameter", diameter.quantity.value, 2), ("height", height.quantity.value, 1)]
    case .prism(let width, let height, let thickness):
      [
        ("width", width.quantity.value, 1), ("height", height.quantity.value, 1),
        ("thickness", thickness.quantity.value, 1),
      ]
    }
  }

  private func volume(_ density: Double, _ missing: inout [Datum]) -> [UncertaintyBudget.Line] {
    let gauge = Gauge(cell.instruments, "dimension", testDate: testDate)
    let hasGauge = cell.instruments.contains { $0.quantity == "dimension" }
    var lines: [UncertaintyBudget.Line] = []
    var byGauge: [UncertaintyBudget.Line] = []
    // The instrument read the declared lengths; the largest outline is reckoned from them.
    let declared = Dictionary(
      uniqueKeysWithValues: Self.lengths(of: cell.dimensions?.shape ?? shape)
        .map { ($0.key, $0.value) })
    for (key, value, power) in Self.lengths(of: shape) {
      let sensitivity = -density * power / value
      if let tolerance = tolerance(of: key) {
        if includesTolerances {
          lines.append(
            .init(
              "dimension.\(key).tolerance", on: .volume, estimate: value, unit: "mm",
              .rectangular, width: tolerance, divisor: 3.0.squareRoot(), sensitivity: sensitivity)
          )
        }
      } else if !hasGauge {
        missing.append(.dimensionAccuracy)
      }
      guard hasGauge else { continue }
      missing += gauge.missing(peak: declared[key] ?? value)
      byGauge += gauge.lines(
        "dimension.\(key)", on: .volume, estimate: value, unit: "mm", sensitivity: sensitivity)
    }
    missing = missing.uniqued()
    return lines + byGauge + [correlation(byGauge)].compactMap(\.self)
  }

  private func tolerance(of key: String) -> Double? {
    let dimensions = cell.dimensions
    return (dimensions?.ownTolerances[key] ?? dimensions?.tolerance)?.quantity.value
  }

  /// One calliper's own error moves all lengths the same way.
  private func correlation(_ lines: [UncertaintyBudget.Line]) -> UncertaintyBudget.Line? {
    guard let r = cell.dimensions?.correlation?.doubleValue, r > 0 else { return nil }
    var variance = 0.0
    for (i, a) in lines.enumerated() {
      for b in lines[(i + 1)...]
      where a.key != b.key && a.instrument == b.instrument && a.kind == b.kind {
        variance += 2 * r * a.contribution * b.contribution
      }
    }
    guard variance > 0 else { return nil }
    return .init(
      "dimension.correlation", on: .volume, estimate: r, unit: "1", .correlation,
      width: variance.squareRoot(), divisor: 1, sensitivity: 1)
  }
}

extension UncertaintyBudget.Line {
  /// `diameter` of `dimension.diameter.accuracy`.
  fileprivate var key: Substring? { source.split(separator: ".").dropFirst().first }
  /// `accuracy` of it.
  fileprivate var kind: Substring? { source.split(separator: ".").last }
}

extension [Datum] {
  /// Each datum once, in the order of its first appearance.
  func uniqued() -> [Datum] {
    var seen: Set<String> = []
    return filter { seen.insert($0.datum).inserted }
  }
}
