import CellData

/// Discharge capacity on a grid of voltages, one column a cycle, without any label.
///
/// The data of early-prediction studies come so (Severson and others 2019). The capacity of a
/// cycle is the highest value of its column, since charge only adds up. Which cycle the first column is, and the voltages, are
/// not in the file: the columns are counted from 1, and no derivative is made.
struct CapacityGrid {
  private let capacities: [Double]

  private static let fewestRows = 100
  private static let fewestColumns = 2
  /// Columns begin near zero and never fall by more than noise, but for this share of them.
  private static let oddShare = 0.1
  private static let smallShare = 0.02

  /// Nil for anything else.
  init?(_ text: SpectrumText) {
    let rows = text.lines.indices.filter { !text.lines[$0].isEmpty }
    guard rows.count >= Self.fewestRows else { return nil }
    for separator in [FieldSeparator.comma, .tab, .semicolon] {
      let width = text.fields(rows[0], by: separator).count
      guard width >= Self.fewestColumns else { continue }
      guard let columns = Self.columns(text, rows, separator, width) else { return nil }
      let odd = columns.count { !Self.looksLikeCapacity($0) }
      guard Double(odd) <= Self.oddShare * Double(width) else { return nil }
      capacities = columns.map { $0.max() ?? 0 }
      return
    }
    return nil
  }

  private static func columns(
    _ text: SpectrumText, _ rows: [Int], _ separator: FieldSeparator, _ width: Int
  ) -> [[Double]]? {
    var columns = [[Double]](repeating: [], count: width)
    for row in rows {
      let fields = text.fields(row, by: separator)
      guard fields.count == width else { return nil }
      for (k, field) in fields.enumerated() {
        guard let value = text.number(field, decimalComma: false), value.isFinite else {
          return nil
        }
        columns[k].append(value)
      }
    }
    return columns
  }

  private static func looksLikeCapacity(_ column: [Double]) -> Bool {
    guard let last = column.last, last > 0 else { return false }
    let falls = zip(column, column.dropFirst()).contains { $1 - $0 < -smallShare * last }
    return abs(column[0]) <= smallShare * last && !falls
  }

  func reading(_ digest: FileDigest) -> CycleTableReading {
    CycleTableReading(
      format: "capacity over voltage, one column a cycle",
      cycles: capacities.enumerated().map { index, capacity in
        var cycle = TabulatedCycle()
        cycle.number = Double(index + 1)
        cycle.discharge.capacity = capacity > 0 ? AmpereHours(capacity) : nil
        return cycle
      },
      columns: [
        CycleTableReading.TableColumn(
          meaning: "dischargeCapacity", label: "highest of each column", unit: "Ah (assumed)")
      ], otherColumns: [], findings: [], digest: digest)
  }
}
