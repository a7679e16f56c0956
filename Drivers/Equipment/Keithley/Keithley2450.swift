public import CellData
public import Instruments

/// Keithley 2450, 2460 and 2461 source-meters, read from their own buffer.
///
/// The meter measures by itself (trigger model or front panel) into `defbuffer1`; this driver only
/// asks for what is there, so that a recorder that was away fetches what it missed. It never asks
/// `READ?` or `MEAS?`, by which the meter would measure anew and change its function.
///
/// Source: 2450 reference manual 2450-901-01 Rev. B, pages 6-3, 6-107, 6-109, B-5.
public final class Keithley2450: RememberingInstrument {
  public static let facts = EquipmentFacts(
    name: "keithley-2450", title: "Keithley 2450, 2460, 2461: source-meters with a buffer",
    maker: "Keithley", models: ["2450", "2460", "2461"], sheet: "keithley-24xx", confirmation: .a,
    links: [
      ProfileLink(kind: .tcp, port: 5025, source: "LAN raw SCPI 5025; one controller at a time")
    ],
    timing: ProfileTiming(
      minimumGap: 0, answerDeadline: .seconds(1), slowestAnswer: .seconds(3),
      source: "Not in the sheet: our own"),
    values: [
      EquipmentValue(
        .voltage, how: ":TRAC:DATA? n,n,\"defbuffer1\",SOUR,READ,REL, second part",
        source: ":TRAC:DATA? <a>,<b>,\"defbuffer1\",SOUR,READ,REL; reference manual, page 6-109"),
      EquipmentValue(
        .current, how: "first part, the source read back; negative is a discharge",
        source: ":SOUR:CURR <A> (negative = discharge); reference manual, page 6-109"),
    ],
    refused: [
      RefusedFunction(
        function: "2400 and SCPI2400 or TSP language",
        reason: "its answers are laid out otherwise, and no source here was read for them",
        source: "*LANG? must be SCPI; 2400: RS-232 9600 8N1"),
      RefusedFunction(
        function: "sourcing voltage, measuring anything but voltage",
        reason: "the buffer's SOUR would be volts and READ not the cell's voltage",
        source: ":SOUR:FUNC CURR|VOLT; :SENS:FUNC \"VOLT\""),
      RefusedFunction(
        function: "output on and off, set values", reason: "no driver switches power",
        source: ":OUTP ON, :SOUR:CURR"),
    ],
    notes: [
      "Set the meter up first: :OUTP:CURR:SMOD HIMP before a cell is connected, 4-wire sensing, "
        + ":SOUR:FUNC CURR, :SOUR:CURR:READ:BACK ON, :SENS:FUNC \"VOLT\", and a trigger model that "
        + "measures into defbuffer1.",
      "Make defbuffer1 large enough for the whole run: a full buffer gives no new readings.",
    ])

  public let quantities: [Channel] = [.voltage, .current]
  public let inputCount = 1

  /// How many entries of the buffer one answer may hold.
  private static let longestBlock = 50

  private var conversation: TextConversation
  private let clock: any TimeSource
  private var proof = IdentityProof(slowestAnswer: Keithley2450.facts.timing.slowestAnswer)
  private var lastCount = 0
  private var lastTime = -Double.infinity

  public init(on line: any Line, clock: any TimeSource) {
    self.clock = clock
    conversation = TextConversation(
      on: line, sendEnd: [0x0A], answerEnd: [0x0A], longestAnswer: 100 * Self.longestBlock,
      timing: Self.facts.timing, clock: clock)
  }

  public func identify(by deadline: MonotonicTime) throws(InstrumentError) -> InstrumentIdentity {
    let identity = try askIdentity(by: deadline)
    proof.doubt()
    for (question, good) in [
      ("*LANG?", ["SCPI"]), (":SOUR:FUNC?", ["CURR"]), (":SENS:FUNC?", ["VOLT", "VOLT:DC"]),
      (":SOUR:CURR:READ:BACK?", ["1"]),
    ] {
      let answer = try conversation.ask(question, by: deadline).filter { $0 != "\"" }
      guard good.contains(answer) else {
        throw .refused("“\(answer)” to \(question), expected “\(good[0])”: set the meter up first")
      }
    }
    proof.trust()
    return identity
  }

