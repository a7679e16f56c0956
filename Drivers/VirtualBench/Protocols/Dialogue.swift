/// How the instruments of one line talk with one client.
protocol Dialogue: AnyObject {
  /// Takes whole requests out of what arrived and answers each, in order.
  func answers(to arrived: inout [UInt8], at now: Int64) -> [Answer]
}

/// What goes back for one request.
struct Answer {
  var bytes: [UInt8]
}

/// Modbus in either framing, for any number of units.
final class ModbusDialogue: Dialogue {
  enum Framing { case tcp, rtu }

  private let framing: Framing
  private let instruments: [UInt8: ServedInstrument]

  init(_ framing: Framing, _ instruments: [ServedInstrument]) {
    self.framing = framing
    self.instruments = Dictionary(instruments.map { ($0.unit, $0) }) { first, _ in first }
  }

  func answers(to arrived: inout [UInt8], at now: Int64) -> [Answer] {
    var answers: [Answer] = []
    while let request = next(in: &arrived) {
      if let answer = answer(to: request, at: now) { answers.append(answer) }
    }
    return answers
  }

  private func next(in arrived: inout [UInt8]) -> ModbusRequest? {
    switch framing {
    case .tcp: ModbusTCPFrames.next(in: &arrived)
    case .rtu: ModbusRTUFrames.next(in: &arrived)
    }
  }

  private func answer(to request: ModbusRequest, at now: Int64) -> Answer? {
    let body: [UInt8]
    if let instrument = instruments[request.unit] {
      body = ModbusAnswering.body(answering: request) { table, address, count in
        RackMap.read(instrument, table, address, count, at: now)
      }
    } else {
      // A gateway says that nobody is behind it; on a bus nobody says anything.
      guard framing == .tcp else { return nil }
      body = [(request.body.first ?? 0) | 0x80, 0x0B]
    }
    switch framing {
    case .tcp: return Answer(bytes: ModbusTCPFrames.framed(body, answering: request))
    case .rtu: return Answer(bytes: ModbusRTUFrames.framed(body, answering: request))
    }
  }
}
