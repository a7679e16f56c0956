import Foundation
import Synchronization

/// A process of the pool, with what is needed to start it again.
struct Worker {
  let arguments: [String]
  let watch: DeadlineWatch.Slot
  private var child: Child?

  private struct Child {
    let process: Process
    let requests: FileHandle
    let answers: FileHandle
    let ending: Ending
  }

  /// How a process ended, once it did.
  private final class Ending: Sendable {
    let words = Mutex("it ended")
    let isKnown = DispatchSemaphore(value: 0)
  }

  /// Pipes are made and handed on one process at a time, lest one inherits those of another.
  private static let starting = Mutex(())

  init(arguments: [String], watch: DeadlineWatch.Slot) {
    self.arguments = arguments
    self.watch = watch
  }

  /// Has a line answered; always returns one line.
  mutating func answer(_ line: [UInt8]) -> [UInt8] {
    let request = BatchRequest(line[...])
    guard request.path != nil else {
      return Self.line(request.id, .badInput, request.fault ?? "found no path")
    }
    let child: Child
    do {
      child = try self.child ?? start()
    } catch {
      return Self.line(request.id, .crashed, "no process could be started for it: \(error)")
    }
    self.child = child
    watch.begin(child.process.processIdentifier)
    let answer = Self.exchange(line, with: child)
    let isLate = watch.end()
    if let answer { return answer }
    self.child = nil
    close(child)
    guard isLate else {
      return Self.line(
        request.id, .crashed,
        "the process that read it ended without an answer: \(Self.words(child))")
    }
    return Self.line(
      request.id, .timeout, "the process that read it had no answer in time and was ended")
  }

  /// Lets the process go, and sees it end, so that none outlives the batch.
  mutating func end() {
    guard let child else { return }
    close(child)
    _ = child.ending.isKnown.wait(timeout: .now() + 2)
    self.child = nil
  }

  private func close(_ child: Child) {
    try? child.requests.close()
    try? child.answers.close()
  }

  private func start() throws -> Child {
    try Self.starting.withLock { _ in
      let process = Process()
      process.executableURL = Bundle.main.executableURL
      process.arguments = arguments
      let requests = Pipe()
      let answers = Pipe()
      process.standardInput = requests
      process.standardOutput = answers
      let ending = Ending()
      process.terminationHandler = { process in
        let isSignal = process.terminationReason == .uncaughtSignal
        ending.words.withLock {
          $0 = "\(isSignal ? "signal" : "exit code") \(process.terminationStatus)"
        }
        ending.isKnown.signal()
      }
      try process.run()
      return Child(
        process: process, requests: requests.fileHandleForWriting,
        answers: answers.fileHandleForReading, ending: ending)
    }
  }

  /// Sends a line and reads its answer; nil where the process ends before.
  private static func exchange(_ line: [UInt8], with child: Child) -> [UInt8]? {
    do {
      try child.requests.write(contentsOf: Data(line + [0x0A]))
    } catch {
      return nil
    }
    var answer: [UInt8] = []
    while answer.last != 0x0A {
      let piece = child.answers.availableData
      guard !piece.isEmpty else { return nil }
      answer += piece
    }
    return answer
  }

  /// A process that was killed in the middle of a system call may take its time to end.
  private static func words(_ child: Child) -> String {
    _ = child.ending.isKnown.wait(timeout: .now() + 2)
    return child.ending.words.withLock { $0 }
  }

  private static func line(_ id: String, _ status: BatchStatus, _ message: String) -> [UInt8] {
    let answer = BatchAnswer(id: id, status: status, message: message)
    do {
      return try answer.line()
    } catch {
      preconditionFailure("a line of texts can be written: \(error)")
    }
  }
}
