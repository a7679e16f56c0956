public import CellData

/// Samples as text in the Battery Data Format: a header row and comma-separated numbers.
///
/// Each number has the fewest digits that read back to the same double; a missing one is empty.
public enum BDFText {
  /// The two spellings of a column that the format knows.
  public enum Spelling: Sendable {
    /// `Test Time / s`
    case labels
    /// `test_time_second`
    case machineNames
  }

  /// The channels a virtual tester fills, in the order of their columns.
  private static let columns: [(channel: Channel, label: String, machineName: String)] = [
    (.time, "Test Time / s", "test_time_second"),
    (.voltage, "Voltage / V", "voltage_volt"),
    (.current, "Current / A", "current_ampere"),
    (.temperature, "Temperature T1 / degC", "temperature_t1_celsius"),
    (.cycleNumber, "Cycle Count / 1", "cycle_count"),
    (.stepNumber, "Step Count / 1", "step_count"),
    (.chargeCapacity, "Charging Capacity / Ah", "charging_capacity_ah"),
    (.dischargeCapacity, "Discharging Capacity / Ah", "discharging_capacity_ah"),
  ]

  /// The text of a whole run, with one line feed after each row.
  public static func csv(_ samples: RunChunk, spelling: Spelling) -> String {
    let present = columns.filter { samples.has($0.channel) }
    var text = present.map { spelling == .labels ? $0.label : $0.machineName }
      .joined(separator: ",")
    text += "\n"
    let values = present.map { samples[$0.channel] }
    for row in 0..<samples.count {
      for (index, column) in values.enumerated() {
        if index > 0 { text += "," }
        text += number(column[row])
      }
      text += "\n"
    }
    return text
  }

  /// A double in the fewest digits, whole numbers without a point, NaN and infinities as nothing.
  static func number(_ value: Double) -> String {
    guard value.isFinite else { return "" }
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
