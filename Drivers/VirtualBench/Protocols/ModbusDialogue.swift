/// Modbus in either framing, for any number of units.
final class ModbusDialogue: Dialogue {
  enum Framing { case tcp, rtu }

  struct Unit {
    var instrument: ServedInstrument
    var face: RegisterFace
  }

  private let framing: Framing
  private let units: [UInt8: Unit]

  init(_ framing: Framing, _ units: [UInt8: Unit]) {
    self.framing = framing
    self.units = units
  }

  /// On a bus a request comes in one piece; half of one is noise.
  var patience: Int64? { framing == .rtu ? 200_000_000 : nil }

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
    guard let unit = units[request.unit] else {
      // A gateway says that nobody is behind it; on a bus nobody says anything.
      guard framing == .tcp else { return nil }
      return Answer(bytes: framed([(request.body.first ?? 0) | 0x80, 0x0B], answering: request))
    }
    let body = ModbusAnswering.body(answering: request) { table, address, count in
      unit.face.read(table, address, count, at: now)
    }
    return Answer(
      bytes: framed(body, answering: request), carried: unit.instrument.takeCarried(),
      misled: misled(body, answering: request))
  }

  private func framed(_ body: [UInt8], answering request: ModbusRequest) -> [UInt8] {
    switch framing {
    case .tcp: ModbusTCPFrames.framed(body, answering: request)
    case .rtu: ModbusRTUFrames.framed(body, answering: request)
    }
  }

  /// What a wrong unit and a wrong count would look like; their checksums are good.
  private func misled(_ body: [UInt8], answering request: ModbusRequest) -> () -> Answer.Misled {
    { [self] in
      var other = request
      other.unit ^= 1
      var shorter = body
      if body.count >= 4, body[0] & 0x80 == 0 {
        let cut = body[0] > 2 && body.count >= 6 ? 2 : 1
        shorter.removeLast(cut)
        shorter[1] -= UInt8(cut)
      }
      return Answer.Misled(
        otherUnit: framed(body, answering: other), otherLength: framed(shorter, answering: request))
    }
  }
}
