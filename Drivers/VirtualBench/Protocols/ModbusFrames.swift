/// One request as it lay on the wire, without framing.
struct ModbusRequest: Equatable {
  var unit: UInt8
  /// Function code and what follows it.
  var body: [UInt8]
  /// Goes back unchanged; 0 on a serial line.
  var transaction: UInt16 = 0
}

/// Modbus over TCP: a header of seven bytes before each body (MODBUS Messaging on TCP/IP, V1.0b).
enum ModbusTCPFrames {
  /// Takes the first whole request out of what arrived; nil while there is none.
  ///
  /// Bytes that cannot begin a request are all dropped: there is no way to find the next header in
  /// a stream that has lost its step.
  static func next(in arrived: inout [UInt8]) -> ModbusRequest? {
    guard arrived.count >= 8 else { return nil }
    let length = Int(arrived[4]) << 8 | Int(arrived[5])
    guard arrived[2] == 0, arrived[3] == 0, (2...254).contains(length) else {
      arrived.removeAll()
      return nil
    }
    guard arrived.count >= 6 + length else { return nil }
    let request = ModbusRequest(
      unit: arrived[6], body: Array(arrived[7..<(6 + length)]),
      transaction: UInt16(arrived[0]) << 8 | UInt16(arrived[1]))
    arrived.removeFirst(6 + length)
    return request
  }

  static func framed(_ body: [UInt8], answering request: ModbusRequest) -> [UInt8] {
    let length = body.count + 1
    return [
      UInt8(request.transaction >> 8), UInt8(request.transaction & 0xFF), 0, 0,
      UInt8(length >> 8), UInt8(length & 0xFF), request.unit,
    ] + body
  }
}

/// Modbus over a serial line: unit, body, checksum (MODBUS over Serial Line, V1.02).
enum ModbusRTUFrames {
  /// Takes the first whole request with a good checksum out of what arrived.
  ///
  /// The length follows from the function. What cannot begin a request is dropped byte by byte,
  /// so that a frame behind noise is still found.
  static func next(in arrived: inout [UInt8]) -> ModbusRequest? {
    while arrived.count >= 4 {
      guard let length = length(of: arrived) else {
        arrived.removeFirst()
        continue
      }
      guard arrived.count >= length else { return nil }
      let checksum = UInt16(arrived[length - 2]) | UInt16(arrived[length - 1]) << 8
      guard self.checksum(arrived[..<(length - 2)]) == checksum else {
        arrived.removeFirst()
        continue
      }
      let request = ModbusRequest(unit: arrived[0], body: Array(arrived[1..<(length - 2)]))
      arrived.removeFirst(length)
      return request
    }
    return nil
  }

  static func framed(_ body: [UInt8], answering request: ModbusRequest) -> [UInt8] {
    var bytes = [request.unit] + body
    let checksum = checksum(bytes[...])
    bytes.append(UInt8(checksum & 0xFF))
    bytes.append(UInt8(checksum >> 8))
    return bytes
  }

  /// The cyclic redundancy check of the standard: polynomial 0xA001, low bit first, from 0xFFFF.
  static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt16 {
    bytes.reduce(0xFFFF) { table[Int(($0 ^ UInt16($1)) & 0xFF)] ^ ($0 >> 8) }
  }

  private static let table: [UInt16] = (0..<256).map { byte in
    (0..<8).reduce(UInt16(byte)) { rest, _ in
      rest & 1 == 0 ? rest >> 1 : (rest >> 1) ^ 0xA001
    }
  }

  /// The length of the request that begins here; nil where none can begin.
  private static func length(of bytes: [UInt8]) -> Int? {
    switch bytes[1] {
    case 1...6: 8
    case 15, 16: bytes.count > 6 ? 9 + Int(bytes[6]) : 9
    default: nil
    }
  }
}
