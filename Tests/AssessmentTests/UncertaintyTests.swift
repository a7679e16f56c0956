@testable import Assessment
import CellAnalysis
import CellData
import Testing

/// The worked values of RULES C2, to the printed digits, and Monte Carlo (JCGM 101).
struct UncertaintyTests {
  /// A discharge of this energy at 3.6 V and 1.6 A, with nothing hidden at the cut-off.
  static func row(_ energy: Double) -> RateRow {
    var row = SampleCells.row(energy: energy, current: 1.6)
    row.endUncertainty = .zero
    return row
  }

  static func instrument(
    _ quantity: String, reading: String? = nil, fullScale: (String, String)? = nil
  ) -> Cell.Instrument {
    var instrument = Cell.Instrument(name: quantity, quantity: quantity)
    instrument.readingPercent = reading.flatMap(DeclaredNumber.init)
    instrument.fullScalePercent = fullScale.flatMap { DeclaredNumber($0.0) }
    instrument.fullScale = fullScale.flatMap { DeclaredNumber($0.1) }
    return instrument
  }

  /// Cylinder 21.00 × 70.00 mm.
  static func cylinder(tolerance: String, _ instruments: [Cell.Instrument]) throws -> Cell {
    var cell = try SampleCells.cylinder(diameter: "21.00", height: "70.00")
    cell.dimensions?.tolerance = try SampleCells.declared(tolerance)
    cell.instruments = instruments
    return cell
  }

  static func budget(of cell: Cell, row: RateRow) throws -> UncertaintyBudget {
    let dimensions = try #require(cell.dimensions)
    let inputs = BudgetInputs(
      cell: cell, row: row, shape: dimensions.shape, includesTolerances: true, testDate: nil)
    guard case .budget(let budget) = inputs.budget(of: row.energy.value / dimensions.litres) else {
      throw NoBudget()
    }
    return budget
  }

  struct NoBudget: Error {}

  @Test func `the standard's tolerances give 1_98 percent`() throws {
    let cell = try Self.cylinder(
      tolerance: "0.1",
      [
        Self.instrument("voltage", reading: "1"), Self.instrument("current", reading: "1"),
        Self.instrument("time", reading: "0.1"),
      ])
    let litres = try #require(cell.dimensions?.litres)
    let budget = try Self.budget(of: cell, row: Self.row(650 * litres))
    #expect(budget.energy.fixed(3) == "0.819" || budget.energy.fixed(3) == "0.818")
    #expect(abs(budget.energy - 0.8185) < 0.00005)
    #expect(budget.volume.fixed(3) == "0.556")
    #expect((budget.standardUncertainty / 6.5).fixed(3) == "0.990")
    #expect((budget.expandedUncertainty / 6.5).fixed(2) == "1.98")
    #expect(budget.expandedUncertainty.fixed(1) == "12.9")
  }

  @Test func `good instruments give 0_33 percent`() throws {
    var cell = try Self.cylinder(
      tolerance: "0.02",
      [
        Self.instrument("voltage", fullScale: ("0.02", "5")),
        Self.instrument("current", fullScale: ("0.02", "10")),
        Self.instrument("time", reading: "0.01"),
      ])
    cell.furtherUncertainties = [
      .init(
        name: "temperature", subject: .energy, percent: DeclaredNumber(significand: 1, exponent: -1)
      )
    ]
    let litres = try #require(cell.dimensions?.litres)
    for (density, printed) in [(650.0, "2.2"), (500, "1.7")] {
      let budget = try Self.budget(of: cell, row: Self.row(density * litres))
      #expect((budget.standardUncertainty / density * 100).fixed(3) == "0.167")
      #expect((budget.expandedUncertainty / density * 100).fixed(2) == "0.33")
      #expect(budget.expandedUncertainty.fixed(1) == printed)
    }
  }

  @Test func `the pouch's thickness decides its volume`() throws {
    var cell = try SampleCells.pouch()
    cell.dimensions = Cell.Dimensions(
      shape: .prism(
        width: try SampleCells.declared("300"), height: try SampleCells.declared("100"),
        thickness: try SampleCells.declared("10")), tolerance: try SampleCells.declared("0.1"))
    cell.instruments = ["voltage", "current", "time"].map { Self.instrument($0, reading: "0") }
    let wide = try Self.budget(of: cell, row: Self.row(150))
    #expect(wide.volume.fixed(3) == "0.581")
    cell.dimensions?.ownTolerances = ["thickness": try SampleCells.declared("0.02")]
    let fine = try Self.budget(of: cell, row: Self.row(150))
    #expect(fine.volume.fixed(3) == "0.131")
  }

  @Test func `volumes and densities of the worked cylinder are as printed`() throws {
    for (diameter, height, millilitres, density) in [
      ("21.00", "70.00", "24.245", "651.67"), ("21.15", "70.15", "24.646", "641.09"),
      ("21.25", "70.30", "24.932", "633.72"),
    ] {
      let cell = try SampleCells.cylinder(diameter: diameter, height: height)
      let litres = try #require(cell.dimensions?.litres)
      #expect((litres * 1000).fixed(3) == millilitres)
      #expect((15.80 / litres).fixed(2) == density)
    }
  }

