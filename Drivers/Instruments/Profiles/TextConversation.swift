/// Questions and answers in text on a line, one at a time.
package struct TextConversation {
  private let line: any Line
  private let sendEnd: [UInt8]
  private let answerEnd: [UInt8]
  private let hasEcho: Bool
  private let longestAnswer: Int
  private let clock: any TimeSource
  private var pace: MessagePace
  /// What has arrived and is no part of an answer yet.
  private var arrived: [UInt8] = []
  /// What the device must still send back of the last question.
  private var echo: [UInt8] = []
  /// Until when the answer to the last question is waited for.
  private var limit = MonotonicTime(nanoseconds: 0)

  package init(
    on line: any Line, sendEnd: [UInt8], answerEnd: [UInt8], hasEcho: Bool = false,
    longestAnswer: Int = 256, timing: ProfileTiming, clock: any TimeSource
  ) {
    self.line = line
    self.sendEnd = sendEnd
    self.answerEnd = answerEnd
    self.hasEcho = hasEcho
    self.longestAnswer = longestAnswer
    self.clock = clock
    pace = MessagePace(timing, clock: clock)
  }

  /// Sends a command that has no answer, and keeps silent for a while.
  package mutating func tell(
    _ command: String, settle: Int64, by deadline: MonotonicTime
  ) throws(InstrumentError) {
    let limit = try pace.begin(by: deadline)
    defer { pace.end() }
    try line.send(Array(command.utf8) + sendEnd, by: limit)
    if settle > 0 { clock.sleep(until: min(deadline, clock.now.advanced(byNanoseconds: settle))) }
  }

  /// Sends a question and waits for its one answer.
  ///
  /// - Returns: the answer without its end and without blanks around it.
  /// - Throws: `badAnswer` where more than one answer came, for then nobody knows whose it was.
  package mutating func ask(
    _ question: String, by deadline: MonotonicTime
  ) throws(InstrumentError) -> String {
    try put(question, by: deadline)
    let answer = try nextAnswer(by: deadline)
    guard arrived.isEmpty else {
      throw .badAnswer("more than one answer to “\(question)”: then \(shown(arrived))")
    }
    return answer
  }

  /// Sends a question, after dropping whatever has arrived.
  package mutating func put(
    _ question: String, by deadline: MonotonicTime
  ) throws(InstrumentError) {
    limit = try pace.begin(by: deadline)
    line.discardInput()
    arrived = []
    let sent = Array(question.utf8) + sendEnd
    echo = hasEcho ? sent : []
    defer { pace.end() }
    try line.send(sent, by: limit)
  }

  /// The next answer to what was asked, within the time for one answer.
  package mutating func nextAnswer(
    by deadline: MonotonicTime, slowest: Int64? = nil
  ) throws(InstrumentError) -> String {
    defer { pace.end() }
    let patience = slowest.map { clock.now.advanced(byNanoseconds: $0) } ?? limit
    let end = min(deadline, patience)
    while true {
      try dropEcho()
      if echo.isEmpty, let place = self.end(of: arrived) {
        defer { arrived.removeFirst(place + answerEnd.count) }
        return PrintableText.of(Self.trimmed(arrived[..<place]))
      }
      let room = echo.count + longestAnswer + answerEnd.count - arrived.count
      guard room > 0 else {
        throw .badAnswer("over \(longestAnswer) bytes without an end: \(shown(arrived))")
      }
      arrived += try line.receive(upTo: room, by: end)
    }
  }

  /// The instrument's identity, whatever late values arrive before it.
  ///
  /// Listens for one that was asked before and has not come, and asks anew where it is lost.
  package mutating func askIdentity(
    _ question: String, proof: inout IdentityProof, at clock: any TimeSource,
    by deadline: MonotonicTime, isValue: (String) -> Bool
  ) throws(InstrumentError) -> String {
    if let patience = proof.patience(at: clock.now) {
      do throws(InstrumentError) {
        return try identity(by: deadline, slowest: patience, &proof, isValue)
      } catch .noAnswer where clock.now < deadline && proof.patience(at: clock.now) == nil {
        // It is lost: the way is silent, and the next one is the only one under way.
      }
    }
    try put(question, by: deadline)
    proof.ask(at: clock.now)
    return try identity(by: deadline, slowest: nil, &proof, isValue)
  }

  private mutating func identity(
    by deadline: MonotonicTime, slowest: Int64?, _ proof: inout IdentityProof,
    _ isValue: (String) -> Bool
  ) throws(InstrumentError) -> String {
    while true {
      let answer = try nextAnswer(by: deadline, slowest: slowest)
      if isValue(answer) { continue }
      guard !answer.isEmpty else { throw .badAnswer("an empty line instead of an identity") }
      guard arrived.isEmpty else {
        throw .badAnswer("more than one answer: “\(answer)”, then \(shown(arrived))")
      }
      proof.settle()
      return answer
    }
  }

  /// Takes the device's echo of the question away from what has arrived.
  private mutating func dropEcho() throws(InstrumentError) {
    let count = min(echo.count, arrived.count)
    guard arrived.starts(with: echo.prefix(count)) else {
      throw .badAnswer("\(shown(arrived)) instead of the echo of \(shown(echo))")
    }
    arrived.removeFirst(count)
    echo.removeFirst(count)
  }

  /// The place of the end of the first answer.
  private func end(of bytes: [UInt8]) -> Int? {
    guard bytes.count >= answerEnd.count else { return nil }
    for place in 0...(bytes.count - answerEnd.count)
    where bytes[place...].starts(with: answerEnd) {
      return place
    }
    return nil
  }

  /// Without the carriage returns that some devices put before their line feed.
  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var bytes = bytes
    while bytes.last == 0x0D || bytes.last == 0x0A { bytes.removeLast() }
    while bytes.first == 0x0D || bytes.first == 0x0A { bytes.removeFirst() }
    return bytes
  }

  private func shown(_ bytes: [UInt8]) -> String { "“\(PrintableText.of(bytes.prefix(60)))”" }
}
