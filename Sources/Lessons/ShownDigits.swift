import Foundation

/// Numbers of lessons as page and terminal show them alike.
enum ShownDigits {
  static func fixed(_ value: Double?, _ decimals: Int) -> String {
    guard let value, value.isFinite else { return "–" }
    let text = String(format: "%.\(decimals)f", value)
    guard text.hasPrefix("-") else { return text }
    // A zero has no sign.
    let isZero = !text.contains { ("1"..."9").contains($0) }
    return isZero ? String(text.dropFirst()) : "−" + text.dropFirst()
  }
}
