import CellData

/// Says which cycles can be compared with each other, and why the others cannot.
///
/// The ageing cycles are those at the discharge current that most cycles have. Where these are
/// limited by charge, slow reference tests count instead. No cycle is deleted.
struct CycleSelection {
  /// Currents within this share of each other are the same.
  static let currentShare = 0.05
  /// A discharge slower than this share of the ageing current is a reference test.
  static let slowShare = 0.67
  /// Half cycles that end within this many volts of each other end at the same limit.
  static let endWindow = 0.025
  /// Where no limit is shared, a charge that ends so far below the highest one is not full.
  static let wideEndWindow = 0.1
  /// More unrecorded time than this share of a half cycle makes its integral useless.
  static let unrecordedShare = 0.002
  /// A leading cycle whose efficiency is this much below the median is formation.
  static let formationLoss = 0.02

  private let ageingCurrent: Double?
  private let chargeEnd: Double?
  private let dischargeEnd: Double?
  private let medianEfficiency: Double?
  private let hasCharges: Bool
  private let slowCurrents: [Double]
  private let chargeLimit: ChargeLimit?

  /// Whether enough cycles end at a set charge to doubt the others.
  var isChargeLimited: Bool { chargeLimit != nil }

  /// What a reader must know about a life that is limited by charge.
  var finding: QualityFinding? { chargeLimit?.finding }

  /// - Complexity: O(n log n).
  init(_ rows: [CycleRow]) {
    hasCharges = rows.contains { $0.charge != nil }
    let isWhole = hasCharges
    let whole = rows.filter { $0.discharge != nil && ($0.charge != nil || !isWhole) }
    let currents = whole.compactMap { $0.discharge?.mainCurrent?.value }
    ageingCurrent = Self.commonest(currents) { Self.currentShare * $0 }
    let ends = whole.compactMap { $0.charge?.endVoltage?.value }
    chargeEnd =
      Self.shared(ends).map { $0 - Self.endWindow } ?? ends.max().map { $0 - Self.wideEndWindow }
    dischargeEnd = Self.shared(whole.compactMap { $0.discharge?.endVoltage?.value })
    medianEfficiency = whole.compactMap(\.coulombicEfficiency).median
    chargeLimit = ChargeLimit(whole)
    slowCurrents = Self.slowCurrents(rows, ageingCurrent)
  }

  /// The slow currents that come back after ageing has begun.
  private static func slowCurrents(_ rows: [CycleRow], _ ageing: Double?) -> [Double] {
    guard let ageing else { return [] }
    let first = rows.firstIndex {
      ($0.discharge?.mainCurrent?.value).map { abs($0 / ageing - 1) <= currentShare } ?? false
    }
    return rows[(first ?? rows.endIndex)...].compactMap { $0.discharge?.mainCurrent?.value }
      .filter { $0 < slowShare * ageing }
  }

  /// The rows with ``CycleRow/exclusion`` set.
  func marked(_ rows: [CycleRow]) -> [CycleRow] {
    var isBeforeAgeing = true
    var marked = rows.map { row in
      var copy = row
      copy.exclusion = exclusion(row, isBeforeAgeing: isBeforeAgeing)
      if copy.exclusion == nil { isBeforeAgeing = false }
      return copy
    }
    Self.markUnlikeNeighbours(&marked)
    return marked
  }

  private func exclusion(_ row: CycleRow, isBeforeAgeing: Bool) -> CycleExclusion? {
    guard let discharge = row.discharge, discharge.capacity > .zero else { return .noDischarge }
    guard row.charge.map({ $0.capacity > .zero }) ?? !hasCharges else { return .noCharge }
    if row.charge.map(hasLostRows) ?? false || hasLostRows(discharge) { return .rowsMissing }
    if let named = Self.exclusion(named: row.label) { return named }
    if let current = ageingCurrent, let own = discharge.mainCurrent?.value {
      let share = own / current
      if share < Self.slowShare { return slow(own, isBeforeAgeing: isBeforeAgeing) }
      if abs(share - 1) > Self.currentShare { return .otherCurrent }
    }
    if let end = dischargeEnd, let own = discharge.endVoltage?.value, own > end + Self.endWindow {
      return .dischargeInterrupted
    }
    if let charge = row.charge, chargeLimit?.holds(charge) ?? false { return .chargeLimited }
    if let end = chargeEnd, let own = row.charge?.endVoltage?.value, own < end {
      return .chargeInterrupted
    }
    if isBeforeAgeing, let usual = medianEfficiency, let own = row.coulombicEfficiency,
      own < usual - Self.formationLoss
    {
      return .formation
    }
    return nil
  }

  /// A slow cycle before ageing is formation unless its current comes back later.
  private func slow(_ current: Double, isBeforeAgeing: Bool) -> CycleExclusion {
    let comesBack = slowCurrents.contains { abs($0 / current - 1) <= Self.currentShare }
    return isBeforeAgeing && !comesBack ? .formation : .characterisation
  }

  /// What a label says; nil for the labels of ageing cycles and unknown ones.
  private static func exclusion(named label: String?) -> CycleExclusion? {
    guard let label = label?.lowercased() else { return nil }
    if label.contains("formation") { return .formation }
    let words = ["check", "hppc", "pulse", "eis", "impedance", "characteri", "reference", "rpt"]
    return words.contains(where: label.contains) ? .characterisation : nil
  }

  private func hasLostRows(_ half: HalfCycle) -> Bool {
    half.unrecordedTime.value > Self.unrecordedShare * (half.duration?.value ?? 0)
  }

  /// The value at which at least half of the ends lie; nil where they share none.
  private static func shared(_ values: [Double]) -> Double? {
    guard let common = commonest(values, width: { _ in endWindow }) else { return nil }
    let near = values.count { abs($0 - common) <= endWindow }
    return 2 * near >= values.count ? common : nil
  }

  /// The middle of the window of the given width that holds the most values; the lowest of
  /// several that hold as many.
  static func commonest(_ values: [Double], width: (Double) -> Double) -> Double? {
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

extension CycleSelection {
  /// A capacity off by so much from its neighbours is no fade.
  private static let unlikeShare = 0.02
  private static let unlikeSteps = 10.0

  /// Marks single cycles far from two before and two after that agree with each other.
  private static func markUnlikeNeighbours(_ rows: inout [CycleRow]) {
    let places = rows.indices.filter { rows[$0].exclusion == nil }
    let values = places.map { rows[$0].discharge?.capacity.value ?? 0 }
    let usual = zip(values, values.dropFirst()).map { abs($1 - $0) }.median ?? 0
    guard values.count >= 5 else { return }
    for k in 2..<(values.count - 2) {
      let (before, after) = (
        0.5 * (values[k - 2] + values[k - 1]), 0.5 * (values[k + 1] + values[k + 2])
      )
      let away = min(abs(values[k] - before), abs(values[k] - after))
      let isFar = away > max(unlikeShare * before, unlikeSteps * usual)
      let outer = [values[k - 2], values[k - 1], values[k + 1], values[k + 2]]
      let spread = (outer.max() ?? 0) - (outer.min() ?? 0)
      if isFar, spread < away / 2 { rows[places[k]].exclusion = .unlikeNeighbours }
    }
  }
}
