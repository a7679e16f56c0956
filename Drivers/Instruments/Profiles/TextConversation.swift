/// Questions and answers in text on a line, one at a time.
package struct TextConversation {
  private let line: any Line
  private let sendEnd: [UInt8]
  private let answerEnd: [UInt8]
  private let hasEcho: Bool
  private let longestAnswer: Int
  private let clock: any TimeSource
  private var pace: MessagePace

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
    let limit = try pace.begin(by: deadline)
    defer { pace.end() }
    line.discardInput()
    let sent = Array(question.utf8) + sendEnd
    try line.send(sent, by: limit)
    let head = hasEcho ? sent.count : 0
    var bytes: [UInt8] = []
    while true {
      let room = head + longestAnswer + answerEnd.count - bytes.count
      guard room > 0 else {
        throw .badAnswer("over \(longestAnswer) bytes without an end: \(shown(bytes))")
      }
      bytes += try line.receive(upTo: room, by: limit)
      if hasEcho, !bytes.starts(with: sent.prefix(bytes.count)) {
        throw .badAnswer("\(shown(bytes)) instead of the echo of “\(question)”")
      }
      guard bytes.count > head, let end = end(of: bytes, from: head) else { continue }
      guard end + answerEnd.count == bytes.count else {
        throw .badAnswer("more than one answer to “\(question)”: \(shown(bytes))")
      }
      return PrintableText.of(Self.trimmed(bytes[head..<end]))
    }
  }

  /// The place of the end of the answer.
  private func end(of bytes: [UInt8], from start: Int) -> Int? {
    guard bytes.count >= start + answerEnd.count else { return nil }
    for place in start...(bytes.count - answerEnd.count)
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
