import CellData

/// Says which cycles can be compared with each other, and why the others cannot.
///
/// The ageing cycles are those at the discharge current that most cycles have. No cycle is deleted.
struct CycleSelection {
  /// Currents within this share of each other are the same.
  static let currentShare = 0.05
  /// A discharge slower than this share of the ageing current is a reference test.
  static let slowShare = 0.67
  /// Half cycles that end within this many volts of each other end at the same limit.
  static let endWindow = 0.025
  /// More unrecorded time than this share of a half cycle makes its integral useless.
  static let unrecordedShare = 0.002
  /// A leading cycle whose efficiency is this much below the median is formation.
  static let formationLoss = 0.02

  private let ageingCurrent: Double?
  private let chargeEnd: Double?
  private let dischargeEnd: Double?
  private let medianEfficiency: Double?

  /// - Complexity: O(n log n).
  init(_ rows: [CycleRow]) {
    let whole = rows.filter { $0.charge != nil && $0.discharge != nil }
    let currents = whole.compactMap { $0.discharge?.mainCurrent.value }
    ageingCurrent = Self.commonest(currents) { Self.currentShare * $0 }
    chargeEnd = Self.shared(whole.compactMap { $0.charge?.endVoltage.value })
    dischargeEnd = Self.shared(whole.compactMap { $0.discharge?.endVoltage.value })
    medianEfficiency = whole.compactMap(\.coulombicEfficiency).median
  }

  /// The rows with ``CycleRow/exclusion`` set.
  func marked(_ rows: [CycleRow]) -> [CycleRow] {
    var isBeforeAgeing = true
    return rows.map { row in
      var copy = row
      copy.exclusion = exclusion(row, isBeforeAgeing: isBeforeAgeing)
      if copy.exclusion == nil { isBeforeAgeing = false }
      return copy
    }
  }

  private func exclusion(_ row: CycleRow, isBeforeAgeing: Bool) -> CycleExclusion? {
    guard let discharge = row.discharge, discharge.capacity > .zero else { return .noDischarge }
    guard let charge = row.charge, charge.capacity > .zero else { return .noCharge }
    if hasLostRows(charge) || hasLostRows(discharge) { return .rowsMissing }
    if let current = ageingCurrent {
      let share = discharge.mainCurrent.value / current
      if share < Self.slowShare { return isBeforeAgeing ? .formation : .characterisation }
      if abs(share - 1) > Self.currentShare { return .otherCurrent }
    }
    if let end = dischargeEnd, discharge.endVoltage.value > end + Self.endWindow {
      return .dischargeInterrupted
    }
    if let end = chargeEnd, charge.endVoltage.value < end - Self.endWindow {
      return .chargeInterrupted
    }
    if isBeforeAgeing, let usual = medianEfficiency, let own = row.coulombicEfficiency,
      own < usual - Self.formationLoss
    {
      return .formation
    }
    return nil
  }

  private func hasLostRows(_ half: HalfCycle) -> Bool {
    half.unrecordedTime.value > Self.unrecordedShare * half.duration.value
  }

  /// The value at which at least half of the ends lie; nil where they share none.
  private static func shared(_ values: [Double]) -> Double? {
    guard let common = commonest(values, width: { _ in endWindow }) else { return nil }
    let near = values.count { abs($0 - common) <= endWindow }
    return 2 * near >= values.count ? common : nil
  }

  /// The middle of the window of the given half width that holds the most values; the lowest of
  /// several that hold as many.
  private static func commonest(_ values: [Double], width: (Double) -> Double) -> Double? {
    let sorted = values.sorted()
    var best = 0..<0
    var low = 0
    for high in sorted.indices {
      while sorted[high] - sorted[low] > width(sorted[high]) { low += 1 }
      if high + 1 - low > best.count { best = low..<(high + 1) }
    }
    return best.isEmpty ? nil : sorted[(best.lowerBound + best.upperBound - 1) / 2]
  }
}
