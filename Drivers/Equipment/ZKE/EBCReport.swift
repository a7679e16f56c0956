/// The 19 bytes that a ZKETECH EBC battery tester sends by itself.
///
/// `FA`, 16 bytes, their exclusive or, `F8`. Numbers are base 240, the high digit first, so that
/// no byte of the 16 is ever `FA` or `F8`.
struct EBCReport: Equatable {
  static let length = 19

  /// 16 bytes.
  let payload: [UInt8]

  /// The report at the beginning of bytes; nil where there is none.
  init?(_ bytes: ArraySlice<UInt8>) {
    let frame = Array(bytes.prefix(Self.length))
    guard frame.count == Self.length, frame[0] == 0xFA, frame[18] == 0xF8 else { return nil }
    let payload = Array(frame[1...16])
    guard payload.reduce(0, ^) == frame[17], payload.allSatisfy({ $0 < 240 }) else { return nil }
    self.payload = payload
  }

  private func number(at place: Int) -> Int { Int(payload[place]) * 240 + Int(payload[place + 1]) }

  var state: UInt8 { payload[0] }
  /// In A, without sign: counted in 10 mA.
  var amperes: Double { Double(number(at: 1)) / 100 }
  /// Counted in mV.
  var volts: Double { Double(number(at: 3)) / 1000 }
  /// Counted in mAh, modulo `countModulus`.
  var milliampereHours: Int { number(at: 5) }
  var model: UInt8 { payload[15] }

  /// Where the capacity counter begins again.
  static let countModulus = 240 * 240

  /// What the tester does; nil for a state that is not in the fact sheet.
  var activity: Activity? {
    switch state {
    case 0x00, 0x0A, 0x14, 0x01, 0x0B, 0x15: .discharge
    case 0x02, 0x0C, 0x16: .charge
    case 0x64...0x70: .firmwareReport
    default: nil
    }
  }

  enum Activity {
    case discharge, charge
    /// In the first 15 s; what its numbers mean is not in the fact sheet.
    case firmwareReport
  }
}

/// Finds reports in bytes that may begin anywhere.
struct EBCReportHunt {
  private var bytes: [UInt8] = []

  mutating func add(_ more: [UInt8]) { bytes += more }

  mutating func reset() { bytes = [] }

  /// The next report, without what stood before it; nil until more bytes come.
  mutating func next() -> EBCReport? {
    var start = bytes.startIndex
    defer { bytes.removeFirst(start) }
    while start + EBCReport.length <= bytes.count {
      if let report = EBCReport(bytes[start...]) {
        start += EBCReport.length
        return report
      }
      start += 1
    }
    return nil
  }
}
