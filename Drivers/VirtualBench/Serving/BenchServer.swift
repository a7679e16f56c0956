/// What happens on a bench while it is served.
public enum BenchNews: Sendable, Equatable {
  /// A line that was unplugged is there again; a terminal has another path now.
  case reopened(BenchEndpoint)
  /// Every channel has carried its procedure out and rests.
  case done
}

/// Serves a bench in a thread of its own until it is stopped.
public final class BenchServer: Sendable {
  public let plan: BenchPlan
  public let endpoints: [BenchEndpoint]
  private let floor: ServingFloor
  private let thread: ServerThread

  /// Opens every line of the bench and begins to serve.
  ///
  /// - Parameters:
  ///   - plan: what to serve.
  ///   - equipment: finds the equipment of a name.
  ///   - truth: where to note what was served.
  ///   - tell: told, on the server's thread, what happens.
  /// - Throws: when a port is taken, a terminal cannot be opened or equipment is unknown; nothing
  ///   is left open then.
  public init(
    _ plan: BenchPlan, equipment: EquipmentLookUp, truth: TruthFiles = TruthFiles(),
    tell: @escaping @Sendable (BenchNews) -> Void = { _ in }
  ) throws(VirtualBenchError) {
    self.plan = plan
    let floor = try ServingFloor(
      plan, equipment: equipment, log: try TruthLog(truth), tell: tell)
    self.floor = floor
    endpoints = floor.endpoints
    thread = ServerThread { floor.run() }
    thread.start()
  }

  deinit { stop() }

  /// Refuses a fault on a line or channel that is not here.
  public func checkNames(of fault: Fault) throws(Fault.CommandError) {
    let lines = plan.lines.map(\.name)
    if let line = fault.line, !lines.contains(line) {
      throw Fault.CommandError(
        description: "found the line “\(line)”, expected one of \(lines.joined(separator: ", "))")
    }
    let channels = plan.lines.flatMap { $0.instruments.flatMap { $0.channels.map(\.name) } }
    if let channel = fault.channel, !channels.contains(channel) {
      throw Fault.CommandError(description: "there is no channel “\(channel)”")
    }
  }

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
