/// Serves a bench in a thread of its own until it is stopped.
public final class BenchServer: Sendable {
  public let plan: BenchPlan
  public let endpoints: [BenchEndpoint]
  private let floor: ServingFloor
  private let thread: ServerThread

  /// Opens every line of the bench and begins to serve.
  ///
  /// - Parameters:
  ///   - truth: where to note what was served.
  ///   - reopened: told, on the server's thread, where a line is reached that was unplugged.
  /// - Throws: when a port is taken, a terminal cannot be opened or equipment is unknown; nothing
  ///   is left open then.
  public init(
    _ plan: BenchPlan, equipment: EquipmentLookUp, truth: TruthFiles = TruthFiles(),
    reopened: @escaping @Sendable (BenchEndpoint) -> Void = { _ in }
  ) throws(VirtualBenchError) {
    self.plan = plan
    let floor = try ServingFloor(
      plan, equipment: equipment, log: try TruthLog(truth), reopened: reopened)
    self.floor = floor
    endpoints = floor.endpoints
    thread = ServerThread { floor.run() }
    thread.start()
  }

  deinit { stop() }

  /// Has a fault happen now, or with the next answer, whatever its trigger says.
  public func inject(_ fault: Fault) {
    floor.doorbell.ring { [floor] in floor.suffer(fault) }
  }

  /// Closes all lines and waits for the thread to end; a second call does nothing.
  public func stop() {
    floor.doorbell.ring { [floor] in floor.stop() }
    thread.join()
  }
}
