import CellAnalysis
import CellData
import TestSupport

/// Modes of degradation of cells whose electrodes and losses are known.
enum Modes {
  static func print() {
    guard let halfCells = halfCells(ClosedFormCell(fresh: .stages)) else { return }
    var tally = Tally()
    let start = ContinuousClock.now
    let cells = 500
    for number in 0..<cells { tally.add(number, halfCells) }
    let time = start.duration(to: .now) / .milliseconds(1) / Double(2 * cells)
    Swift.print("modes, noise 1 mV, overpotential 0 to 20 mV: \(tally)")
    Swift.print("  one sweep fitted in \(fixed(time, 2)) ms")
    printStraight()
  }

  static func halfCells(_ cell: ClosedFormCell) -> HalfCells? {
    let places = (0...1000).map { Double($0) / 1000 }
    guard
      let positive = try? HalfCellCurve(
        lithiation: places, voltage: places.map { cell.positive($0) }),
      let negative = try? HalfCellCurve(
        lithiation: places, voltage: places.map { cell.negative($0) })
    else { return nil }
    return HalfCells(positive: positive, negative: negative)
  }

  static func balance(
    _ cell: ClosedFormCell, _ halfCells: HalfCells, noise size: Double,
    _ random: inout RepeatableNoise
  ) -> ElectrodeBalance? {
    let sweep = cell.charge(
      from: 3.0, to: 4.2, samples: 2000, overpotential: random.between(0...0.02))
    return BalanceFitting(
      halfCells, charge: sweep.charge, voltage: sweep.voltage.map { $0 + size * random.normal() },
      direction: .charge)?.balance()
  }

  struct Tally: CustomStringConvertible {
    var all = 0
    var failed = 0
    var doubted = 0
    var inside = [0, 0, 0, 0, 0, 0]
    var error = [0.0, 0, 0]

    mutating func add(_ number: Int, _ halfCells: HalfCells) {
      var random = RepeatableNoise(seed: UInt64(300_000 + number))
      let fresh = ClosedFormCell(fresh: .stages)
      let losses = [
        random.between(0...0.15), random.between(0...0.15), random.between(0...0.2),
      ]
      var aged = fresh
      aged.positiveCapacity *= 1 - losses[0]
      aged.negativeCapacity *= 1 - losses[1]
      aged.lithiumInventory *= 1 - losses[2]
      guard let first = balance(fresh, halfCells, noise: 0.001, &random),
        let now = balance(aged, halfCells, noise: 0.001, &random)
      else {
        failed += 1
        return
      }
      all += 1
      if !now.doubts.isEmpty { doubted += 1 }
      let loss = ModesOfLoss(now, since: first)
      let found = [loss.positiveMaterial, loss.negativeMaterial, loss.lithiumInventory]
      let sizes = [now.positiveCapacity, now.negativeCapacity, now.lithiumInventory]
      let truths = [aged.positiveCapacity, aged.negativeCapacity, aged.lithiumInventory]
      for k in 0..<3 {
        if found[k].low <= losses[k], losses[k] <= found[k].high { inside[k] += 1 }
        if sizes[k].low <= truths[k], truths[k] <= sizes[k].high { inside[3 + k] += 1 }
        error[k] = max(error[k], abs(found[k].value - losses[k]))
      }
    }

    var description: String {
      let names = ["positive", "negative", "lithium", "capacity+", "capacity-", "inventory"]
      let held = names.indices.map { "\(names[$0]) \(percent(inside[$0], all))" }
      let worst = error.map { fixed(100 * $0, 2) + " %" }.joined(separator: ", ")
      return "intervals hold \(held.joined(separator: ", ")); largest errors \(worst); "
        + "with a doubt \(doubted), failed \(failed)"
    }
  }

  /// Two straight half cells: only a warning is right.
  private static func printStraight() {
    let cell = ClosedFormCell(fresh: .straight)
    guard let halfCells = halfCells(cell) else { return }
    var warned = 0
    for number in 0..<100 {
      var random = RepeatableNoise(seed: UInt64(400_000 + number))
      let found = balance(cell, halfCells, noise: 0.001, &random)
      let told: Set<ElectrodeBalance.Doubt> = [.positiveAndNegative, .undetermined]
      if let found, !found.doubts.isDisjoint(with: told) { warned += 1 }
    }
    Swift.print("modes that cannot be told apart: warned \(percent(warned, 100))")
  }
}

extension ClosedFormCell {
  /// A fresh cell of about 5 Ah.
  init(fresh shape: Shape) {
    self.init(positiveCapacity: 6, negativeCapacity: 6, lithiumInventory: 5.7, shape: shape)
  }
}
