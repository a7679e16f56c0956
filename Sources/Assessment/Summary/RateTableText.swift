/// The rate table as aligned columns.
struct RateTableText {
  let rows: [ReportRateRow]

  init(_ rows: [ReportRateRow]) { self.rows = rows }

  /// The head and one line a row; a column without any value is left out.
  var lines: [String] {
    let columns = [
      column("current A") { $0.current.fixed(4) },
      column("C-rate") { $0.cRate?.fixed(3) },
      column("capacity Ah") { $0.capacity.fixed(5) },
      column("energy Wh") { $0.energy.fixed(5) },
      column("mean V") { $0.meanVoltage.fixed(4) },
      column("end V") { $0.endVoltage.fixed(4) },
      column("time h") { ($0.duration / 3600).fixed(3) },
      column("max °C") { $0.maxTemperature?.fixed(1) },
      column("not in fit") { $0.exclusion },
    ].compactMap(\.self)
    return (0...rows.count).map { line in
      var text = Substring(columns.map { $0[line] }.joined(separator: "  "))
      while text.last == " " { text.removeLast() }
      return String(text)
    }
  }

  private func column(
    _ title: String, _ value: (ReportRateRow) -> String?
  ) -> [String]? {
    let values = rows.map(value)
    guard values.contains(where: { $0 != nil }) else { return nil }
    let texts = [title] + values.map { $0 ?? "" }
    let width = texts.map(\.count).max() ?? 0
    return texts.map { String(repeating: " ", count: width - $0.count) + $0 }
  }
}
