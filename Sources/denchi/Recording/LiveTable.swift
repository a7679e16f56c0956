import CellData
import Foundation

/// What a recording looks like on a terminal: a table that stays where it is.
struct LiveTable {
  /// One channel's line.
  struct Row {
    var name: String
    var voltage: Double?
    var current: Double?
    var temperature: Double?
    /// Charge of the step that runs, in Ah.
    var stepCharge: Double?
    var state: String
    var gapSlots: Int
    var alarms: Int
    /// How long ago the last sample was committed, in s.
    var age: Double?
  }

  /// More channels than this are told in one line.
  static let mostRows = 24
  private var drawnLines = 0

  /// The table as text.
  static func text(_ rows: [Row], heading: String) -> [String] {
    var lines = [heading]
    lines.append(
      "channel".padded(20) + columns.map { $0.title.leftPadded($0.width) }.joined() + "  state")
    for row in rows.prefix(mostRows) {
      let cells = columns.map { $0.cell(row).leftPadded($0.width) }.joined()
      lines.append(row.name.padded(20) + cells + "  " + row.state)
    }
    if rows.count > mostRows {
      let rest = rows.dropFirst(mostRows)
      lines.append(
        "… and \(rest.count) more: \(rest.count { $0.state == "recording" }) recording, "
          + "\(rest.reduce(0) { $0 + $1.gapSlots }) slots missing, "
          + "\(rest.reduce(0) { $0 + $1.alarms }) alarms")
    }
    return lines
  }

  /// Draws the table over the one before.
  mutating func draw(_ lines: [String]) {
    let up = drawnLines > 0 ? "\u{1B}[\(drawnLines)A" : ""
    // A line that wraps would be two, and the next table would be drawn in the wrong place.
    let width = max(20, Terminal.width - 1)
    let text = lines.map { "\u{1B}[2K\($0.prefix(width))\n" }.joined()
    Terminal.tell(raw: up + text)
    drawnLines = lines.count
  }

  /// Leaves the table where it is, so that what is told next comes below it.
  mutating func leave() { drawnLines = 0 }

  private struct ColumnLayout {
    var title: String
    var width: Int
    var cell: (Row) -> String
  }

  private static var columns: [ColumnLayout] {
    [
      ColumnLayout(title: "V", width: 10) { number($0.voltage, 4) },
      ColumnLayout(title: "A", width: 11) { number($0.current, 4) },
      ColumnLayout(title: "°C", width: 8) { number($0.temperature, 1) },
      ColumnLayout(title: "step Ah", width: 11) { number($0.stepCharge, 5) },
      ColumnLayout(title: "missing", width: 9) { "\($0.gapSlots)" },
      ColumnLayout(title: "alarms", width: 8) { "\($0.alarms)" },
    ]
  }

  private static func number(_ value: Double?, _ decimals: Int) -> String {
    guard let value, value.isFinite else { return "–" }
    let text = String(format: "%.\(decimals)f", value)
    // A rounded zero has no sign.
    return text.hasPrefix("-") && !text.contains { ("1"..."9").contains($0) }
      ? String(text.dropFirst()) : text
  }
}

extension String {
  fileprivate func padded(_ width: Int) -> String {
    count >= width
      ? String(prefix(width - 1)) + " " : self + String(repeating: " ", count: width - count)
  }

  fileprivate func leftPadded(_ width: Int) -> String {
    count >= width ? " " + self : String(repeating: " ", count: width - count) + self
  }
}
