import Assessment
import CellData
import TestSupport

/// Verdicts that binary rounding would flip: claims at a limit, and one last digit beside it.
///
/// Random boxes whose declared energy density is the limit exactly, in whole numbers; the truth is the
/// sign of the last digit. The plain quotient of doubles is counted beside it.
enum Flips {
  static var all: [Figure] {
    let limits: [(pack: String, rule: String, limit: Int64, casing: Cell.Casing)] = [
      ("jp-meti-2025", "JP25-A-ED", 500, .pouch),
      ("jp-meti-2025", "JP25-B-ED", 650, .cylindrical),
      ("jp-denan", "DENAN-400", 400, .pouch),
    ]
    return limits.map { entry in
      var (flips, naive, judged) = (0, 0, 0)
      var random = SeededGenerator(seed: UInt64(entry.limit))
      guard let pack = RulePacks.named(entry.pack) else { preconditionFailure("no pack") }
      for _ in 0..<4000 {
        let lengths = (0..<3).map { _ in Int64.random(in: 101...9999, using: &random) }
        let product = entry.limit * lengths.reduce(1, *)
        for step in [Int64(-1), 0, 1] {
          let cell = box(lengths, product + step, entry.casing)
          let holds = step >= 0
          let assessor = Assessor(
            cell: cell, energyDensity: EnergyDensity(cell: cell, discharge: nil),
            decision: .guardedU, explains: false)
          let verdict = assessor.assess(pack).rules.first { $0.id == entry.rule }?.verdict
          judged += 1
          if verdict != (holds ? .pass : .fail) { flips += 1 }
          if (plain(cell) >= Double(entry.limit)) != holds { naive += 1 }
        }
      }
      return Figure(
        "verdicts flipped by rounding at \(entry.limit) Wh/L, guarded-U", asked: "0",
        found: "\(flips) of \(judged) (a quotient of doubles: \(naive))", holds: flips == 0)
    }
  }

  private static func box(_ lengths: [Int64], _ energy: Int64, _ casing: Cell.Casing) -> Cell {
    var cell = Cell()
    cell.casing = casing
    cell.use = .stationary
    cell.energyConvention = .ratedNominal
    func length(_ n: Int64) -> Declared<Millimetre> {
      Declared(DeclaredNumber(significand: n, exponent: -2))
    }
    cell.dimensions = Cell.Dimensions(
      shape: .prism(
        width: length(lengths[0]), height: length(lengths[1]), thickness: length(lengths[2])),
      basis: "max")
    cell.ratedCapacity = Declared(DeclaredNumber(significand: energy, exponent: -12))
    cell.nominalVoltage = DrawnCells.declared("1")
    return cell
  }

  private static func plain(_ cell: Cell) -> Double {
    let energy =
      (cell.ratedCapacity?.quantity.value ?? 0) * (cell.nominalVoltage?.quantity.value ?? 0)
    return energy / (cell.dimensions?.litres ?? 0)
  }
}
