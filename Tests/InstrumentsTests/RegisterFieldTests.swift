import CellData
import DeclaredText
import Testing

@testable import Instruments

struct RegisterFieldTests {
  /// The bytes 42 A0 00 00 are 80.0 as float32, high byte first: the EA guide's nominal voltage.
  @Test(arguments: [
    (RegisterOrder.abcd, [UInt16(0x42A0), 0x0000]), (.cdab, [0x0000, 0x42A0]),
    (.badc, [0xA042, 0x0000]), (.dcba, [0x0000, 0xA042]),
  ])
  func `the four orders of bytes give the same number`(
    order: RegisterOrder, registers: [UInt16]
  ) {
    let field = RegisterField(address: 0, type: .f32, order: order)
    #expect(field.number(registers, at: 0) == 80)
    var put: [UInt16] = [1, 1]
    field.put(80, into: &put, at: 0)
    #expect(put == registers)
  }

  /// Two's complement and IEEE 754 by their definitions.
  @Test(arguments: [
    (RegisterType.u16, [UInt16(0xFFFF)], 65535.0), (.i16, [0xFFFF], -1), (.i16, [0x8000], -32768),
    (.u32, [0x0001, 0x0000], 65536), (.u32, [0xFFFF, 0xFFFF], 4_294_967_295),
    (.i32, [0xFFFF, 0xFFFE], -2), (.f32, [0xC000, 0x0000], -2),
    (.f64, [0x3FF8, 0, 0, 0], 1.5), (.f64, [0xC059, 0x1EB8, 0x51EB, 0x851F], -100.48),
  ])
  func `each type means what it says`(type: RegisterType, registers: [UInt16], number: Double) {
    let field = RegisterField(address: 0, type: type)
    #expect(field.number(registers, at: 0) == number)
    var put = [UInt16](repeating: 7, count: registers.count)
    field.put(number, into: &put, at: 0)
    #expect(put == registers)
  }

  @Test func `a number beyond the type becomes the nearest that it holds`() {
    var put: [UInt16] = [0]
    RegisterField(address: 0, type: .u16).put(-3, into: &put, at: 0)
    #expect(put == [0])
    RegisterField(address: 0, type: .u16).put(1e9, into: &put, at: 0)
    #expect(put == [65535])
    RegisterField(address: 0, type: .i16).put(-1e9, into: &put, at: 0)
    #expect(put == [0x8000])
  }

  @Test func `a bit leaves its neighbours alone`() {
    var put: [UInt16] = [0x00F0]
    let field = RegisterField(address: 0, type: .bit, bit: 15)
    field.put(1, into: &put, at: 0)
    #expect(put == [0x80F0])
    #expect(field.number(put, at: 0) == 1)
    field.put(0, into: &put, at: 0)
    #expect(put == [0x00F0])
  }

  @Test func `a text ends at its first zero and shows nothing that a terminal obeys`() {
    let field = RegisterField(address: 0, type: .text, textRegisters: 3)
    #expect(field.text([0x4142, 0x1B43, 0x0044], at: 0) == "AB?C")
    var put: [UInt16] = [9, 9, 9]
    field.put("M98", into: &put, at: 0)
    #expect(put == [0x4D39, 0x3800, 0])
  }
}
