public import CellData

extension QualityFinding {
  /// What was found with its numbers, what it does to the results, and what was or can be done.
  public var message: Words { Words(en: code.rawValue, ja: code.rawValue) }
}
