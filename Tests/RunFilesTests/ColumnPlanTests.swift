import CellData
import Testing

@testable import RunFiles

struct ColumnPlanTests {
  /// Notations met in public exports, with the channel and the factor they stand for.
  static let notations: [(String, Channel, Double)] = [
    ("Test Time / s", .time, 1), ("test_time_second", .time, 1), ("Test_Time(s)", .time, 1),
    ("TestTime/Sec", .time, 1), ("Run Time (h)", .time, 3600), ("Test (Min)", .time, 60),
    ("Test (Sec)", .time, 1), ("Time_s", .time, 1), ("t/s", .time, 1), ("time/ms", .time, 1e-3),
    ("Total Time (h:min:s.ms)", .time, 1), ("Test_Time", .time, 1), ("Seconds", .time, 1),
    ("Voltage(V)", .voltage, 1), ("Voltage (V)", .voltage, 1), ("Voltage [V]", .voltage, 1),
    ("Voltage / V", .voltage, 1), ("Voltage_V", .voltage, 1), ("voltage_volt", .voltage, 1),
    ("U[V]", .voltage, 1), ("Ewe/V", .voltage, 1), ("<Ewe>/V", .voltage, 1),
    ("Voltage(mV)", .voltage, 1e-3), ("Volts", .voltage, 1), ("voltage_millivolt", .voltage, 1e-3),
    ("I/mA", .current, 1e-3), ("Current (uA)", .current, 1e-6), ("current_ampere", .current, 1),
    ("Current(\u{B5}A)", .current, 1e-6), ("Current(\u{3BC}A)", .current, 1e-6),
    ("Current(\u{790E}A)", .current, 1e-6), ("Current(\u{790E})", .current, 1e-6),
    ("<I>/mA", .current, 1e-3), ("Amps", .current, 1), ("mAmps", .current, 1e-3),
    ("Charging Capacity / Ah", .chargeCapacity, 1), ("charging_capacity_ah", .chargeCapacity, 1),
    ("Chg. Cap.(mAh)", .chargeCapacity, 1e-3), ("DChg. Cap.(Ah)", .dischargeCapacity, 1),
    ("charge_capacity", .chargeCapacity, 1), ("Q charge/mA.h", .chargeCapacity, 1e-3),
    ("Discharge_Capacity(mAs)", .dischargeCapacity, 1e-3 / 3600),
    ("step_discharging_capacity_ah", .dischargeCapacity, 1),
    ("Charge Energy (mWh)", .chargeEnergy, 1e-3),
    ("Discharge_Energy(mWs)", .dischargeEnergy, 1e-3 / 3600),
    ("Net Capacity / Ah", .netCapacity, 1), ("unix_time_second", .unixTime, 1),
    ("ambient_temperature_celsius", .temperature, 1),
    ("temperature_t1_celsius", .temperature, 1), ("Temperature(\u{B0}C)", .temperature, 1),
    ("T1[\u{FFFD}C]", .temperature, 1), ("T1(?)", .temperature, 1),
    ("Ambient Temperature / degC", .temperature, 1), ("Cycle Count / 1", .cycleNumber, 1),
    ("Cyc#", .cycleNumber, 1), ("step_index", .stepNumber, 1), ("Step ID", .stepNumber, 1),
    ("Step Time (s)", .stepTime, 1), ("Step (Min)", .stepTime, 60), ("Md", .direction, 1),
  ]

  @Test(arguments: notations)
  func `a notation names its channel and unit`(
    label: String, channel: Channel, factor: Double
  ) throws {
    // Labels reach the plan as the decoder leaves them.
    let bytes = Array(label.utf8)
    let text = LabelText.decode(bytes.span, bytes.indices)
    let reading = try #require(ColumnPlan(labels: [text]).candidates[channel]?.first)
    #expect(abs(reading.conversion.factor - factor) <= 1e-15 * factor)
  }

  @Test(arguments: [
    "dV/dt(V/s)", "Power(W)", "Spec. Cap.(mAh/g)", "Data_Point",
    "Min_Voltage (V)", "Record", "Amphr", "Is_FC_Data",
  ])
  func `other quantities are left alone`(label: String) {
    #expect(ColumnPlan(labels: [label]).candidates.isEmpty)
  }

  @Test func `labels in other encodings keep their micro and degree signs`() throws {
    let cases: [([UInt8], String)] = [
      ([0x49, 0x2F, 0xB5, 0x41], "I/µA"),  // Latin-1
      ([0x49, 0x2F, 0xA6, 0xCC, 0x41], "I/µA"),  // GB18030
      ([0x54, 0x5B, 0xB0, 0x43, 0x5D], "T[°C]"),  // Latin-1
      ([0x54, 0x28, 0xA1, 0xE6, 0x29], "T(°C)"),  // GB18030
      ([0xC2, 0xB5, 0x41], "µA"), ([0xCE, 0xBC, 0x41], "µA"),
    ]
    for (bytes, text) in cases {
      #expect(LabelText.decode(bytes.span, bytes.indices) == text)
    }
  }

  @Test func `step count is preferred to the program's step`() {
    let plan = ColumnPlan(labels: ["step_index", "step_id", "step_count"])
    #expect(plan.settle { $0 }.readings.map(\.label) == ["step_count"])
    #expect(plan.settle { $0 }.otherColumns == ["step_index", "step_id"])
  }

  @Test func `the running counter is preferred to those that reset`() {
    let plan = ColumnPlan(labels: [
      "cycle_charging_capacity_ah", "step_charging_capacity_ah", "charging_capacity_ah",
    ])
    #expect(plan.settle { $0 }.readings.map(\.label) == ["charging_capacity_ah"])
  }

  @Test func `the cell's own temperature is preferred to the chamber's`() {
    let plan = ColumnPlan(labels: ["ambient_temperature_celsius", "temperature_t1_celsius"])
    #expect(plan.settle { $0 }.readings.map(\.label) == ["temperature_t1_celsius"])
  }

  @Test func `the words of testers say the direction`() {
    let words: [(String, Double?)] = [
      ("C", 1), ("D", -1), ("R", 0), ("CHA", 1), ("DCH", -1), ("PAU", 0), ("CHRG", 1),
      ("DCHG", -1), ("REST", 0), ("CC_Chg", 1), ("CC DChg", -1), ("CCCV_Chg", 1), ("charge", 1),
      ("Discharge", -1), ("pause", 0), ("CC-CV Charge", 1), ("CV", nil), ("12", nil), ("A", nil),
    ]
    for (word, sign) in words { #expect(DirectionWord.sign(word) == sign, "\(word)") }
  }
}
