import Assessment
import CellAnalysis
import CellData
import TestSupport

/// The worked values of the rules' reference, sections C2, C3 and C4, to the printed digits.
enum WorkedValues {
  static var all: [Figure] { volumes + budgets + sampling + risks + cells }

  // MARK: C2

  private static var volumes: [Figure] {
    [
      ("21.00", "70.00", "24.245", "651.67"), ("21.15", "70.15", "24.646", "641.09"),
      ("21.25", "70.30", "24.932", "633.72"),
    ].flatMap { (diameter, height, millilitres, density) -> [Figure] in
      let cell = DrawnCells.cylinder(diameter, height)
      let value = DrawnCells.density(of: cell, DrawnCells.row(energy: 15.80))
      return [
        Figure(
          "C2: \(diameter) × \(height) mm, mL", printed: millilitres,
          (cell.dimensions?.litres).map { $0 * 1000 }),
        Figure(
          "C2: 15.80 Wh in it, Wh/L", printed: density, value?.quantity.value.doubleValue),
      ]
    }
  }

  private static var budgets: [Figure] {
    var standard = DrawnCells.cylinder("21.00", "70.00", tolerance: "0.1")
    standard.instruments = [
      DrawnCells.instrument("voltage", reading: "1"),
      DrawnCells.instrument("current", reading: "1"),
      DrawnCells.instrument("time", reading: "0.1"),
    ]
    let coarse = budget(of: standard, at: 650)
    let fine = budget(of: good, at: 650)
    let wide = budget(of: DrawnCells.pouch("300", "100", "10", tolerance: "0.1"), at: 500)
    let thin = budget(
      of: DrawnCells.pouch("300", "100", "10", tolerance: "0.1", thicknessTolerance: "0.02"),
      at: 500)
    return [
      // √(1 + 1 + 0.01)/√3 is 0.81854 %; the reference prints 0.819, its own parts give 0.8185.
      Figure(
        "C2: standard tolerances, u(E) %", asked: "0.819 (0.8185)",
        found: coarse.map { "\(rounded($0.energy, 4))" } ?? "none",
        holds: coarse.map { abs($0.energy - 0.8185) < 0.00051 } ?? false),
      Figure("C2: the same, u(V) %", printed: "0.556", coarse?.volume),
      Figure("C2: the same, u_c %", printed: "0.990", coarse.map { $0.standardUncertainty / 6.5 }),
      Figure("C2: the same, U %", printed: "1.98", coarse.map { $0.expandedUncertainty / 6.5 }),
      Figure("C2: the same, U Wh/L at 650", printed: "12.9", coarse?.expandedUncertainty),
      Figure(
        "C2: good instruments, u_c %", printed: "0.167", fine.map { $0.standardUncertainty / 6.5 }),
      Figure("C2: the same, U %", printed: "0.33", fine.map { $0.expandedUncertainty / 6.5 }),
      Figure("C2: the same, U Wh/L at 650", printed: "2.2", fine?.expandedUncertainty),
      Figure(
        "C2: the same, U Wh/L at 500", printed: "1.7",
        budget(of: good, at: 500)?.expandedUncertainty),
      Figure("C2: pouch 300 × 100 × 10, ±0.1 mm, u(V) %", printed: "0.581", wide?.volume),
      Figure("C2: the same, thickness ±0.02 mm, u(V) %", printed: "0.131", thin?.volume),
    ]
  }

  private static var good: Cell {
    var cell = DrawnCells.cylinder("21.00", "70.00", tolerance: "0.02")
    cell.instruments = [
      DrawnCells.instrument("voltage", fullScale: ("0.02", "5")),
      DrawnCells.instrument("current", fullScale: ("0.02", "10")),
      DrawnCells.instrument("time", reading: "0.01"),
    ]
    cell.furtherUncertainties = [
      .init(name: "temperature", subject: .energy, percent: DrawnCells.number("0.1"))
    ]
    return cell
  }

  private static func budget(of cell: Cell, at density: Double) -> UncertaintyBudget? {
    var cell = cell
    if cell.instruments.isEmpty {
      cell.instruments = ["voltage", "current", "time"].map {
        DrawnCells.instrument($0, reading: "0")
      }
    }
    let energy = density * (cell.dimensions?.litres ?? 0)
    return DrawnCells.density(of: cell, DrawnCells.row(energy: energy))?.uncertainty
  }

  /// A drawn discharge that stops one interval before the cut-off, through the whole analysis.
  private static var sampling: [Figure] {
    [
      ("C/3", 3.0, ["0.009", "0.093", "0.556"]), ("1C", 1.0, ["0.028", "0.278", "1.667"]),
    ].flatMap { (rate, hours, printed) in
      zip([1.0, 10, 60], printed).map { interval, text in
        Figure(
          "C2: lost before the cut-off, \(rate), Δt \(Int(interval)) s, %", printed: text,
          lost(hours: hours, interval: interval))
      }
    }
  }

  private static func lost(hours: Double, interval: Double) -> Double? {
    var run = DrawnRun()
    run.interval = interval
    run.hold(current: 3, for: hours * 3600, from: 3.0, to: 4.2)
    run.rest(600, at: 4.2)
    run.hold(current: -3, for: hours * 3600, from: 4.2, to: 3.0)
    var cell = Cell()
    cell.ratedCapacity = DrawnCells.declared("3")
    cell.minimumVoltage = DrawnCells.declared("2.9999")
    cell.maximumVoltage = DrawnCells.declared("4.2")
    var analysis = RunAnalysis(AnalysisSettings(cell: cell))
    analysis.consume(run.chunk())
    let rates = RateCharacteristics(
      [("drawn", analysis.finish())], direction: .discharge, settings: AnalysisSettings(cell: cell))
    return rates?.rows.first.map { $0.endUncertainty.value / $0.capacity.value * 100 }
  }

  // MARK: C3 and C4

  private static var risks: [Figure] {
    [
      Figure(
        "C3: probability of conformity, y 655, TL 650, u 2.99", printed: "0.953",
        Normal.cumulative((655 - 650) / 2.99)),
      Figure(
        "C3: risk at the limit, w = U, %", printed: "2.28", 100 * Normal.cumulative(-2)),
    ]
  }

  private static var cells: [Figure] {
    let factors = [
      (3, "1.686", "7.656", "6.155"), (5, "0.953", "4.203", "3.407"),
      (10, "0.580", "2.911", "2.355"), (16, "0.438", "2.524", "2.033"),
      (30, "0.310", "2.220", "1.777"),
    ].flatMap { (n, mean, k95, k90) -> [Figure] in
      [
        Figure(
          "C4: t(0.95, n − 1)/√n, n = \(n)", printed: mean, SampleStatistics.meanFactor(count: n)),
        Figure(
          "C4: k for 95 % of cells, 95 %, n = \(n)", printed: k95,
          SampleStatistics.toleranceFactor(count: n, share: 0.95)),
        Figure(
          "C4: k for 90 % of cells, 95 %, n = \(n)", printed: k90,
          SampleStatistics.toleranceFactor(count: n, share: 0.90)),
      ]
    }
    let counts = [
      (0.90, 0.90, "22"), (0.90, 0.95, "29"), (0.95, 0.95, "59"), (0.99, 0.95, "299"),
    ].map { (share, confidence, printed) in
      Figure(
        "C4: all-pass count, \(Int(share * 100))/\(Int(confidence * 100))", printed: printed,
        Double(SampleStatistics.allPassCount(share: share, confidence: confidence)))
    }
    return factors + counts
  }

  private static func rounded(_ value: Double, _ places: Int) -> Double {
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    return (value * scale).rounded() / scale
  }
}
