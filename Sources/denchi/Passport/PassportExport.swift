import Assessment
import CellData

/// Fills a passport model from a report, and says what it could not fill.
struct PassportExport {
  private(set) var document = PassportNode.object([])
  /// One line a value that was written: path, value, unit, source.
  private(set) var filled: [String] = []
  private(set) var unfilled: [String] = []
  /// Where a field holds less than the value.
  private(set) var losses: [String] = []

  /// - Parameter byText: whether fields whose declared unit contradicts their text are filled as the
  ///   text means them.
  init(_ facts: PassportFacts, model: PassportModel, byText: Bool = false) {
    for field in model.fields {
      let path = field.path.joined(separator: ".")
      guard let value = facts.values[field.value] else {
        unfilled.append("\(path): the report has no \(field.value.rawValue)")
        continue
      }
      if let contradiction = field.contradiction, !byText {
        unfilled.append("\(path): \(contradiction); --by-text writes it so")
        continue
      }
      if field.timeKey != nil, facts.lastUpdate == nil {
        unfilled.append(
          "\(path): the model wants a time beside it, and no input of the report has a clock")
        continue
      }
      let scaled = value.scaled(by: field.power)
      guard let number = held(scaled, by: field, at: path) else { continue }
      document.put(entry(of: field, number, facts.lastUpdate), at: objectPath(of: field))
      filled.append(
        "\(path) = \(number.text) \(field.unit) (\(facts.sources[field.value] ?? "declared"))")
    }
    let placed = Set(model.fields.map(\.value))
    for value in PassportValue.allCases where !placed.contains(value) {
      guard facts.values[value] != nil else { continue }
      unfilled.append("\(value.rawValue): \(model.reason(without: value))")
    }
  }

  private func objectPath(of field: PassportModel.Field) -> PassportNode.Path {
    let keys = Array(field.path.dropLast())
    return .init(keys: keys, isInList: field.isInList)
  }

  /// The number under its key, with what the model wants beside it.
  private func entry(
    of field: PassportModel.Field, _ number: PassportNode, _ time: String?
  ) -> [(key: String, node: PassportNode)] {
    var members: [(key: String, node: PassportNode)] = field.numbersBeside.map {
      ($0.key, .whole($0.number))
    }
    if let key = field.path.last { members.append((key, number)) }
    members += field.beside.map { ($0.key, .text($0.text)) }
    if let key = field.timeKey, let time { members.append((key, .text(time))) }
    return members
  }

  /// The number as the field can hold it; nil where it cannot be there at all.
  private mutating func held(
    _ number: ReportNumber, by field: PassportModel.Field, at path: String
  ) -> PassportNode? {
    let value = number.doubleValue
    if field.unit == "%", value < 0 {
      unfilled.append("\(path): \(number) % is below 0, which the field does not mean")
      return nil
    }
    switch field.kind {
    case .decimal: return .number(number)
    case .single:
      if abs(Double(Float(value)) - value) > abs(value) * 1e-7 {
        losses.append("\(path): the field holds a float of 32 bits; \(number) keeps seven digits")
      }
      return .number(number)
    case .whole:
      guard abs(value) < 1e15 else { return nil }
      if value != value.rounded() {
        let whole = Int(value.rounded())
        losses.append("\(path): the field holds whole numbers; \(number) became \(whole)")
      }
      return .whole(Int(value.rounded()))
    }
  }
}

extension ReportNumber {
  /// The number times a power of ten: exact for a decimal.
  fileprivate func scaled(by power: Int) -> ReportNumber {
    switch self {
    case .exact(let number):
      .exact(DeclaredNumber(significand: number.significand, exponent: number.exponent + power))
    // Divided, since a thousandth is no double.
    case .binary(let value):
      .binary(
        power < 0
          ? value / DeclaredNumber(significand: 1, exponent: -power).doubleValue
          : value * DeclaredNumber(significand: 1, exponent: power).doubleValue)
    }
  }
}
