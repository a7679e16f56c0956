import CellData

/// What a measurement can say of a dimension that lies close to its limit (RULES A2.2).
extension Assessor {
  /// Notes where the doubt of a dimension reaches over its limit.
  ///
  /// A drawing's value decides as declared, and the report says so. A value that the basis calls
  /// measured cannot decide there: the drawing's value is asked for.
  func atTheLimit(
    _ result: RuleResult, _ quantity: JudgedQuantity, _ limit: DeclaredNumber
  ) -> RuleResult {
    guard quantity == .outerDiameter || quantity == .outerHeight,
      let dimensions = facts.cell.dimensions, let value = result.measured?.value.doubleValue,
      let doubt = doubt(of: quantity == .outerDiameter ? "diameter" : "height"), doubt > 0,
      abs(value - limit.doubleValue) <= doubt
    else { return result }
    var result = result
    let half = doubt.significant(3)
    guard dimensions.basis?.lowercased().contains("measured") == true else {
      result.notes = [
        Words(
          en: "a measurement within ±\(half) mm could not tell \(value.significant(6)) mm from the "
            + "limit; the declared (drawing) value decides",
          ja: "±\(half) mmの測定では\(value.significant(6)) mmを限界値と区別できないため、申告（図面）の値で判定した")
      ]
      return result
    }
    let drawing = Datum.drawing(half: half)
    result.verdict = .undecidedMissingData
    result.missing = [drawing]
    result.changes = [Change(supply: drawing)] + (result.changes ?? [])
    return result
  }

  /// Half-width of what is not known of a length, in mm: its tolerance, else its instrument's.
  private func doubt(of key: String) -> Double? {
    let dimensions = facts.cell.dimensions
    if let tolerance = dimensions?.ownTolerances[key] ?? dimensions?.tolerance {
      return tolerance.quantity.value
    }
    let length = dimensions?.lengths.first { $0.key == key }?.length.quantity.value ?? 0
    return facts.cell.instruments.filter { $0.quantity == "dimension" }
      .map { $0.halfWidth(at: length) }.max()
  }
}

extension Datum {
  fileprivate static func drawing(half: String) -> Datum {
    Datum(
      datum: "dimensions_mm.basis",
      text: Words(
        en: "the drawing's value: one measured within ±\(half) mm cannot tell the limit",
        ja: "図面の値（±\(half) mmの測定値では限界値と区別できない）"))
  }
}
