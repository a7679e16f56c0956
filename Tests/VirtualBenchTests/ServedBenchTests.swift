import CellData
import Equipment
import Instruments
import Testing

@testable import VirtualBench

/// Served benches, read through the drivers of this package over loopback.
struct ServedBenchTests {
  private static func server(_ json: String) throws -> BenchServer {
    try BenchServer(
      BenchPlan(json: Array(json.utf8), path: "test"),
      equipment: EquipmentCatalogue.profile(named:))
  }

  private static func rack(_ server: BenchServer, inputs: Int) throws -> ProfiledModbusInstrument {
    let clock = ContinuousTime()
    let connection = try Connection(parsing: try #require(server.endpoints.first).connection)
    guard case .modbusTCP(let host, let port) = connection else { throw InstrumentError.noAnswer }
    let bank = ModbusTCP(host: host, port: port)
    try bank.open(by: deadline(clock))
    return try ProfiledModbusInstrument(
      try #require(EquipmentCatalogue.profile(named: "denchi-rack")), on: bank, inputs: inputs,
      clock: clock)
  }

  private static func deadline(_ clock: ContinuousTime) -> MonotonicTime {
    clock.now.advanced(byNanoseconds: .seconds(2))
  }

  /// A stepped rate test, read to its end: what the readings add up to is the declared truth.
  ///
  /// A discharge of constant current is on the grid of readings at both ends, so its charge is
  /// current times time exactly; past the cut-off flows less than one interval of current.
  @Test func `the readings of a whole rate test add up to the truth of the cell`() throws {
    let server = try Self.server(
      """
      {"speed": "stepped", "interval_s": 4,
       "procedures": {"p": {"kind": "rate", "chargeRate": 1, "dischargeRates": [0.5, 1, 3],
                            "rest_s": 300, "firstRest_s": 60}},
       "lines": [{"name": "l", "protocol": "modbus-tcp", "instruments": [
         {"equipment": "denchi-rack", "channels": [
           {"name": "c", "cell": "cylindrical-21700", "procedure": "p", "meters": "ideal"}]}]}]}
      """)
    defer { server.stop() }
    let rack = try Self.rack(server, inputs: 1)
    let clock = ContinuousTime()
    _ = try rack.identify(by: Self.deadline(clock))
    var charge: [Double: Double] = [:]
    var last: (time: Double, current: Double)?
    for _ in 0..<9000 {
      guard case .reading(let reading) = try rack.read(by: Self.deadline(clock))[0] else {
        continue
      }
      let now = (time: try #require(reading.deviceTime), current: reading.values[1])
      if let last, last.current < -1, abs(last.current - now.current) < 0.01 {
        #expect(abs(now.time - last.time - 4) < 1e-9)
        charge[(last.current * 10).rounded() / 10, default: 0] +=
          -last.current * (now.time - last.time) / 3600
      }
      last = now
    }
    for (rate, truth) in try Self.truth([0.5, 1, 3]) {
      let measured = try #require(charge[(-4.4 * rate * 10).rounded() / 10])
      let interval = 4.4 * rate * 4 / 3600
      #expect(measured > truth - 2e-5, "at \(rate)C")
      #expect(measured < truth + interval + 2.5e-4, "at \(rate)C")
    }
  }

  /// E0(q) − r(q)·I meets 2.5 V at a state of charge found by bisection; the discharge begins where
  /// the charge ended: E0(q) + r(q)·0.22 A = 4.2 V.
  private static func truth(_ rates: [Double]) throws -> [(rate: Double, charge: Double)] {
    let cell = SampleBench.cylindrical21700.parameters
    func solve(_ current: Double, _ voltage: Double) -> Double {
      var (low, high) = (-0.1, 1.1)
      for _ in 0..<80 {
        let q = (low + high) / 2
        let found =
          cell.openCircuitVoltage.value(at: q) + cell.seriesResistance.value(at: q) * current
        if found < voltage { low = q } else { high = q }
      }
      return high
    }
    // The reading that ends the charge comes up to 4 s later, which is worth up to 2.4e-4 Ah.
    let full = solve(0.22, 4.2)
    return rates.map { ($0, (full - solve(-4.4 * $0, 2.5)) * 4.47) }
  }

  @Test func `many channels of a stepped rack show the same instant`() throws {
    let server = try Self.server(
      """
      {"speed": "stepped", "interval_s": 1, "lines": [
        {"name": "l", "protocol": "modbus-tcp", "instruments": [
          {"equipment": "denchi-rack", "channels": [
            {"name": "c", "cell": "cylindrical-21700", "procedure": "discharge", "count": 40,
             "stateOfCharge": 1, "meters": "ideal"}]}]}]}
      """)
    defer { server.stop() }
    let rack = try Self.rack(server, inputs: 40)
    let clock = ContinuousTime()
    _ = try rack.identify(by: Self.deadline(clock))
    for tick in 0..<50 {
      let readings = try rack.read(by: Self.deadline(clock))
      #expect(readings.count == 40)
      #expect(readings.allSatisfy { $0 == readings[0] })
      guard case .reading(let reading) = readings[0] else { continue }
      #expect(reading.deviceTime == Double(tick))
    }
  }

  @Test func `a port that is taken is said before anything is served`() throws {
    let server = try Self.server(
      """
      {"lines": [{"name": "l", "protocol": "modbus-tcp", "instruments": [
        {"equipment": "denchi-rack", "channels": [
          {"name": "c", "cell": "pouch-ncm", "procedure": "rest"}]}]}]}
      """)
    defer { server.stop() }
    let connection = try Connection(parsing: server.endpoints[0].connection)
    guard case .modbusTCP(_, let port) = connection else { return }
    let second = BenchPlan.single(
      "denchi-rack", way: .modbusTCP(host: "127.0.0.1", port: port), channels: 1,
      procedure: .rest, pace: .running(speed: 1))
    #expect(throws: VirtualBenchError.self) {
      try BenchServer(second, equipment: EquipmentCatalogue.profile(named:))
    }
  }

  @Test func `equipment that does not exist, or cannot be served so, is refused`() {
    for (equipment, way) in [
      ("nothing", BenchPlan.Way.modbusTCP(host: "127.0.0.1", port: 0)),
      ("hioki-bt356x", .modbusTCP(host: "127.0.0.1", port: 0)),
      ("maynuo-m97", .serial(BenchPlan.Terminal())),
    ] {
      let plan = BenchPlan.single(
        equipment, way: way, channels: 1, procedure: .rest, pace: .running(speed: 1))
      #expect(throws: VirtualBenchError.self) {
        try BenchServer(plan, equipment: EquipmentCatalogue.profile(named:))
      }
    }
  }
}
