/// One line of a bench while it is served: where clients come in, who talks with them, and what
/// goes wrong.
final class ServedLine {
  let name: String
  let instruments: [ServedInstrument]
  private let way: BenchPlan.Way
  private let loop: EventLoop
  private let makeDialogue: () -> any Dialogue
  private let answerDelay: Int64
  private var gate: FaultGate
  private let log: TruthLog?
  private var door: (any Door)?
  private var clients: [ClientPort] = []
  /// Counted up with each closing, so that a reopening that was planned before means nothing.
  private var closings = 0
  /// Told of the connection whenever the line is open again.
  var reopened: (String) -> Void = { _ in }

  init(
    _ plan: BenchPlan.Line, instruments: [ServedInstrument], gate: FaultGate, log: TruthLog?,
    on loop: EventLoop, dialogue: @escaping () -> any Dialogue
  ) {
    name = plan.name
    way = plan.way
    answerDelay = Int64(plan.answerDelay * 1e9)
    self.instruments = instruments
    self.gate = gate
    self.log = log
    self.loop = loop
    makeDialogue = dialogue
  }

  /// Opens the line.
  ///
  /// - Parameter former: the address it had before; the same one is taken again.
  /// - Returns: the connection as a bench file has it.
  @discardableResult
  func open(as former: (any Door)? = nil) throws(VirtualBenchError) -> String {
    let door = try way.opened(as: former)
    self.door = door
    switch door {
    case let listener as ListeningPort:
      listener.arrived = { [unowned self] in serve($0) }
      loop.watch(listener)
    case let terminal as PseudoTerminal: serve(terminal.descriptor)
    default: break
    }
    return door.connection
  }

  /// Closes the line and sends all clients away.
  func close() {
    closings += 1
    if let listener = door as? ListeningPort { loop.forget(listener) }
    door?.close()
    clients.forEach { $0.close() }
  }

  /// Carries out a fault: at once where it lasts, with the next answer where it befalls one.
  func suffer(_ fault: Fault) {
    guard !fault.kind.isOfOneAnswer else { return gate.ask(fault) }
    let end = loop.now + Int64(fault.duration * 1e9)
    let befallen = instruments.flatMap(\.channels).filter {
      fault.channel == nil || fault.channel == $0.name
    }
    switch fault.kind {
    case .silence: gate.fallSilent(until: end)
    case .wrongIdentity: instruments.forEach { $0.becomeStranger(until: end) }
    case .stuckValue: befallen.forEach { $0.stick(until: end) }
    case .sentinel: befallen.forEach { $0.mark(until: end) }
    case .restart:
      instruments.forEach { $0.restart(at: loop.now) }
      unplug(until: end)
    case .unplug: unplug(until: end)
    default: break
    }
  }

  private func unplug(until end: Int64) {
    close()
    reopen(at: end, closing: closings)
  }

  private func reopen(at time: Int64, closing: Int) {
    loop.at(time) { [weak self] in
      guard let self, closings == closing else { return }
      do {
        reopened(try open(as: door))
      } catch {
        // Somebody took the port meanwhile; it may be given back.
        reopen(at: loop.now + 100_000_000, closing: closing)
      }
    }
  }

  private func serve(_ descriptor: Descriptor) {
    let client = ClientPort(descriptor)
    let dialogue = makeDialogue()
    client.heard = { [unowned self, unowned client] in hear(client, dialogue) }
    client.left = { [unowned self, unowned client] in
      loop.forget(client)
      clients.removeAll { $0 === client }
    }
    clients.append(client)
    loop.watch(client)
    if let interval = dialogue.pushInterval {
      push(to: client, dialogue, every: interval, at: loop.now + interval)
    }
  }

  private func hear(_ client: ClientPort, _ dialogue: any Dialogue) {
    if let patience = dialogue.patience, loop.now - client.lastHeard > patience {
      client.forgetOld()
    }
    client.lastHeard = loop.now
    for answer in dialogue.answers(to: &client.arrived, at: loop.now) {
      send(answer, to: client, after: answerDelay)
    }
  }

  private func push(
    to client: ClientPort, _ dialogue: any Dialogue, every interval: Int64, at time: Int64
  ) {
    loop.at(time) { [weak self, weak client] in
      guard let self, let client, client.descriptor.isOpen else { return }
      if let answer = dialogue.pushed(at: loop.now) { send(answer, to: client, after: 0) }
      push(to: client, dialogue, every: interval, at: max(time + interval, loop.now))
    }
  }

  private func send(_ answer: Answer, to client: ClientPort, after delay: Int64) {
    let (parcels, befallen, lasting) = gate.pass(answer, at: loop.now)
    log?.note(answer.carried, line: name, at: loop.now, faults: befallen)
    for parcel in parcels {
      guard delay + parcel.delay > 0 else {
        client.send(parcel.bytes)
        continue
      }
      loop.at(loop.now + delay + parcel.delay) { [weak client] in client?.send(parcel.bytes) }
    }
    lasting.forEach(suffer)
  }
}
