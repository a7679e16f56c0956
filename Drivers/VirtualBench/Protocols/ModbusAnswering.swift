import Instruments

/// What a virtual instrument answers over Modbus.
enum RegisterAnswer: Equatable {
  /// As many registers, or bits as 0 and 1, as were asked for.
  case values([UInt16])
  /// An exception by its code.
  case exception(UInt8)

  static let illegalFunction = RegisterAnswer.exception(1)
  static let illegalAddress = RegisterAnswer.exception(2)
  static let illegalValue = RegisterAnswer.exception(3)
}

/// The body of a Modbus answer (MODBUS Application Protocol, V1.1b3).
enum ModbusAnswering {
  /// The answer to one request.
  ///
  /// - Parameter read: what the unit says; asked only for counts that the standard allows.
  static func body(
    answering request: ModbusRequest,
    read: (RegisterRequest.Table, _ address: Int, _ count: Int) -> RegisterAnswer
  ) -> [UInt8] {
    let body = request.body
    let function = body.first ?? 0
    guard let table = table(of: function) else { return [function | 0x80, 1] }
    guard body.count == 5 else { return [function | 0x80, 3] }
    let address = Int(body[1]) << 8 | Int(body[2])
    let count = Int(body[3]) << 8 | Int(body[4])
    let isBits = table == .coils || table == .discreteInputs
    guard (1...(isBits ? 2000 : 125)).contains(count) else { return [function | 0x80, 3] }
    guard address + count <= 65_536 else { return [function | 0x80, 2] }
    switch read(table, address, count) {
    case .exception(let code): return [function | 0x80, code]
    case .values(let values): return isBits ? bits(function, values) : words(function, values)
    }
  }

  private static func table(of function: UInt8) -> RegisterRequest.Table? {
    switch function {
    case 1: .coils
    case 2: .discreteInputs
    case 3: .holding
    case 4: .input
    default: nil
    }
  }

  private static func words(_ function: UInt8, _ values: [UInt16]) -> [UInt8] {
    var body = [function, UInt8(values.count * 2)]
    body.reserveCapacity(2 + values.count * 2)
    for value in values {
      body.append(UInt8(value >> 8))
      body.append(UInt8(value & 0xFF))
    }
    return body
  }

  private static func bits(_ function: UInt8, _ values: [UInt16]) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: (values.count + 7) / 8)
    for (place, value) in values.enumerated() where value != 0 {
      bytes[place / 8] |= 1 << (place % 8)
    }
    return [function, UInt8(bytes.count)] + bytes
  }
}
