#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

/// A thread of the system, for work that blocks and therefore belongs to nobody's pool.
///
/// Whoever makes it tells the work to end, and then joins.
@safe
final class BlockingThread {
  private let thread: pthread_t

  /// The system has no further thread; the reason is an error number.
  struct Refused: Error { var code: Int32 }

  private final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  init(_ body: @escaping @Sendable () -> Void) throws(Refused) {
    let context = unsafe Unmanaged.passRetained(Work(body)).toOpaque()
    #if canImport(Darwin)
      var created: pthread_t?
    #else
      var created = pthread_t()
    #endif
    let answer = unsafe pthread_create(&created, nil, BlockingThread.main, context)
    #if canImport(Darwin)
      let started = created
    #else
      let started = answer == 0 ? created : nil
    #endif
    guard answer == 0, let started else {
      unsafe Unmanaged<Work>.fromOpaque(context).release()
      throw Refused(code: answer)
    }
    thread = started
  }

  /// Waits until the work has ended.
  func join() { _ = pthread_join(thread, nil) }

  #if canImport(Darwin)
    private static let main: @convention(c) (UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? =
      { context in
        unsafe Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
        return nil
      }
  #else
    private static let main: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? =
      { context in
        if let context = unsafe context {
          unsafe Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
        }
        return nil
      }
  #endif
}
