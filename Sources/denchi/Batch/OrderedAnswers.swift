import Assessment
import Dispatch
import Foundation
import Synchronization

/// Answers on their way out: each is written as soon as all before it are.
final class OrderedAnswers: Sendable {
  /// What may wait for an answer before it, in bytes and in lines.
  static let byteLimit = 16 << 20
  static let lineLimit = 4096

  private struct State {
    var next = 0
    var waiting: [Int: [UInt8]] = [:]
    var bytes = 0
    var allPass = true
  }

  private let state = Mutex(State())
  private let progress = DispatchSemaphore(value: 0)

  /// Whether every answer so far is `ok` and every verdict `pass`.
  var allPass: Bool { state.withLock { $0.allPass } }

  /// Waits until an answer with this number could be held.
  func waitForRoom(at number: Int) {
    while !state.withLock({
      $0.bytes < Self.byteLimit && number - $0.next < Self.lineLimit
    }) { progress.wait() }
  }

  /// Takes an answer with its line break, and writes whatever is due.
  func put(_ answer: [UInt8], at number: Int) {
    let isPass = Self.isPass(answer)
    state.withLock { state in
      if !isPass { state.allPass = false }
      state.waiting[number] = answer
      state.bytes += answer.count
      while let due = state.waiting.removeValue(forKey: state.next) {
        state.bytes -= due.count
        state.next += 1
        write(due)
      }
    }
    progress.signal()
  }

  /// Without a reader there is nothing left to do; the processes of the pool see that we are gone.
  private func write(_ line: [UInt8]) {
    do {
      try Terminal.put(line)
    } catch {
      Terminal.tell(error.message)
      exit(error.code.rawValue)
    }
  }

  private static func isPass(_ answer: [UInt8]) -> Bool {
    guard let line = try? ReportSections(head(of: answer)[...]), let verdicts = line["verdicts"],
      let values = try? JSONDecoder().decode([String: Verdict].self, from: Data(verdicts))
    else { return false }
    return !values.isEmpty && values.values.allSatisfy { $0 == .pass }
  }

  private static let reportMark = Array(",\"report\":{".utf8)

  /// An answer without its report, which is long, comes last and is of no use here.
  ///
  /// Inside a text the quotation marks of the mark would be escaped.
  private static func head(of answer: [UInt8]) -> [UInt8] {
    let starts = answer.indices.dropLast(reportMark.count)
    guard
      let end = starts.first(where: {
        answer[$0] == reportMark[0] && answer[$0...].starts(with: reportMark)
      })
    else { return answer }
    return answer[..<end] + [UInt8(ascii: "}")]
  }
}
