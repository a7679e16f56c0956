import Instruments

/// Everything that one server thread owns.
///
/// Made on the caller's thread, so that a port that is taken is known at once, and touched by
/// nobody but the loop's thread from ``run()`` on: that is what makes it sendable.
final class ServingFloor: @unchecked Sendable {
  let doorbell: Doorbell
  private(set) var endpoints: [BenchEndpoint] = []
  private let loop = EventLoop()
  private var lines: [ServedLine] = []
  private var listeners: [ListeningPort] = []
  private var terminals: [PseudoTerminal] = []

  init(_ plan: BenchPlan) throws(VirtualBenchError) {
    doorbell = try Doorbell()
    loop.watch(doorbell)
    let now = MonotonicTime(nanoseconds: monotonicNanoseconds())
    let start = plan.start == .atOnce ? now : nil
    for line in plan.lines { try open(line, speed: plan.speed, start: start) }
  }

  func run() {
    loop.run()
    lines.forEach { $0.close() }
    listeners.forEach { $0.descriptor.close() }
    terminals.forEach { $0.close() }
  }

  /// Ends ``run()``; only on the loop's thread.
  func stop() { loop.stop() }

  private func open(
    _ line: BenchPlan.Line, speed: Double, start: MonotonicTime?
  ) throws(VirtualBenchError) {
    let instruments = line.instruments.map { ServedInstrument($0, speed: speed, start: start) }
    let connection: String
    switch line.way {
    case .modbusTCP(let host, let port):
      let served = ServedLine(on: loop) { ModbusDialogue(.tcp, instruments) }
      let socket = try TCPSocket(host: host, port: port)
      let listener = ListeningPort(socket, for: served)
      loop.watch(listener)
      listeners.append(listener)
      lines.append(served)
      connection = "modbus-tcp://\(host):\(socket.port)"
    case .modbusRTU(let link):
      let served = ServedLine(on: loop) { ModbusDialogue(.rtu, instruments) }
      let terminal = try PseudoTerminal()
      if let link { try PseudoTerminal.link(link, to: terminal.path) }
      served.serve(terminal.descriptor)
      terminals.append(terminal)
      lines.append(served)
      connection = "modbus-rtu://\(link ?? terminal.path)"
    }
    endpoints.append(
      BenchEndpoint(line: line.name, connection: connection, instruments: line.instruments))
  }
}

extension ServedInstrument {
  convenience init(_ plan: BenchPlan.Instrument, speed: Double, start: MonotonicTime?) {
    self.init(
      unit: plan.unit,
      identity: InstrumentIdentity(
        maker: "Denchi", model: plan.equipment, serialNumber: plan.serialNumber, firmware: "1"),
      channels: plan.channels.map { channel in
        ServedChannel(
          name: channel.name,
          channel: VirtualChannel(
            channel.cell, in: channel.meters, plan: channel.plan, interval: channel.interval,
            seed: channel.seed),
          speed: speed, start: start)
      })
  }
}
