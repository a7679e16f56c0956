#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

/// A lock with a signal that what it guards has changed.
@safe
final class Monitor: @unchecked Sendable {
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let changed: UnsafeMutablePointer<pthread_cond_t>

  init() {
    unsafe mutex = .allocate(capacity: 1)
    unsafe changed = .allocate(capacity: 1)
    unsafe mutex.initialize(to: pthread_mutex_t())
    unsafe changed.initialize(to: pthread_cond_t())
    _ = unsafe pthread_mutex_init(mutex, nil)
    _ = unsafe pthread_cond_init(changed, nil)
  }

  deinit {
    _ = unsafe pthread_cond_destroy(changed)
    _ = unsafe pthread_mutex_destroy(mutex)
    unsafe changed.deallocate()
    unsafe mutex.deallocate()
  }

  /// Runs `body` under the lock; it may call ``wait()``.
  func locked<T, E: Error>(_ body: () throws(E) -> T) throws(E) -> T {
    _ = unsafe pthread_mutex_lock(mutex)
    defer { _ = unsafe pthread_mutex_unlock(mutex) }
    return try body()
  }

  /// The same, and wakes all who wait.
  func changing<T>(_ body: () -> T) -> T {
    locked {
      defer { _ = unsafe pthread_cond_broadcast(changed) }
      return body()
    }
  }

  /// Lets others have the lock until one of them has changed something, or for no reason.
  ///
  /// - Precondition: called under the lock.
  func wait() { _ = unsafe pthread_cond_wait(changed, mutex) }
}
