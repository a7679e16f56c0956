import Instruments
import Testing

@testable import VirtualBench

/// Frames against the vectors that the programming guide of EA Elektro-Automatik prints.
struct ModbusFramesTests {
  private static func bytes(_ text: String) -> [UInt8] {
    text.split(separator: " ").compactMap { UInt8($0, radix: 16) }
  }

  /// Requests and answers as printed (Programming guide REV26), unit 1.
  private static let vectors: [(request: String, registers: [UInt16], answer: String)] = [
    (
      "01 03 01 FB 00 03 75 C6", [0x2620, 0x0C9B, 0x091B], "01 03 06 26 20 0C 9B 09 1B 93 50"
    ),
    ("01 03 00 79 00 02 15 D2", [0x42A0, 0x0000], "01 03 04 42 A0 00 00 EE 69"),
    ("01 03 01 F9 00 02 15 C6", [0x0000, 0x0483], "01 03 04 00 00 04 83 B9 52"),
  ]

  @Test(arguments: vectors.indices)
  func `printed requests are answered with the printed bytes`(_ index: Int) throws {
    let vector = Self.vectors[index]
    var arrived = Self.bytes(vector.request)
    let request = try #require(ModbusRTUFrames.next(in: &arrived))
    #expect(arrived.isEmpty)
    let body = ModbusAnswering.body(answering: request) { table, _, count in
      #expect(table == .holding)
      #expect(count == vector.registers.count)
      return .values(vector.registers)
    }
    #expect(ModbusRTUFrames.framed(body, answering: request) == Self.bytes(vector.answer))
  }

  @Test func `a refusal has the printed bytes`() throws {
    let request = ModbusRequest(unit: 1, body: [5, 1, 0x92, 0xFF, 0])
    #expect(
      ModbusRTUFrames.framed([0x85, 0x17], answering: request) == Self.bytes("01 85 17 02 9E"))
  }

  @Test func `a frame behind noise is found, whatever it is cut into`() {
    let frame = Self.bytes(Self.vectors[0].request)
    for noise in [[], [0x00], [0x01, 0x03, 0x01], [0xFF, 0x01, 0x03, 0x01, 0xFB, 0x00]] as [[UInt8]]
    {
      var arrived: [UInt8] = []
      var found = 0
      for byte in noise + frame + frame {
        arrived.append(byte)
        while let request = ModbusRTUFrames.next(in: &arrived) {
          #expect(request.body == [3, 0x01, 0xFB, 0, 3])
          found += 1
        }
      }
      #expect(found >= 1)
    }
  }

  @Test func `a damaged request is never answered`() {
    let frame = Self.bytes(Self.vectors[0].request)
    for bit in 0..<(8 * frame.count) {
      var arrived = frame
      arrived[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(ModbusRTUFrames.next(in: &arrived) == nil)
    }
  }

  @Test func `requests over TCP may come together or in pieces`() throws {
    let first: [UInt8] = [0, 1, 0, 0, 0, 6, 9, 4, 0, 10, 0, 2]
    let second: [UInt8] = [0xAB, 0xCD, 0, 0, 0, 6, 1, 1, 0, 0, 0, 9]
    var arrived: [UInt8] = []
    var found: [ModbusRequest] = []
    for byte in first + second {
      arrived.append(byte)
      if let request = ModbusTCPFrames.next(in: &arrived) { found.append(request) }
    }
    #expect(found.map(\.unit) == [9, 1])
    #expect(found.map(\.transaction) == [1, 0xABCD])
    var together = first + second
    #expect(ModbusTCPFrames.next(in: &together) == found[0])
    #expect(ModbusTCPFrames.next(in: &together) == found[1])
    let answer = ModbusTCPFrames.framed([1, 2, 0xFF, 1], answering: found[1])
    #expect(answer == [0xAB, 0xCD, 0, 0, 0, 5, 1, 1, 2, 0xFF, 1])
  }

  @Test func `what is no Modbus over TCP is dropped`() {
    for wrong in [[0, 1, 0, 7, 0, 6, 1, 3], [0, 1, 0, 0, 0, 1, 1, 3], [0, 1, 0, 0, 9, 9, 1, 3]] {
      var arrived = wrong.map(UInt8.init)
      #expect(ModbusTCPFrames.next(in: &arrived) == nil)
      #expect(arrived.isEmpty)
    }
  }

  @Test func `requests beyond the standard are refused before anybody is asked`() {
    func body(_ request: [UInt8]) -> [UInt8] {
      ModbusAnswering.body(answering: ModbusRequest(unit: 1, body: request)) { _, _, _ in
        Issue.record("asked")
        return .illegalAddress
      }
    }
    #expect(body([3, 0, 0, 0, 0]) == [0x83, 3])
    #expect(body([3, 0, 0, 0, 126]) == [0x83, 3])
    #expect(body([1, 0, 0, 0x07, 0xD1]) == [0x81, 3])
    #expect(body([4, 0xFF, 0xFF, 0, 2]) == [0x84, 2])
    #expect(body([3, 0, 0]) == [0x83, 3])
    #expect(body([6, 0, 0, 0, 1]) == [0x86, 1])
    #expect(body([]) == [0x80, 1])
  }

  // The standard packs the first bit into the lowest place (Application Protocol V1.1b3, 6.1).
  @Test func `bits are packed as the standard's example has them`() {
    let bits: [UInt16] = [1, 0, 1, 1, 0, 0, 1, 1, 1, 1, 0, 1, 0, 1, 1, 0, 1, 0, 1]
    let request = ModbusRequest(unit: 1, body: [1, 0, 0x13, 0, 0x13])
    let body = ModbusAnswering.body(answering: request) { _, _, _ in .values(bits) }
    #expect(body == [1, 3, 0xCD, 0x6B, 0x05])
  }
}
