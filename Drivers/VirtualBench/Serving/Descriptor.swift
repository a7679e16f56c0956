#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// An open descriptor that never blocks and closes itself.
///
/// The only file of this module that speaks C, together with ``ServerThread`` and
/// ``PseudoTerminal``.
final class Descriptor {
  let number: Int32
  private(set) var isOpen = true
  private let isSocket: Bool

  /// Takes over an open descriptor.
  init(_ number: Int32, isSocket: Bool = false) {
    self.number = number
    self.isSocket = isSocket
    _ = fcntl(number, F_SETFL, fcntl(number, F_GETFL) | O_NONBLOCK)
    _ = fcntl(number, F_SETFD, FD_CLOEXEC)
  }

  deinit { close() }

  func close() {
    guard isOpen else { return }
    isOpen = false
    #if canImport(Darwin)
      _ = Darwin.close(number)
    #else
      _ = Glibc.close(number)
    #endif
  }

  enum Arrival { case bytes(Int), nothing, ended }

  /// Appends what has arrived, at most 64 KiB.
  func read(into buffer: inout [UInt8]) -> Arrival {
    guard isOpen else { return .ended }
    let limit = 65_536
    let start = buffer.count
    var taken = 0
    let part = unsafe [UInt8](unsafeUninitializedCapacity: limit) { space, count in
      #if canImport(Darwin)
        taken = unsafe Darwin.read(number, space.baseAddress, limit)
      #else
        taken = unsafe Glibc.read(number, space.baseAddress, limit)
      #endif
      count = max(taken, 0)
    }
    if taken > 0 {
      if start == 0 { buffer = part } else { buffer += part }
      return .bytes(taken)
    }
    if taken < 0, errno == EAGAIN || errno == EINTR { return .nothing }
    return .ended
  }

  /// Sends what fits.
  ///
  /// - Returns: how many bytes went out; nil when nobody is there any more.
  func write(_ bytes: ArraySlice<UInt8>) -> Int? {
    guard isOpen else { return nil }
    var sent = 0
    unsafe bytes.withUnsafeBufferPointer { space in
      #if canImport(Darwin)
        sent = unsafe Darwin.write(number, space.baseAddress, space.count)
      #else
        // Without the flag a client that left would end this process.
        sent =
          isSocket
          ? unsafe send(number, space.baseAddress, space.count, Int32(MSG_NOSIGNAL))
          : unsafe Glibc.write(number, space.baseAddress, space.count)
      #endif
    }
    if sent >= 0 { return sent }
    return errno == EAGAIN || errno == EINTR ? 0 : nil
  }
}

/// Waits for several descriptors at once.
struct DescriptorPoll {
  struct Interest: Equatable {
    var descriptor: Int32
    var writes: Bool
  }
  struct Event {
    var isReadable: Bool
    var isWritable: Bool
  }

  private var entries: [pollfd] = []

  mutating func set(_ interests: [Interest]) {
    entries = interests.map {
      pollfd(
        fd: $0.descriptor, events: Int16(POLLIN) | ($0.writes ? Int16(POLLOUT) : 0), revents: 0)
    }
  }

  /// Waits until something happens on one of them, at most so many ms.
  ///
  /// - Returns: one event for each interest; nil when nothing happened.
  mutating func wait(milliseconds: Int32) -> [Event]? {
    let count = entries.count
    let ready = unsafe entries.withUnsafeMutableBufferPointer {
      unsafe poll($0.baseAddress, nfds_t(count), milliseconds)
    }
    guard ready > 0 else { return nil }
    return entries.map { entry in
      let ended = entry.revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0
      return Event(
        isReadable: entry.revents & Int16(POLLIN) != 0 || ended,
        isWritable: entry.revents & Int16(POLLOUT) != 0 || ended)
    }
  }
}

/// The words of the system for the error that just happened.
func systemError() -> String { unsafe String(cString: strerror(errno)) }

/// The clock of ``MonotonicTime``, in ns.
func monotonicNanoseconds() -> Int64 {
  var time = timespec()
  #if canImport(Darwin)
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
  #else
    unsafe clock_gettime(CLOCK_BOOTTIME, &time)
  #endif
  return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}
