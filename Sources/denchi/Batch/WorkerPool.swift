import Dispatch
import Foundation
import RunFiles
import Synchronization

/// A batch spread over processes, each of which answers a line at a time.
///
/// A process that ends or takes too long costs the line that it had; a new one takes the rest.
/// Answers come in the order of the lines. What has been answered and waits for a line before it
/// is held up to ``OrderedAnswers/byteLimit``; until then no process waits for another.
struct WorkerPool {
  let jobs: Int
  /// The arguments of a process of the pool.
  let arguments: [String]
  let timeout: Duration

  /// - Returns: whether every line is `ok` and every verdict `pass`.
  func run() throws -> Bool {
    let queue = RequestQueue()
    let answers = OrderedAnswers()
    let watch = DeadlineWatch(timeout)
    let done = DispatchGroup()
    for _ in 0..<jobs {
      done.enter()
      Thread { [arguments] in
        var worker = Worker(arguments: arguments, watch: watch.slot())
        while let next = queue.next() {
          answers.put(worker.answer(next.line), at: next.number)
        }
        worker.end()
        done.leave()
      }.start()
    }
    var input = try InputLines()
    var count = 0
    while case let lines = try input.next(), !lines.isEmpty {
      for line in lines {
        answers.waitForRoom(at: count)
        queue.put(Array(line), number: count)
        count += 1
      }
    }
    queue.close(readers: jobs)
    done.wait()
    return answers.allPass
  }
}

/// Lines that wait for a process.
private final class RequestQueue: Sendable {
  struct Item: Sendable {
    var line: [UInt8]
    var number: Int
  }

  private let items = Mutex<[Item]>([])
  private let arrivals = DispatchSemaphore(value: 0)

  func put(_ line: [UInt8], number: Int) {
    items.withLock { $0.append(Item(line: line, number: number)) }
    arrivals.signal()
  }

  /// Lets each reader find the end.
  func close(readers: Int) { for _ in 0..<readers { arrivals.signal() } }

  /// The next line; waits for one, nil when there will be none.
  func next() -> Item? {
    arrivals.wait()
    return items.withLock { $0.isEmpty ? nil : $0.removeFirst() }
  }
}
