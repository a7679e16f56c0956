extension Double {
  /// The number rounded to so many significant digits, without trailing zeros.
  package func significant(_ digits: Int) -> String {
    guard isFinite, self != 0 else { return self == 0 ? "0" : "not a number" }
    var order = 0
    var size = magnitude
    while size >= 10 {
      size /= 10
      order += 1
    }
    while size < 1 {
      size *= 10
      order -= 1
    }
    let places = digits - 1 - order
    // Before the decimal point digits are not replaced by zeros: nobody would know which are true.
    if places < 0 { return fixed(0) }
    // Beyond these a plain decimal says less than the shortest form.
    guard places <= 12 else { return shortestText }
    let text = fixed(places)
    guard text.utf8.contains(UInt8(ascii: ".")) else { return text }
    var kept = Substring(text)
    while kept.last == "0" { kept.removeLast() }
    if kept.last == "." { kept.removeLast() }
    return String(kept)
  }

  /// The number with so many decimals, rounded half away from zero; 12 decimals at most.
  func fixed(_ places: Int) -> String {
    guard isFinite else { return "–" }
    var scale: Int64 = 1
    for _ in 0..<places { scale *= 10 }
    let scaled = (magnitude * Double(scale)).rounded()
    guard scaled < 9e18 else { return shortestText }
    let units = Int64(scaled)
    let sign = self < 0 && units != 0 ? "-" : ""
    guard places > 0 else { return sign + String(units) }
    let fraction = String(units % scale)
    let padding = String(repeating: "0", count: places - fraction.utf8.count)
    return sign + String(units / scale) + "." + padding + fraction
  }
}
