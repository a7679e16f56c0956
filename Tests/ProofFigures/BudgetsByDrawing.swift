import Assessment
import CellAnalysis
import CellData
import Foundation
import TestSupport

/// Budgets against Monte Carlo (JCGM 101): every error from its own distribution, no sensitivities.
enum BudgetsByDrawing {
  private static let draws = 1_000_000

  static var all: [Figure] {
    [
      ("standard tolerances, cylinder", coarse, 16.0), ("good instruments, cylinder", fine, 15.8),
      ("all lines, correlated lengths", everything, 15.8),
      ("pouch, thin, by certificate", pouch, 150),
    ].map { (name, cell, energy) in
      let drawing = Drawing(cell: cell, energy: energy)
      guard let budget = drawing.budget else {
        return Figure(
          "u against Monte Carlo: \(name)", asked: "within 2 %", found: "no budget", holds: false)
      }
      let ratio = budget.standardUncertainty / spread(of: drawing)
      return Figure(
        "u against Monte Carlo: \(name)", asked: "within 2 %",
        found: String(
          format: "%+.2f %% (u = %.3f Wh/L, 10^6 draws)", (ratio - 1) * 100,
          budget.standardUncertainty),
        holds: abs(ratio - 1) < 0.02)
    }
  }

  private static func spread(of drawing: Drawing) -> Double {
    var random = SeededGenerator(seed: 101)
    var (mean, squares) = (0.0, 0.0)
    for k in 1...draws {
      let value = drawing.draw(&random)
      let step = value - mean
      mean += step / Double(k)
      squares += step * (value - mean)
    }
    return (squares / Double(draws - 1)).squareRoot()
  }

  // MARK: Cells

  private static var coarse: Cell {
    var cell = DrawnCells.cylinder("21.00", "70.00", tolerance: "0.1")
    cell.instruments = [
      DrawnCells.instrument("voltage", reading: "1"),
      DrawnCells.instrument("current", reading: "1"),
      DrawnCells.instrument("time", reading: "0.1"),
    ]
    return cell
  }

  private static var fine: Cell {
    var cell = DrawnCells.cylinder("21.00", "70.00", tolerance: "0.02")
    cell.instruments = [
      DrawnCells.instrument("voltage", fullScale: ("0.02", "5")),
      DrawnCells.instrument("current", fullScale: ("0.02", "10")),
      DrawnCells.instrument("time", reading: "0.01"),
    ]
    return cell
  }

  static var everything: Cell {
    var cell = DrawnCells.cylinder("21.00", "70.00", tolerance: "0.05")
    cell.dimensions?.correlation = DrawnCells.number("1")
    cell.instruments = [
      DrawnCells.instrument(
        "voltage", reading: "0.05", fullScale: ("0.05", "5"), resolution: "0.001",
        certificate: ("0.001", "2")),
      DrawnCells.instrument("current", reading: "0.1", fullScale: ("0.1", "5")),
      DrawnCells.instrument("time", reading: "0.01"),
      DrawnCells.instrument("temperature", fullScale: ("2", "100")),
      DrawnCells.instrument("dimension", fullScale: ("0.03", "100"), resolution: "0.01"),
    ]
    cell.temperatureSensitivity = DrawnCells.number("0.15")
    return cell
  }

  private static var pouch: Cell {
    var cell = DrawnCells.pouch(
      "300", "100", "10", tolerance: "0.1", thicknessTolerance: "0.02")
    cell.instruments = [
      DrawnCells.instrument("voltage", reading: "0", certificate: ("0.004", "2")),
      DrawnCells.instrument("current", reading: "0", certificate: ("0.003", "2")),
      DrawnCells.instrument("time", reading: "0.02"),
    ]
    return cell
  }

  // MARK: Model

  /// The measurement as it is done: what is read is the truth with every instrument's error.
  struct Drawing {
    let cell: Cell
    let energy: Double
    private let current: Double
    private let hidden = 0.002
    private let temperature = 25.0

    init(cell: Cell, energy: Double) {
      self.cell = cell
      self.energy = energy
      current = energy / 3.6 / 5
    }

    var budget: UncertaintyBudget? {
      DrawnCells.density(
        of: cell,
        DrawnCells.row(energy: energy, current: current, hidden: hidden, temperature: temperature)
      )?.uncertainty
    }

    /// One measured energy density in Wh/L.
    func draw(_ random: inout SeededGenerator) -> Double {
      let hours = 5.0
      let volts = 3.6 + error("voltage", 3.6, &random)
      let amperes = current + error("current", current, &random)
      let time = hours * (1 + error("time", hours * 3600, &random) / (hours * 3600))
      var measured = volts * amperes * time
      measured += flat(hidden, &random) * 2.5
      if let slope = cell.temperatureSensitivity?.doubleValue {
        measured += energy * slope / 100 * error("temperature", temperature, &random)
      }
      return measured / litres(&random)
    }

    private func litres(_ random: inout SeededGenerator) -> Double {
      guard let dimensions = cell.dimensions else { return .nan }
      let isCommon = (dimensions.correlation?.doubleValue ?? 0) > 0
      let common = error("dimension", 21, &random)
      func length(_ key: String, _ value: Declared<Millimetre>) -> Double {
        let tolerance = dimensions.ownTolerances[key] ?? dimensions.tolerance
        let own = isCommon ? common : error("dimension", value.quantity.value, &random)
        return value.quantity.value + own + flat(tolerance?.quantity.value ?? 0, &random)
      }
      switch dimensions.shape {
      case .cylinder(let diameter, let height):
        let (d, h) = (length("diameter", diameter), length("height", height))
        return Double.pi * d * d * h / 4 / 1e6
      case .prism(let width, let height, let thickness):
        return length("width", width) * length("height", height) * length("thickness", thickness)
          / 1e6
      }
    }

    /// One error of the instrument of a quantity at a reading.
    private func error(_ quantity: String, _ reading: Double, _ random: inout SeededGenerator)
      -> Double
    {
      guard let instrument = cell.instruments.first(where: { $0.quantity == quantity }) else {
        return 0
      }
      let share = (instrument.readingPercent?.doubleValue ?? 0) / 100 * reading
      let fixed =
        (instrument.fullScalePercent?.doubleValue ?? 0) / 100
        * (instrument.fullScale?.doubleValue ?? 0)
      var error = flat(share + fixed, &random)
      error += flat((instrument.resolution?.doubleValue ?? 0) / 2, &random)
      if let calibration = instrument.calibration,
        let expanded = calibration.expandedUncertainty?.doubleValue,
        let k = calibration.coverageFactor?.doubleValue
      {
        error += expanded / k * FalseAcceptance.normalPair(&random).0
      }
      return error
    }

    private func flat(_ halfWidth: Double, _ random: inout SeededGenerator) -> Double {
      halfWidth > 0 ? Double.random(in: -halfWidth...halfWidth, using: &random) : 0
    }
  }
}
