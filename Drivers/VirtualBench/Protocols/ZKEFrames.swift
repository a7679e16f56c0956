import CellData

/// The stream of ZKETECH battery testers: frames of 19 bytes that come by themselves.
///
/// `FA`, 16 bytes, their exclusive or, `F8`. Numbers have the base 240, so that no byte of one is a
/// mark. The stream begins with the command to connect (05) and ends with the one to disconnect.
final class ZKEDialogue: Dialogue {
  /// How a model writes its numbers.
  enum Model: UInt8 {
    /// EBC-A20: mA divided by 10; states for charge and discharge.
    case ebcA20 = 9
    /// EBD-USB, a load on a USB port: tenths of a mA, discharge only.
    case ebdUSB = 0
  }

  private let instrument: ServedInstrument
  private let model: Model
  private var isConnected = false

  init(_ instrument: ServedInstrument, as model: Model) {
    self.instrument = instrument
    self.model = model
  }

  /// About ten reports a second.
  var pushInterval: Int64? { 100_000_000 }

  func pushed(at now: Int64) -> Answer? {
    guard isConnected else { return nil }
    let carried = instrument.reading(input: 0, at: now)
    return Answer(bytes: report(carried.reading), carried: instrument.takeCarried())
  }

  /// Commands have no answer: the next report shows what became of them.
  func answers(to arrived: inout [UInt8], at now: Int64) -> [Answer] {
    while let start = arrived.firstIndex(of: 0xFA) {
      arrived.removeFirst(start)
      guard arrived.count >= 10 else { return [] }
      if arrived[9] == 0xF8, arrived[1..<8].reduce(0, ^) == arrived[8] {
        if arrived[1] == 5 { isConnected = true }
        if arrived[1] == 6 { isConnected = false }
        arrived.removeFirst(10)
      } else {
        arrived.removeFirst()
      }
    }
    arrived.removeAll()
    return []
  }

  private func report(_ reading: ChannelReading) -> [UInt8] {
    let isCharge = reading.direction > 0
    let state: UInt8
    let amperes: Double
    switch model {
    case .ebcA20:
      // Active and finished charges and discharges, and a constant current that waits.
      state = isCharge ? 0x0C : reading.direction < 0 ? 0x0A : 0x00
      amperes = reading.current.magnitude * 100
    case .ebdUSB:
      state = reading.direction < 0 ? 0x0A : 0x00
      amperes = max(0 - reading.current, 0) * 10_000
    }
    let counter = isCharge ? reading.chargeCapacity : reading.dischargeCapacity
    var payload = [state]
    payload += Self.number(amperes) + Self.number(reading.voltage * 1000)
    // The counter wraps as that of the device does.
    payload += Self.number((counter * 1000).truncatingRemainder(dividingBy: 57_600))
    payload += [UInt8](repeating: 0, count: 15 - payload.count) + [model.rawValue]
    return [0xFA] + payload + [payload.reduce(0, ^), 0xF8]
  }

  /// Two digits of base 240, the high one first.
  private static func number(_ value: Double) -> [UInt8] {
    let whole = Int(min(max(value.rounded(), 0), 57_599))
    return [UInt8(whole / 240), UInt8(whole % 240)]
  }
}
