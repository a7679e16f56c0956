public import Instruments

/// Finds the profile of a piece of equipment by its name; nil where there is none.
public typealias EquipmentLookUp = @Sendable (String) -> Profile?

extension BenchPlan.Line {
  /// What makes the instruments' side of a talk, one for each client.
  func dialogue(
    _ instruments: [ServedInstrument], of bench: BenchPlan, equipment: EquipmentLookUp
  ) throws(VirtualBenchError) -> () -> any Dialogue {
    if bench.pace == .stepped {
      for instrument in instruments {
        let name = instrument.plan.equipment
        guard equipment(name)?.hasDeviceTime ?? false else {
          throw .badBench(
            "line “\(self.name)”: \(name) has no time of its own that a record could keep, so it "
              + "cannot be stepped. Give a speed.")
        }
      }
    }
    switch way {
    case .modbusTCP, .modbusRTU:
      let units = try units(instruments, equipment: equipment)
      let framing = way.isModbusTCP ? ModbusDialogue.Framing.tcp : .rtu
      return { ModbusDialogue(framing, units) }
    case .textTCP, .serial:
      return try talk(instruments, of: bench, equipment: equipment)
    }
  }

  /// The talk of the one instrument on a line without units.
  private func talk(
    _ instruments: [ServedInstrument], of bench: BenchPlan, equipment: EquipmentLookUp
  ) throws(VirtualBenchError) -> () -> any Dialogue {
    guard let instrument = instruments.first, instruments.count == 1 else {
      throw .badBench(
        "line “\(name)”: found \(instruments.count) instruments, expected one: "
          + "text and frames know no units.")
    }
    switch instrument.plan.equipment {
    case "keithley-2450":
      let buffer = KeithleyBuffer(instrument, interval: bench.interval)
      return { KeithleyDialogue(buffer) }
    case "itech-it8500": return { ITECHDialogue(instrument) }
    case "zke-ebc": return { ZKEDialogue(instrument, as: .ebcA20) }
    case "zke-ebd-usb": return { ZKEDialogue(instrument, as: .ebdUSB) }
    case let name:
      guard let profile = equipment(name) else {
        throw .badBench(
          "line “\(self.name)”: there is no equipment “\(name)” (denchi simulate list).")
      }
      let face = try TextFace(instrument, as: profile)
      return { TextDialogue(face) }
    }
  }

  private func units(
    _ instruments: [ServedInstrument], equipment: EquipmentLookUp
  ) throws(VirtualBenchError) -> [UInt8: ModbusDialogue.Unit] {
    var units: [UInt8: ModbusDialogue.Unit] = [:]
    for instrument in instruments {
      let plan = instrument.plan
      guard let profile = equipment(plan.equipment) else {
        throw .badBench(
          "line “\(name)”: there is no equipment “\(plan.equipment)” (denchi simulate list).")
      }
      guard units[plan.unit] == nil else {
        throw .badBench("line “\(name)”: two instruments have the unit \(plan.unit).")
      }
      units[plan.unit] = ModbusDialogue.Unit(
        instrument: instrument, face: try RegisterFace(instrument, as: profile))
    }
    return units
  }
}

extension BenchPlan {
  /// Equipment that is served by code, as no profile can say it, each with its usual way.
  public static let codedEquipment = [
    (name: "itech-it8500", ways: "serial"), (name: "keithley-2450", ways: "tcp"),
    (name: "zke-ebc", ways: "serial"), (name: "zke-ebd-usb", ways: "serial"),
  ]
}

extension BenchPlan.Way {
  var isModbusTCP: Bool { if case .modbusTCP = self { true } else { false } }
}
