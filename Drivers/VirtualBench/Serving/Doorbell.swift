import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The way into a loop from another thread: leaves a wish and wakes the loop.
final class Doorbell: EventLoop.Port, @unchecked Sendable {
  let descriptor: Descriptor
  private let far: Descriptor
  private let wishes = Mutex<[@Sendable () -> Void]>([])

  init() throws(VirtualBenchError) {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else {
      throw .badBench("no pipe can be opened: \(systemError()).")
    }
    descriptor = Descriptor(ends[0])
    far = Descriptor(ends[1])
  }

  /// Has something done on the loop's thread, soon.
  func ring(_ wish: @escaping @Sendable () -> Void) {
    wishes.withLock { $0.append(wish) }
    _ = far.write([1])
  }

  var wantsToWrite: Bool { false }
  func becameWritable() {}

  func becameReadable() {
    var drained: [UInt8] = []
    _ = descriptor.read(into: &drained)
    let taken = wishes.withLock { list in
      defer { list = [] }
      return list
    }
    for wish in taken { wish() }
  }
}
