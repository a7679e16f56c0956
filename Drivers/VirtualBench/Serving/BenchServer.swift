/// Serves a bench in a thread of its own until it is stopped.
public final class BenchServer: Sendable {
  public let plan: BenchPlan
  public let endpoints: [BenchEndpoint]
  private let floor: ServingFloor
  private let thread: ServerThread

  /// Opens every line of the bench and begins to serve.
  ///
  /// - Throws: when a port is taken or a terminal cannot be opened; nothing is left open then.
  public init(_ plan: BenchPlan) throws(VirtualBenchError) {
    self.plan = plan
    let floor = try ServingFloor(plan)
    self.floor = floor
    endpoints = floor.endpoints
    thread = ServerThread { floor.run() }
    thread.start()
  }

  deinit { stop() }

  /// Closes all lines and waits for the thread to end; a second call does nothing.
  public func stop() {
    floor.doorbell.ring { [floor] in floor.stop() }
    thread.join()
    for line in plan.lines {
      if case .modbusRTU(let link?) = line.way { PseudoTerminal.removeLink(link) }
    }
  }
}