  @Test func `the last sample before the cut-off loses what the table says`() {
    // Δt/T for T = 3 h at C/3 and 1 h at 1C.
    for (hours, printed) in [
      (3.0, ["0.009", "0.093", "0.556"]), (1, ["0.028", "0.278", "1.667"]),
    ] {
      for (interval, text) in zip([1.0, 10, 60], printed) {
        #expect((interval / (hours * 3600) * 100).fixed(3) == text)
      }
    }
  }

  @Test func `one calliper's error does not average out`() throws {
    var cell = try Self.cylinder(
      tolerance: "0", ["voltage", "current", "time"].map { Self.instrument($0, reading: "0") })
    cell.instruments.append(Self.instrument("dimension", fullScale: ("0.1", "100")))
    let apart = try Self.budget(of: cell, row: Self.row(15.8)).volume
    cell.dimensions?.correlation = DeclaredNumber("1")
    let together = try Self.budget(of: cell, row: Self.row(15.8)).volume
    let (d, h) = (0.1 / 3.0.squareRoot() / 21 * 2, 0.1 / 3.0.squareRoot() / 70)
    #expect(abs(apart - 100 * (d * d + h * h).squareRoot()) < 1e-9)
    #expect(abs(together - 100 * (d + h)) < 1e-9)
  }

  @Test func `shares add up to one and every line names its part`() throws {
    let budget = try Self.budget(of: try Self.sample(), row: SampleCells.row(energy: 15.8))
    #expect(abs(budget.lines.map(\.share).reduce(0, +) - 1) < 1e-12)
    #expect(budget.lines.contains { $0.source == "cut-off.sampling" })
    #expect(budget.lines.contains { $0.source == "temperature.accuracy" })
    #expect(budget.lines.contains { $0.source == "voltage.calibration" && $0.divisor == 2 })
  }

  /// A cell with every kind of line in its budget.
  static func sample() throws -> Cell {
    var voltage = instrument("voltage", reading: "0.05", fullScale: ("0.05", "5"))
    voltage.calibration = Cell.Calibration()
    voltage.calibration?.expandedUncertainty = DeclaredNumber("0.001")
    voltage.calibration?.coverageFactor = DeclaredNumber("2")
    voltage.resolution = DeclaredNumber("0.001")
    var cell = try cylinder(
      tolerance: "0.05",
      [
        voltage, instrument("current", reading: "0.1", fullScale: ("0.1", "5")),
        instrument("time", reading: "0.01"), instrument("temperature", fullScale: ("2", "100")),
        instrument("dimension", fullScale: ("0.03", "100")),
      ])
    cell.temperatureSensitivity = DeclaredNumber("0.15")
    return cell
  }

  /// Draws every input from its own distribution and computes the energy density anew, without
  /// sensitivities: V and I gain and offset, time base, cut-off, temperature and lengths.
  @Test func `Monte Carlo agrees within 2 percent`() throws {
    let cell = try Self.sample()
    let row = SampleCells.row(energy: 15.8)
    let budget = try Self.budget(of: cell, row: row)
    var random = SplitMix(state: 20_250_127)
    let draws = 200_000
    var (sum, squares) = (0.0, 0.0)
    let hours = row.duration.value / 3600
    for _ in 0..<draws {
      func flat(_ halfWidth: Double) -> Double { random.unit(-halfWidth, halfWidth) }
      let v =
        3.6 + flat(0.0005 * 3.6 + 0.0005 * 5) + flat(0.0005) + 0.0005 * random.normal()
      let i = 1 + flat(0.001 * 1 + 0.001 * 5)
      let t = hours * (1 + flat(0.0001))
      let full = 15.8 / (3.6 * 1 * hours) * v * i * t
      let end = flat(row.endUncertainty.value) * row.endVoltage.value
      let warm = full * 0.0015 * flat(2)
      let d = 21 + flat(0.05) + flat(0.03)
      let h = 70 + flat(0.05) + flat(0.03)
      let density = (full + end + warm) / (Double.pi * d * d * h / 4 / 1e6)
      sum += density
      squares += density * density
    }
    let mean = sum / Double(draws)
    let deviation = (squares / Double(draws) - mean * mean).squareRoot()
    let ratio = budget.standardUncertainty / deviation
    print("uncertainty over Monte Carlo: \(ratio), \(draws) draws")
    #expect(abs(ratio - 1) < 0.02)
  }
}

/// A small generator with a fixed seed (SplitMix64, Steele and others 2014).
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func unit(_ low: Double, _ high: Double) -> Double {
    low + (high - low) * Double(next() >> 11) * 0x1p-53
  }

  /// A standard normal number, as the sum of twelve uniform ones less six.
  mutating func normal() -> Double {
    var sum = -6.0
    for _ in 0..<12 { sum += unit(0, 1) }
    return sum
  }
}
