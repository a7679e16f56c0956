import Instruments

/// What the probe has open, and its answers to commands.
struct Conversation {
  private var bank: (any RegisterBank)?
  private var line: (any Line)?
  private var way: (any Transport)? { bank ?? line }

  mutating func answer(to words: [String]) -> String {
    let began = MonotonicTime.now
    do throws(InstrumentError) {
      let text = try act(words[0], Array(words.dropFirst()))
      return "ok \(began.nanoseconds(to: .now) / 1000)" + (text.isEmpty ? "" : " " + text)
    } catch {
      return "error \(Self.kind(error)) \(began.nanoseconds(to: .now) / 1000) \(error)"
    }
  }

  private mutating func act(_ verb: String, _ words: [String]) throws(InstrumentError) -> String {
    switch (verb, words.count) {
    case ("open", 1...2): try open(words)
    case ("reopen", 1): try way?.open(by: Self.deadline(words[0]))
    case ("close", 0): way?.close()
    case ("state", 0): return way?.isOpen == true ? "open" : "closed"
    case ("settle", 1): way?.settle(by: Self.deadline(words[0]))
    case ("read", 6): return try read(words)
    case ("send", 2):
      try line?.send(Self.bytes(words[0]), by: Self.deadline(words[1]))
    case ("receive", 2):
      let bytes = try line?.receive(upTo: Int(words[0]) ?? 1, by: Self.deadline(words[1])) ?? []
      return Self.hex(bytes)
    default: throw .unusable("unknown command “\(verb)” with \(words.count) words")
    }
    return ""
  }

  private mutating func open(_ words: [String]) throws(InstrumentError) {
    let connection: Connection
    do { connection = try Connection(parsing: words[0]) } catch { throw .unusable("\(error)") }
    let slowest = words.count > 1 ? Int64(words[1]) ?? 500 : 500
    way?.close()
    bank = connection.registerBank(slowestAnswer: .milliseconds(slowest))
    line = connection.line()
    try way?.open(by: Self.deadline("1000"))
  }

  private func read(_ words: [String]) throws(InstrumentError) -> String {
    guard let bank, let table = RegisterRequest.Table(rawValue: words[1]),
      let unit = UInt8(words[0]), let address = UInt16(words[2]), let count = Int(words[3]),
      let spare = Int(words[4])
    else { throw .unusable("no bank is open, or UNIT TABLE ADDRESS COUNT SPARE make no request") }
    let request = RegisterRequest(
      unit: unit, table: table, address: address, count: count, spare: spare)
    let values = try bank.read(request, by: Self.deadline(words[5]))
    return values.map(String.init).joined(separator: " ")
  }

  private static func deadline(_ milliseconds: String) -> MonotonicTime {
    .now.advanced(byNanoseconds: .milliseconds(Int64(milliseconds) ?? 1000))
  }

  private static func bytes(_ hex: String) -> [UInt8] {
    let digits = Array(hex)
    return stride(from: 0, to: digits.count - 1, by: 2).compactMap {
      UInt8(String(digits[$0...$0 + 1]), radix: 16)
    }
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  static func kind(_ error: InstrumentError) -> String {
    switch error {
    case .noAnswer: "no-answer"
    case .badAnswer: "bad-answer"
    case .quarantined: "quarantined"
    case .refused: "refused"
    case .lineDown: "line-down"
    case .unusable: "unusable"
    case .wrongIdentity: "wrong-identity"
    }
  }
}
