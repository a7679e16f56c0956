import CellData

/// A set charge at which charges end, instead of a voltage.
///
/// Such cycles move the same charge at every age, as long as the cell can take it: what they
/// measure is the procedure, not the capacity.
struct ChargeLimit {
  private let capacity: Double
  private let count: Int

  /// Charges within this share of each other ended at the same count of the tester.
  static let share = 2e-4
  /// While their end voltages move by more than this.
  static let voltageSpread = 0.003
  /// So many cycles and this share of all must end so.
  static let fewest = 10
  static let smallestPart = 0.3

  /// Nil where no such charge is seen.
  init?(_ rows: [CycleRow]) {
    let charges = rows.compactMap { row in row.charge.map { ($0.capacity.value, $0.endVoltage) } }
    let common = CycleSelection.commonest(charges.map(\.0)) { Self.share * $0 }
    guard let common, common > 0 else { return nil }
    let same = charges.filter { abs($0.0 / common - 1) <= Self.share }
    let ends = same.compactMap { $0.1?.value }
    guard same.count >= Self.fewest,
      Double(same.count) >= Self.smallestPart * Double(charges.count),
      let high = ends.quantile(0.95), let low = ends.quantile(0.05),
      high - low > Self.voltageSpread
    else { return nil }
    capacity = common
    count = same.count
  }

  func holds(_ charge: HalfCycle) -> Bool {
    abs(charge.capacity.value / capacity - 1) <= Self.share
  }

  var finding: QualityFinding {
    QualityFinding(
      .chargeLimitedCycles, .warning, count: count, values: ["charge_Ah": capacity])
  }
}
