import CellData

/// Counts one kind of finding as the samples go by.
struct FindingTally: Sendable {
  let code: QualityFinding.Code
  private(set) var count = 0
  private var records: [Int] = []
  private var values: [String: Double] = [:]
  var effect = 0.0

  init(_ code: QualityFinding.Code) { self.code = code }

  /// Counts one more; the values of the first one are kept.
  mutating func note(record: Int, _ values: [String: Double] = [:]) {
    if count == 0 { self.values = values }
    count += 1
    if records.count < QualityFinding.recordLimit { records.append(record) }
  }

  mutating func set(_ name: String, _ value: Double) { values[name] = value }

  /// The finding, if anything was counted; `effect` is in As.
  func finding(
    _ severity: QualityFinding.Severity, subject: String? = nil, withEffect: Bool = false
  ) -> QualityFinding? {
    guard count > 0 else { return nil }
    return QualityFinding(
      code, severity, count: count, records: records,
      effect: withEffect ? AmpereHours(effect / 3600) : nil, subject: subject, values: values)
  }
}
