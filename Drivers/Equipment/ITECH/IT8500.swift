public import CellData
public import Instruments

/// ITECH IT8500 and BK Precision 8500 loads, which speak in 26-byte frames.
///
/// Reads with commands 0x5F and 0x6A and sends no other. A load discharges: its current is negative.
public final class IT8500: Instrument {
  public static let facts = EquipmentFacts(
    name: "itech-it8500", title: "ITECH IT8500 and BK Precision 8500: electronic loads",
    maker: "ITECH", models: ["IT8500", "BK 8500"], sheet: "itech-bk-26byte", confirmation: .a,
    links: [
      ProfileLink(
        kind: .serial, baud: 9600, unit: 0,
        source: "TTL serial (IT-E131/132 adapter), 4800/9600/19200/38400 8N1")
    ],
    timing: ProfileTiming(
      minimumGap: .milliseconds(5), answerDeadline: .milliseconds(300), slowestAnswer: .seconds(1),
      source: "libsigrok allows 100 ms for an answer; the rest is our own"),
    values: [
      EquipmentValue(
        .voltage, how: "answer to 0x5F, bytes 0..3 of the data, u32 in mV",
        source: "0x5F answer: V u32 mV"),
      EquipmentValue(
        .current, how: "answer to 0x5F, bytes 4..7 of the data, u32 in 0.1 mA, a discharge",
        source: "0x5F answer: I u32 0.1 mA"),
    ],
    refused: [
      RefusedFunction(
        function: "input on and off, set values, calibration", reason: "no driver switches power",
        source: "0x20 to 0x5E, 0x60 to 0x69")
    ],
    notes: [
      "Readings in over-voltage, over-current, over-power, over-temperature or reverse polarity are "
        + "marked doubted-by-instrument.",
      "The layout of the identity (0x6A) is from the BK 8500 manual, pages 66 and 69.",
    ])

  public let quantities: [Channel] = [.voltage, .current]
  public let inputCount = 1

  private let line: any Line
  private let address: UInt8
  private var pace: MessagePace
  private var hunt = LoadFrameHunt()
  /// Until when the answer to the last question is waited for.
  private var limit = MonotonicTime(nanoseconds: 0)
  private let clock: any TimeSource
  private var proof = IdentityProof(slowestAnswer: IT8500.facts.timing.slowestAnswer)

  /// - Parameters:
  ///   - line: the way to the load.
  ///   - address: 0 to 254, as set on the load.
  ///   - clock: for the gaps between messages.
  public init(on line: any Line, address: UInt8 = 0, clock: any TimeSource) {
    self.line = line
    self.address = address
    self.clock = clock
    pace = MessagePace(Self.facts.timing, clock: clock)
  }

  public func identify(by deadline: MonotonicTime) throws(InstrumentError) -> InstrumentIdentity {
    try askIdentity(by: deadline)
  }

  public func read(by deadline: MonotonicTime) throws(InstrumentError) -> [InputReading] {
    if !proof.isInStep { _ = try askIdentity(by: deadline) }
    proof.doubt()
    try send(0x5F, by: deadline)
    let answer = try answer(to: 0x5F, by: limit)
    proof.trust()
    let volts = Double(answer.number(at: 0, bytes: 4)) / 1000
    let amperes = Double(answer.number(at: 4, bytes: 4)) / 10_000
    let demand = answer.number(at: 13, bytes: 2)
    let isDoubted = demand & 0b1_1111 != 0
    return [
      .reading(
        Reading(
          values: [volts, 0 - amperes], quality: isDoubted ? .doubtedByInstrument : []))
    ]
  }

  private func askIdentity(by deadline: MonotonicTime) throws(InstrumentError)
    -> InstrumentIdentity
  {
    let answer = try identityFrame(by: deadline)
    proof.settle()
    let model = Self.text(answer.data[0..<5])
    guard model.hasPrefix("85") else {
      throw .wrongIdentity(expected: "a model 85… (\(Self.facts.name))", found: "“\(model)”")
    }
    // Firmware 2.03 comes as 03 02, each in binary-coded decimals.
    let firmware =
      "\(answer.data[6] >> 4 * 10 + answer.data[6] & 15)."
      + "\(answer.data[5] >> 4)\(answer.data[5] & 15)"
    return InstrumentIdentity(
      maker: Self.facts.maker, model: model, serialNumber: Self.text(answer.data[7..<17]),
      firmware: firmware)
  }

  /// The identity that was asked before and has not come, or, where it is lost, a new one.
  private func identityFrame(by deadline: MonotonicTime) throws(InstrumentError) -> LoadFrame {
    if let patience = proof.patience(at: clock.now) {
      do throws(InstrumentError) {
        let end = min(deadline, clock.now.advanced(byNanoseconds: patience))
        return try answer(to: 0x6A, by: end)
      } catch .noAnswer where clock.now < deadline && proof.patience(at: clock.now) == nil {
        // It is lost: the way is silent, and the next one is the only one under way.
      }
    }
    try send(0x6A, by: deadline)
    proof.ask(at: clock.now)
    return try answer(to: 0x6A, by: limit)
  }

  private func send(_ command: UInt8, by deadline: MonotonicTime) throws(InstrumentError) {
    limit = try pace.begin(by: deadline)
    defer { pace.end() }
    line.discardInput()
    hunt.reset()
    try line.send(LoadFrame(address: address, command: command).bytes, by: limit)
  }

  /// The answer to a query, whatever else arrives before it.
  private func answer(
    to command: UInt8, by end: MonotonicTime
  ) throws(InstrumentError) -> LoadFrame {
    defer { pace.end() }
    var count = 0
    while true {
      while let frame = hunt.next() {
        guard frame.address == address else { continue }
        if frame.command == command { return frame }
        if frame.command == 0x12 { throw Self.error(ofStatus: frame.data[0]) }
      }
      guard count < 4096 else { throw .badAnswer("\(count) bytes without a good frame") }
      do throws(InstrumentError) {
        let bytes = try line.receive(upTo: 256, by: end)
        count += bytes.count
        hunt.add(bytes)
      } catch .noAnswer where count > 0 {
        throw .badAnswer("\(count) bytes without a good frame")
      }
    }
  }

  private static func error(ofStatus status: UInt8) -> InstrumentError {
    switch status {
    case 0x90: .badAnswer("the load found a wrong sum in our request")
    case 0xA0: .refused("parameter incorrect (0xA0)")
    case 0xB0: .refused("unknown command (0xB0)")
    case 0xC0: .refused("invalid command (0xC0)")
    default: .badAnswer("status \(status) instead of an answer")
    }
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    PrintableText.of(bytes.prefix { $0 != 0 })
  }
}
