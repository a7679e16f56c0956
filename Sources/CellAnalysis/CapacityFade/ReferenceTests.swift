public import CellData

/// Slow full cycles among the ageing cycles, by which the capacity itself is followed.
public struct ReferenceTests: Sendable, Equatable {
  /// The discharge current that they share; nil where a cycle table does not say it.
  public var current: Amperes?
  /// The numbers of the cycles, with the capacity of the first and of the last one.
  public var cycles: [Int]
  public var firstCapacity: AmpereHours
  public var lastCapacity: AmpereHours

  /// The last capacity over the first.
  public var stateOfHealth: Double { lastCapacity.value / firstCapacity.value }

  static let fewest = 2

  /// The reference tests at the slow current that most of them have; nil with fewer than two.
  ///
  /// A test whose discharge is no half of the largest one is a piece of another procedure.
  init?(_ rows: [CycleRow]) {
    let slow = rows.filter { row in
      row.exclusion == .characterisation && row.discharge != nil && row.charge != nil
    }
    let largest = slow.compactMap { $0.discharge?.capacity.value }.max() ?? 0
    let full = slow.filter { 2 * ($0.discharge?.capacity.value ?? 0) >= largest }
    let currents = full.compactMap { $0.discharge?.mainCurrent?.value }
    let usual = CycleSelection.commonest(currents) { CycleSelection.currentShare * $0 }
    let tests = full.filter { row in
      guard let usual, let own = row.discharge?.mainCurrent?.value else { return usual == nil }
      return abs(own / usual - 1) <= CycleSelection.currentShare
    }
    guard tests.count >= Self.fewest, let first = tests.first?.discharge?.capacity,
      let last = tests.last?.discharge?.capacity
    else { return nil }
    current = usual.map { Amperes($0) }
    cycles = tests.map(\.number)
    firstCapacity = first
    lastCapacity = last
  }
}

/// Which cycles the state of health and the laws of fade are taken from.
public enum FadeSeries: String, Sendable, CaseIterable {
  /// The cycles at the current that most have.
  case ageingCycles = "ageing-cycles"
  /// Slow full cycles, since the ageing cycles are limited by charge.
  case referenceTests = "reference-tests"
}