  public func read(by deadline: MonotonicTime) throws(InstrumentError) -> [InputReading] {
    if !proof.isInStep { _ = try askIdentity(by: deadline) }
    proof.doubt()
    let count = try askCount(by: deadline)
    guard count > 0 else {
      proof.trust()
      return [.noValue("defbuffer1 is empty: the meter does not measure")]
    }
    let entry = try entries(count...count, by: deadline)[0]
    proof.trust()
    if count == lastCount, entry.time == lastTime {
      return [.noValue("nothing new in defbuffer1: the meter does not measure, or it is full")]
    }
    lastCount = count
    lastTime = entry.time
    return [entry.outcome]
  }

  /// Entries of the buffer after a time, found by bisection: O(log n) questions and one for each 50
  /// entries.
  public func recall(
    input: Int, after deviceTime: Double, limit: Int, by deadline: MonotonicTime
  ) throws(InstrumentError) -> [Reading] {
    if !proof.isInStep { _ = try askIdentity(by: deadline) }
    proof.doubt()
    let count = try askCount(by: deadline)
    var low = 1
    var high = count + 1
    while low < high {
      let middle = (low + high) / 2
      if try entries(middle...middle, by: deadline)[0].time > deviceTime {
        high = middle
      } else {
        low = middle + 1
      }
    }
    var readings: [Reading] = []
    let end = min(count, low + limit - 1)
    while low <= end {
      let last = min(end, low + Self.longestBlock - 1)
      for entry in try entries(low...last, by: deadline) {
        guard case .reading(var reading) = entry.outcome else { continue }
        reading.quality.insert(.filledAfterwards)
        readings.append(reading)
      }
      low = last + 1
    }
    proof.trust()
    return readings
  }

  private struct Entry {
    var time: Double
    var outcome: InputReading
  }

  private func askIdentity(by deadline: MonotonicTime) throws(InstrumentError)
    -> InstrumentIdentity
  {
    let answer = try conversation.askIdentity(
      "*IDN?", proof: &proof, at: clock, by: deadline
    ) { $0.first.map { "+-.0123456789".contains($0) } ?? false }
    let parts = answer.split(separator: ",", omittingEmptySubsequences: false)
      .map { String($0.drop { $0 == " " }) }
    let model = parts.count == 4 ? parts[1].replacing("MODEL ", with: "") : ""
    guard parts[0].hasPrefix("KEITHLEY"), Self.facts.models.contains(model) else {
      throw .wrongIdentity(
        expected: "KEITHLEY…, MODEL \(Self.facts.models.joined(separator: " or "))",
        found: "“\(answer)”")
    }
    return InstrumentIdentity(
      maker: Self.facts.maker, model: model, serialNumber: parts[2], firmware: parts[3])
  }

  private func askCount(by deadline: MonotonicTime) throws(InstrumentError) -> Int {
    let answer = try conversation.ask(":TRAC:ACT? \"defbuffer1\"", by: deadline)
    guard let count = Double(answer).flatMap({ Int(exactly: $0) }), count >= 0 else {
      throw .badAnswer("“\(answer)” as the number of readings in defbuffer1")
    }
    return count
  }

  private func entries(
    _ range: ClosedRange<Int>, by deadline: MonotonicTime
  ) throws(InstrumentError) -> [Entry] {
    let question =
      ":TRAC:DATA? \(range.lowerBound),\(range.upperBound),\"defbuffer1\",SOUR,READ,REL"
    let answer = try conversation.ask(question, by: deadline)
    let numbers = answer.split(separator: ",", omittingEmptySubsequences: false)
      .map { Double($0.filter { $0 != " " }) }
    guard numbers.count == 3 * range.count, numbers.allSatisfy({ $0 != nil }) else {
      throw .badAnswer(
        "“\(answer.prefix(60))” to \(question): expected \(3 * range.count) numbers")
    }
    let values = numbers.compactMap(\.self)
    return (0..<range.count).map { Self.entry(Array(values[(3 * $0)..<(3 * $0 + 3)])) }
  }

  /// 9.9E+37 is the meter's overflow.
  private static func entry(_ numbers: [Double]) -> Entry {
    let isOverflow = numbers[..<2].contains { !$0.isFinite || abs($0) > 9e37 }
    return Entry(
      time: numbers[2],
      outcome: isOverflow
        ? .noValue("overflow")
        : .reading(Reading(values: [numbers[1], numbers[0]], deviceTime: numbers[2])))
  }
}
