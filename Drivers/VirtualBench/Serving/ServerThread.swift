#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A thread of its own for one loop; waiting in it holds nobody else up.
final class ServerThread: @unchecked Sendable {
  #if canImport(Darwin)
    private var thread: pthread_t?
  #else
    private var thread = pthread_t()
  #endif
  private let body: @Sendable () -> Void
  private var hasStarted = false

  init(_ body: @escaping @Sendable () -> Void) { self.body = body }

  func start() {
    hasStarted = true
    let context = unsafe Unmanaged.passRetained(self).toOpaque()
    #if canImport(Darwin)
      unsafe pthread_create(&thread, nil, { unsafe ServerThread.enter($0) }, context)
    #else
      unsafe pthread_create(
        &thread, nil, { unsafe $0.map { unsafe ServerThread.enter($0) } ?? nil }, context)
    #endif
  }

  /// Waits for the end of the loop.
  func join() {
    guard hasStarted else { return }
    hasStarted = false
    #if canImport(Darwin)
      if let thread { unsafe pthread_join(thread, nil) }
    #else
      pthread_join(thread, nil)
    #endif
  }

  private static func enter(_ context: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    unsafe Unmanaged<ServerThread>.fromOpaque(context).takeRetainedValue().body()
    return nil
  }
}
