public import CellData

extension BenchPlan {
  /// A bench with one rack behind Modbus TCP whose channels all carry out the same procedure.
  ///
  /// - Parameters:
  ///   - interval: the distance of two readings of the meters in time of the cells.
  public static func rack(
    channels: Int, procedure: BuiltInProcedure, pace: Pace, interval: Seconds = Seconds(0.01),
    start: Start = .atOnce, host: String = "127.0.0.1", port: UInt16 = 0
  ) -> BenchPlan {
    let sample = SampleBench.cylindrical21700
    let plan = procedure.plan(ratedCapacity: 4.4, window: Volts(2.5)...Volts(4.2))
    let cells = (1...max(channels, 1)).map { number in
      Channel(
        name: channels == 1 ? procedure.rawValue : "\(procedure.rawValue)-\(number)",
        cell: VirtualCell(
          sample.parameters, stateOfCharge: sample.stateOfChargeAsFound,
          ambientTemperature: sample.ambientTemperature),
        meters: sample.instrument, plan: plan,
        seed: sample.seed &+ UInt64(number))
    }
    let rack = Instrument(equipment: "denchi-rack", serialNumber: "VB-0001", channels: cells)
    return BenchPlan(
      name: "rack", pace: pace, interval: interval, start: start,
      lines: [Line(name: "rack", way: .modbusTCP(host: host, port: port), instruments: [rack])])
  }
}
