import Assessment
import Foundation
import RunFiles
import Synchronization

/// Reports as JSON lines from standard input, answered in order on standard output.
///
/// Whatever has arrived is answered before more is waited for, on all cores. Memory holds about a
/// megabyte of lines and their answers.
struct RejudgingStream {
  let judge: RejudgingLine

  /// - Parameter onAnswer: hears of each answered report whether all its verdicts are `pass`.
  func run(onAnswer: (Bool) -> Void) throws {
    var input = try InputLines()
    while true {
      let lines = try input.next()
      guard !lines.isEmpty else { return }
      try answer(lines, onAnswer)
    }
  }

  private func answer(_ lines: [ArraySlice<UInt8>], _ onAnswer: (Bool) -> Void) throws {
    let answers = Mutex([RejudgingLine.Answer?](repeating: nil, count: lines.count))
    DispatchQueue.concurrentPerform(iterations: lines.count) { index in
      let answer = self.answer(lines[index])
      answers.withLock { $0[index] = answer }
    }
    var text: [UInt8] = []
    for answer in answers.withLock({ $0 }).compactMap(\.self) {
      text += answer.text
      text.append(0x0A)
      onAnswer(answer.allPass)
    }
    try Terminal.put(text)
  }

  private struct Refusal: Encodable {
    var status = "bad-input"
    var message: String
  }

  private func answer(_ line: ArraySlice<UInt8>) -> RejudgingLine.Answer {
    do {
      return try judge.again(line, asLine: true)
    } catch {
      let refusal = Refusal(message: RejudgingLine.message(error))
      let text = (try? JSONText.bytes(of: refusal, layout: .line)) ?? []
      return .init(text: text, allPass: false)
    }
  }
}
