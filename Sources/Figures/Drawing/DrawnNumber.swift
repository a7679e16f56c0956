import Assessment

extension Double {
  /// A coordinate: at most two decimals, no trailing zeros.
  var coordinate: String {
    let limited = isFinite ? Swift.min(Swift.max(self, -99_999), 99_999) : 0
    let hundredths = Int64((limited * 100).rounded())
    let sign = hundredths < 0 ? "-" : ""
    let (whole, part) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    if part == 0 { return "\(sign)\(whole)" }
    if part % 10 == 0 { return "\(sign)\(whole).\(part / 10)" }
    return "\(sign)\(whole).\(part < 10 ? "0" : "")\(part)"
  }

  /// The fewest digits that read back to the same number.
  var full: String {
    if self == rounded(), magnitude < 1e15 { return "\(Int64(self))" }
    return description
  }

  /// With so many decimals, rounded half away from zero; very large and small ones as a power.
  func decimals(_ places: Int) -> String {
    guard isFinite else { return "–" }
    guard magnitude < 1e9, places <= 6 else { return power(places > 6 ? 3 : 4) }
    var scale: Int64 = 1
    for _ in 0..<Swift.max(0, places) { scale *= 10 }
    let units = Int64((magnitude * Double(scale)).rounded())
    let sign = self < 0 && units != 0 ? "−" : ""
    guard places > 0 else { return "\(sign)\(units)" }
    let (whole, part) = units.quotientAndRemainder(dividingBy: scale)
    let digits = "\(part)"
    let padding = String(repeating: "0", count: places - digits.utf8.count)
    return "\(sign)\(whole).\(padding)\(digits)"
  }

  /// So many significant digits, without trailing zeros, for a person.
  func digits(_ count: Int) -> String {
    guard isFinite else { return "–" }
    guard self == 0 || (magnitude >= 1e-4 && magnitude < 1e6) else { return power(count) }
    let text = significant(count)
    return text.hasPrefix("-") ? "−" + text.dropFirst() : text
  }

  /// So many significant digits with trailing zeros kept, as in `2.90`.
  func keptDigits(_ count: Int) -> String {
    guard isFinite, self != 0, magnitude >= 1e-4, magnitude < 1e6 else { return digits(count) }
    let order = magnitude.orderOfMagnitude
    return decimals(Swift.max(0, count - 1 - order))
  }

  /// The exponent of ten of the first digit.
  var orderOfMagnitude: Int {
    guard isFinite, self != 0 else { return 0 }
    var (size, order) = (magnitude, 0)
    while size >= 10 { (size, order) = (size / 10, order + 1) }
    while size < 1 { (size, order) = (size * 10, order - 1) }
    // 9.9999999999 counts as 10.
    return size >= 9.9999999995 ? order + 1 : order
  }

  private func power(_ count: Int) -> String {
    guard self != 0 else { return "0" }
    let order = orderOfMagnitude
    var mantissa = self
    for _ in 0..<abs(order) { mantissa = order > 0 ? mantissa / 10 : mantissa * 10 }
    let text = mantissa.significant(count).replacingMinus
    return (text == "1" ? "" : text + "×") + "10" + order.superscript
  }
}

extension String {
  fileprivate var replacingMinus: String { hasPrefix("-") ? "−" + dropFirst() : self }
}

extension Int {
  /// The number in raised digits.
  var superscript: String {
    let raised: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
    let digits = "\(magnitude)".utf8.map { raised[Int($0) - 48] }
    return (self < 0 ? "⁻" : "") + String(digits)
  }
}

/// A value and its uncertainty with the digits that the uncertainty supports.
enum UncertainNumber {
  /// `3.80 ± 0.12`: two digits of the uncertainty, the value to the same decimal.
  static func text(_ value: Double, _ uncertainty: Double) -> String {
    guard uncertainty.isFinite, uncertainty > 0 else { return value.digits(4) }
    let places = 1 - uncertainty.orderOfMagnitude
    guard places <= 6, value.magnitude < 1e6 else {
      return "\(value.digits(4)) ± \(uncertainty.digits(2))"
    }
    return "\(value.decimals(max(0, places))) ± \(uncertainty.decimals(max(0, places)))"
  }
}
