#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

/// The bytes of a long file, read and hashed on a thread of their own.
///
/// Hashing costs more time than reading the numbers, so it runs beside it. The thread blocks in
/// system calls and therefore belongs to nobody's pool; it ends with this object.
@safe
final class ReadAheadBytes: ByteSource {
  private let handover: Handover
  private let thread: pthread_t
  /// What is left of the block that was taken last.
  private var rest = 0..<0

  init(_ file: FileBytes) throws(RunFileError) {
    handover = Handover(file)
    let context = unsafe Unmanaged.passRetained(handover).toOpaque()
    #if canImport(Darwin)
      var created: pthread_t?
    #else
      var created = pthread_t()
    #endif
    let answer = unsafe pthread_create(&created, nil, ReadAheadBytes.main, context)
    #if canImport(Darwin)
      let started = created
    #else
      let started = answer == 0 ? created : nil
    #endif
    guard answer == 0, let started else {
      unsafe Unmanaged<Handover>.fromOpaque(context).release()
      throw .unreadable(path: file.path, reason: OpenFile.reason(answer))
    }
    thread = started
  }

  deinit {
    handover.cancel()
    _ = pthread_join(thread, nil)
  }

  #if canImport(Darwin)
    private static let main: @convention(c) (UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? =
      { context in
        unsafe Unmanaged<Handover>.fromOpaque(context).takeRetainedValue().produce()
        return nil
      }
  #else
    private static let main: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? =
      { context in
        if let context = unsafe context {
          unsafe Unmanaged<Handover>.fromOpaque(context).takeRetainedValue().produce()
        }
        return nil
      }
  #endif

  func read(into target: UnsafeMutableRawBufferPointer) throws(RunFileError) -> Int {
    if rest.isEmpty {
      guard let block = try handover.take() else { return 0 }
      rest = block
    }
    let count = min(rest.count, target.count)
    unsafe handover.copy(rest.prefix(count), to: target)
    rest = rest.dropFirst(count)
    if rest.isEmpty { handover.giveBack() }
    return count
  }

  var digest: FileDigest { handover.digest }
}

/// A ring of blocks between the thread that reads and the one that parses.
///
/// Both only look at a block while it is full: the reader to hash it, the parser to copy it. The
/// reader comes back to a block when it has hashed it and the parser has given it back.
@safe
private final class Handover: @unchecked Sendable {
  private static let blockSize = 1 << 20
  private static let blockCount = 4

  private let file: FileBytes
  private let memory: UnsafeMutableRawBufferPointer
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let changed: UnsafeMutablePointer<pthread_cond_t>
  // Under the mutex.
  private var sizes = [Int](repeating: 0, count: blockCount)
  private var filled = 0
  private var emptied = 0
  private var outcome: Result<FileDigest, RunFileError>?
  private var isCancelled = false

  init(_ file: FileBytes) {
    self.file = file
    unsafe memory = .allocate(byteCount: Self.blockSize * Self.blockCount, alignment: 64)
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
    unsafe memory.deallocate()
  }

  /// Reads and hashes block after block until the file ends or nobody wants more.
  func produce() {
    do throws(RunFileError) {
      while let block = waitForRoom() {
        let target = unsafe UnsafeMutableRawBufferPointer(
          rebasing: memory[(block * Self.blockSize)..<((block + 1) * Self.blockSize)])
        let count = try unsafe file.readWithoutHash(into: target)
        if count == 0 { break }
        locked {
          sizes[block] = count
          filled += 1
        }
        unsafe file.hash(UnsafeRawBufferPointer(rebasing: target[..<count]))
      }
      let digest = file.digest
      locked { outcome = .success(digest) }
    } catch {
      locked { outcome = .failure(error) }
    }
  }

  /// The number of the next free block; nil when nobody wants more.
  private func waitForRoom() -> Int? {
    _ = unsafe pthread_mutex_lock(mutex)
    defer { _ = unsafe pthread_mutex_unlock(mutex) }
    while filled - emptied == Self.blockCount, !isCancelled {
      _ = unsafe pthread_cond_wait(changed, mutex)
    }
    return isCancelled ? nil : filled % Self.blockCount
  }

  /// Waits for a full block and returns where it lies; nil at the end of the file.
  func take() throws(RunFileError) -> Range<Int>? {
    _ = unsafe pthread_mutex_lock(mutex)
    defer { _ = unsafe pthread_mutex_unlock(mutex) }
    while filled == emptied, outcome == nil { _ = unsafe pthread_cond_wait(changed, mutex) }
    if filled == emptied {
      if case .failure(let error) = outcome { throw error }
      return nil
    }
    let start = emptied % Self.blockCount * Self.blockSize
    return start..<(start + sizes[emptied % Self.blockCount])
  }

  /// Copies bytes of the block that was taken.
  func copy(_ range: Range<Int>, to target: UnsafeMutableRawBufferPointer) {
    unsafe target.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[range]))
  }

  func giveBack() { locked { emptied += 1 } }

  func cancel() { locked { isCancelled = true } }

  /// Size and hash of the whole file; of nothing before its end was reached.
  var digest: FileDigest {
    var digest = FileDigest(bytes: 0, sha256: "")
    locked { if case .success(let known) = outcome { digest = known } }
    return digest
  }

  private func locked(_ body: () -> Void) {
    _ = unsafe pthread_mutex_lock(mutex)
    body()
    _ = unsafe pthread_cond_broadcast(changed)
    _ = unsafe pthread_mutex_unlock(mutex)
  }
}
