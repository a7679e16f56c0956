import CellData
import Instruments

/// The frames of 26 bytes of ITECH IT8500 and BK Precision 8500 loads.
///
/// `AA address command`, 22 bytes of data, and the sum of all before it; numbers with the low byte
/// first. A load knows discharge only: while the cell is charged it shows no current.
final class ITECHDialogue: Dialogue {
  static let length = 26

  private let instrument: ServedInstrument

  init(_ instrument: ServedInstrument) { self.instrument = instrument }

  var patience: Int64? { 200_000_000 }

  func answers(to arrived: inout [UInt8], at now: Int64) -> [Answer] {
    var answers: [Answer] = []
    while let frame = Self.frame(from: &arrived) {
      guard frame[1] == instrument.plan.unit else { continue }
      let (command, data) = answer(to: frame[2], at: now)
      answers.append(
        Answer(bytes: framed(command, data), carried: instrument.takeCarried()))
    }
    return answers
  }

  /// Takes the first frame with a good sum; 0xAA may stand in the data too, so a bad sum means to
  /// look for the next one.
  private static func frame(from arrived: inout [UInt8]) -> [UInt8]? {
    while let start = arrived.firstIndex(of: 0xAA) {
      arrived.removeFirst(start)
      guard arrived.count >= length else { return nil }
      let frame = Array(arrived[..<length])
      if sum(frame[..<(length - 1)]) == frame[length - 1] {
        arrived.removeFirst(length)
        return frame
      }
      arrived.removeFirst()
    }
    arrived.removeAll()
    return nil
  }

  private func answer(to command: UInt8, at now: Int64) -> (command: UInt8, data: [UInt8]) {
    switch command {
    case 0x5F: (command, state(instrument.reading(input: 0, at: now)))
    case 0x6A: (command, product(isStranger: instrument.isStranger(at: now)))
    // Remote control is accepted; switching power and everything else is not known here.
    case 0x20: (0x12, [0x80])
    default: (0x12, [0xB0])
    }
  }

  private func state(_ carried: CarriedReading) -> [UInt8] {
    let volts = max(carried.reading.voltage, 0)
    let amperes = max(0 - carried.reading.current, 0)
    let isOn = carried.reading.direction < 0
    return Self.number(volts * 1000, bytes: 4) + Self.number(amperes * 10_000, bytes: 4)
      + Self.number(volts * amperes * 1000, bytes: 4)
      // Remote control, and the input on while there is a discharge; regulated current.
      + [isOn ? 0b1100 : 0b0100] + Self.number(isOn ? 64 : 0, bytes: 2)
  }

  private func product(isStranger: Bool) -> [UInt8] {
    let serial = isStranger ? "STRANGER" : instrument.plan.serialNumber
    return Self.text("8512", bytes: 5) + [0x00, 0x01] + Self.text(serial, bytes: 10)
  }

  private func framed(_ command: UInt8, _ data: [UInt8]) -> [UInt8] {
    var frame: [UInt8] = [0xAA, instrument.plan.unit, command] + data
    frame += [UInt8](repeating: 0, count: Self.length - 1 - frame.count)
    return frame + [Self.sum(frame[...])]
  }

  private static func sum(_ bytes: ArraySlice<UInt8>) -> UInt8 { bytes.reduce(0, &+) }

  private static func number(_ value: Double, bytes: Int) -> [UInt8] {
    let whole = UInt64(min(value, Double(UInt32.max)).rounded())
    return (0..<bytes).map { UInt8(truncatingIfNeeded: whole >> UInt64(8 * $0)) }
  }

  private static func text(_ text: String, bytes count: Int) -> [UInt8] {
    let bytes = Array(text.utf8.prefix(count))
    return bytes + [UInt8](repeating: 0, count: count - bytes.count)
  }
}
