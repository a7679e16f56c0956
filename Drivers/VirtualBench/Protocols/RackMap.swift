import CellData
import Instruments

/// The registers of `denchi-rack`: equipment with many channels, as it exists in no shop.
///
/// Holding and input registers hold the same. All numbers are big-endian, high word first.
///
/// | address | what | type |
/// | --- | --- | --- |
/// | 0 | 0xDE4B, a known value | u16 |
/// | 1 | number of channels | u16 |
/// | 10, 18, 26, 34 | maker, model, serial number, firmware | 8 registers of ASCII each |
/// | 100 + 20·k | time of channel k in ms | u64 |
/// | +4, +6, +8 | V, A (positive on charge), degC | float32 |
/// | +10, +12 | charged and discharged Ah | float32 |
/// | +14, +15 | step, cycle | u16 |
/// | +16 | time since the step began in s | float32 |
/// | +18 | resistance in ohm | float32 |
struct RackMap {
  static let firstChannel = 100
  static let channelSize = 20

  static func read(
    _ instrument: ServedInstrument, _ table: RegisterRequest.Table, _ address: Int, _ count: Int,
    at now: Int64
  ) -> RegisterAnswer {
    guard table == .holding || table == .input else { return .illegalFunction }
    let end = firstChannel + channelSize * instrument.channels.count
    guard address + count <= end else { return .illegalAddress }
    var values: [UInt16] = []
    values.reserveCapacity(count)
    var place = address
    while place < address + count {
      let stop = address + count
      if place < firstChannel {
        values.append(common(instrument, place))
        place += 1
        continue
      }
      let (channel, offset) = (place - firstChannel).quotientAndRemainder(dividingBy: channelSize)
      let block = block(instrument.channels[channel].reading(at: now))
      let part = min(channelSize - offset, stop - place)
      values += block[offset..<(offset + part)]
      place += part
    }
    return .values(values)
  }

  private static func common(_ instrument: ServedInstrument, _ address: Int) -> UInt16 {
    switch address {
    case 0: 0xDE4B
    case 1: UInt16(instrument.channels.count)
    case 10..<18: text(instrument.identity.maker, address - 10)
    case 18..<26: text(instrument.identity.model, address - 18)
    case 26..<34: text(instrument.identity.serialNumber, address - 26)
    case 34..<42: text(instrument.identity.firmware, address - 34)
    default: 0
    }
  }

  private static func text(_ text: String, _ index: Int) -> UInt16 {
    let bytes = Array(text.utf8.dropFirst(2 * index).prefix(2))
    return UInt16(bytes.first ?? 0) << 8 | UInt16(bytes.count > 1 ? bytes[1] : 0)
  }

  private static func block(_ reading: ChannelReading) -> [UInt16] {
    let time = UInt64(max(reading.time.value * 1000, 0).rounded())
    return [48, 32, 16, 0].map { UInt16(truncatingIfNeeded: time >> UInt64($0)) }
      + float(reading.voltage) + float(reading.current) + float(reading.temperature)
      + float(reading.chargeCapacity) + float(reading.dischargeCapacity)
      + [UInt16(truncatingIfNeeded: reading.step), UInt16(truncatingIfNeeded: reading.cycle)]
      + float(reading.stepTime.value) + float(reading.internalResistance)
  }

  private static func float(_ value: Double) -> [UInt16] {
    let bits = Float(value).bitPattern
    return [UInt16(bits >> 16), UInt16(bits & 0xFFFF)]
  }
}
