/// A number or a text in the registers of a Modbus device.
public struct RegisterField: Sendable, Hashable {
  public var table: RegisterRequest.Table
  /// As it goes over the wire.
  public var address: Int
  public var type: RegisterType
  public var order: RegisterOrder
  /// The registers of a text; what the type needs otherwise.
  public var count: Int
  /// The bit that is meant, for the type `bit` in a table of registers; 0 is the lowest.
  public var bit: Int

  public init(
    table: RegisterRequest.Table = .holding, address: Int, type: RegisterType,
    order: RegisterOrder = .abcd, textRegisters: Int = 0, bit: Int = 0
  ) {
    self.table = table
    self.address = address
    self.type = type
    self.order = order
    self.count = type == .text ? textRegisters : type.registerCount
    self.bit = bit
  }

  /// The field of a later input.
  func shifted(by registers: Int) -> Self {
    var field = self
    field.address += registers
    return field
  }
}

/// How the registers of a field make a number.
public enum RegisterType: String, Sendable, CaseIterable {
  case u16, i16, u32, i32, f32, f64, bit, text

  /// Registers (or bits) that one number takes; 0 for a text, which says so itself.
  public var registerCount: Int {
    switch self {
    case .u16, .i16, .bit: 1
    case .u32, .i32, .f32: 2
    case .f64: 4
    case .text: 0
    }
  }

  /// The numbers that the type can hold; nil for floating point and text.
  var integerRange: ClosedRange<Double>? {
    switch self {
    case .u16: 0...65535
    case .i16: -32768...32767
    case .u32: 0...4_294_967_295
    case .i32: -2_147_483_648...2_147_483_647
    case .bit: 0...1
    case .f32, .f64, .text: nil
    }
  }
}

/// How the bytes A B C D of a number, A the highest, lie in registers.
public enum RegisterOrder: String, Sendable, CaseIterable {
  /// High word first, high byte first: as Modbus sends one register.
  case abcd = "ABCD"
  /// Low word first.
  case cdab = "CDAB"
  /// High word first, the bytes of each word swapped.
  case badc = "BADC"
  /// Low byte first throughout.
  case dcba = "DCBA"

  var isLowWordFirst: Bool { self == .cdab || self == .dcba }
  var swapsBytes: Bool { self == .badc || self == .dcba }
}

extension RegisterField {
  /// The bits of the number, right-aligned; bits of the device, not yet a number.
  ///
  /// - Precondition: `registers` holds `count` registers from `start`.
  @inline(__always)
  func rawBits(_ registers: [UInt16], at start: Int) -> UInt64 {
    var bits: UInt64 = 0
    for i in 0..<count {
      var word = registers[start + (order.isLowWordFirst ? count - 1 - i : i)]
      if order.swapsBytes { word = word.byteSwapped }
      bits = bits << 16 | UInt64(word)
    }
    return bits
  }

  /// The number that registers hold, before any scale.
  @inline(__always)
  func number(_ registers: [UInt16], at start: Int) -> Double {
    let bits = rawBits(registers, at: start)
    switch type {
    case .u16, .u32: return Double(bits)
    case .i16: return Double(Int16(truncatingIfNeeded: bits))
    case .i32: return Double(Int32(truncatingIfNeeded: bits))
    case .f32: return Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
    case .f64: return Double(bitPattern: bits)
    case .bit: return Double(bits >> UInt64(bit) & 1)
    case .text: return .nan
    }
  }

  /// The letters that registers hold, up to the first zero byte, without blanks at the ends.
  ///
  /// What is no printable ASCII is shown as `?`.
  func text(_ registers: [UInt16], at start: Int) -> String {
    var bytes: [UInt8] = []
    for i in 0..<count {
      var word = registers[start + i]
      if order.swapsBytes { word = word.byteSwapped }
      bytes.append(UInt8(word >> 8))
      bytes.append(UInt8(truncatingIfNeeded: word))
    }
    return PrintableText.of(bytes.prefix { $0 != 0 })
  }

  /// The registers that hold a number, the nearest one that the type can hold.
  ///
  /// - Parameter registers: for `bit` in a register, the other bits are kept.
  func put(_ number: Double, into registers: inout [UInt16], at start: Int) {
    let bits: UInt64
    switch type {
    case .f32: bits = UInt64(Float(number).bitPattern)
    case .f64: bits = number.bitPattern
    case .bit:
      let old = rawBits(registers, at: start)
      bits = number != 0 ? old | 1 << UInt64(bit) : old & ~(1 << UInt64(bit))
    case .u16, .i16, .u32, .i32:
      let range = type.integerRange ?? 0...0
      let held = number.isNaN ? 0 : min(max(number.rounded(), range.lowerBound), range.upperBound)
      bits = UInt64(bitPattern: Int64(held))
    case .text: return
    }
    put(bits: bits, into: &registers, at: start)
  }

  private func put(bits: UInt64, into registers: inout [UInt16], at start: Int) {
    for i in 0..<count {
      var word = UInt16(truncatingIfNeeded: bits >> UInt64(16 * (count - 1 - i)))
      if order.swapsBytes { word = word.byteSwapped }
      registers[start + (order.isLowWordFirst ? count - 1 - i : i)] = word
    }
  }

  /// Puts letters into the registers of a text field, with zero bytes after them.
  func put(_ text: String, into registers: inout [UInt16], at start: Int) {
    let bytes = Array(text.utf8.prefix(2 * count))
    for i in 0..<count {
      let high = 2 * i < bytes.count ? bytes[2 * i] : 0
      let low = 2 * i + 1 < bytes.count ? bytes[2 * i + 1] : 0
      let word = UInt16(high) << 8 | UInt16(low)
      registers[start + i] = order.swapsBytes ? word.byteSwapped : word
    }
  }
}

/// What a device sent, fit for a message on a terminal.
package enum PrintableText {
  /// Printable ASCII without blanks at the ends; every other byte becomes `?`.
  package static func of(_ bytes: some Sequence<UInt8>) -> String {
    var text = ""
    for byte in bytes {
      text.unicodeScalars.append(Unicode.Scalar((0x20..<0x7F).contains(byte) ? byte : 0x3F))
    }
    while text.last == " " { text.removeLast() }
    return String(text.drop { $0 == " " })
  }
}
