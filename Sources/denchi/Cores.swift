import Dispatch
import Synchronization

/// Work spread over the machine's cores, away from the main thread's own.
enum Cores {
  /// Applies `body` to every item; the results come in the order of the items.
  ///
  /// Which core does what is left open, what comes out is not: each item is worked on alone, and of
  /// several errors the first in the order of the items is thrown.
  static func map<Item: Sendable, Output: Sendable>(
    _ items: [Item], _ body: @Sendable (Item) throws -> Output
  ) throws -> [Output] {
    guard items.count > 1 else { return try items.map(body) }
    let outputs = Mutex([Result<Output, any Error>?](repeating: nil, count: items.count))
    DispatchQueue.concurrentPerform(iterations: items.count) { k in
      let output = Result { try body(items[k]) }
      outputs.withLock { $0[k] = output }
    }
    return try outputs.withLock { try $0.compactMap { try $0?.get() } }
  }
}
