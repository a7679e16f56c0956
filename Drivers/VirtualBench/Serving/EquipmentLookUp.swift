public import Instruments

/// Finds the profile of a piece of equipment by its name; nil where there is none.
public typealias EquipmentLookUp = @Sendable (String) -> Profile?

extension BenchPlan.Line {
  /// What makes the instruments' side of a talk, one for each client.
  func dialogue(
    _ instruments: [ServedInstrument], equipment: EquipmentLookUp
  ) throws(VirtualBenchError) -> () -> any Dialogue {
    switch way {
    case .modbusTCP, .modbusRTU:
      let units = try units(instruments, equipment: equipment)
      let framing = way.isModbusTCP ? ModbusDialogue.Framing.tcp : .rtu
      return { ModbusDialogue(framing, units) }
    case .textTCP, .serial:
      throw .badBench("line “\(name)”: text is not served yet.")
    }
  }

  private func units(
    _ instruments: [ServedInstrument], equipment: EquipmentLookUp
  ) throws(VirtualBenchError) -> [UInt8: ModbusDialogue.Unit] {
    var units: [UInt8: ModbusDialogue.Unit] = [:]
    for instrument in instruments {
      let plan = instrument.plan
      guard let profile = equipment(plan.equipment) else {
        throw .badBench("line “\(name)”: there is no equipment “\(plan.equipment)”.")
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

extension BenchPlan.Way {
  var isModbusTCP: Bool { if case .modbusTCP = self { true } else { false } }
}
