/// The bytes of a long file, read and hashed on a thread of their own.
///
/// Reading and hashing run beside the parsing of what was read before. The thread ends with this
/// object.
final class ReadAheadBytes: ByteSource {
  private let handover: Handover
  private let thread: BlockingThread
  /// What is left of the block that was taken last.
  private var rest = 0..<0

  init(_ file: FileBytes) throws(RunFileError) {
    let handover = Handover(file)
    self.handover = handover
    do throws(BlockingThread.Refused) {
      thread = try BlockingThread { handover.produce() }
    } catch {
      throw .unreadable(path: file.path, reason: OpenFile.reason(error.code))
    }
  }

  deinit {
    handover.cancel()
    thread.join()
  }

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
  /// Small enough for a core's own cache, so that hashing and copying find it there.
  private static let blockSize = 1 << 18
  private static let blockCount = 4

  private let file: FileBytes
  private let memory: UnsafeMutableRawBufferPointer
  private let monitor = Monitor()
  // Under the monitor.
  private var sizes = [Int](repeating: 0, count: blockCount)
  private var filled = 0
  private var emptied = 0
  private var outcome: Result<FileDigest, RunFileError>?
  private var isCancelled = false

  init(_ file: FileBytes) {
    self.file = file
    unsafe memory = .allocate(byteCount: Self.blockSize * Self.blockCount, alignment: 64)
  }

  deinit { unsafe memory.deallocate() }

  /// Reads and hashes block after block until the file ends or nobody wants more.
  func produce() {
    do throws(RunFileError) {
      while let block = waitForRoom() {
        let target = unsafe UnsafeMutableRawBufferPointer(
          rebasing: memory[(block * Self.blockSize)..<((block + 1) * Self.blockSize)])
        let count = try unsafe file.readWithoutHash(into: target)
        if count == 0 { break }
        monitor.changing {
          sizes[block] = count
          filled += 1
        }
        unsafe file.hash(UnsafeRawBufferPointer(rebasing: target[..<count]))
      }
      let digest = file.digest
      monitor.changing { outcome = .success(digest) }
    } catch {
      monitor.changing { outcome = .failure(error) }
    }
  }

  /// The number of the next free block; nil when nobody wants more.
  private func waitForRoom() -> Int? {
    monitor.locked {
      while filled - emptied == Self.blockCount, !isCancelled { monitor.wait() }
      return isCancelled ? nil : filled % Self.blockCount
    }
  }

  /// Waits for a full block and returns where it lies; nil at the end of the file.
  func take() throws(RunFileError) -> Range<Int>? {
    try monitor.locked { () throws(RunFileError) in
      while filled == emptied, outcome == nil { monitor.wait() }
      if filled == emptied {
        if case .failure(let error) = outcome { throw error }
        return nil
      }
      let start = emptied % Self.blockCount * Self.blockSize
      return start..<(start + sizes[emptied % Self.blockCount])
    }
  }

  /// Copies bytes of the block that was taken.
  func copy(_ range: Range<Int>, to target: UnsafeMutableRawBufferPointer) {
    unsafe target.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[range]))
  }

  func giveBack() { monitor.changing { emptied += 1 } }

  func cancel() { monitor.changing { isCancelled = true } }

  /// Size and hash of the whole file; of nothing before its end was reached.
  var digest: FileDigest {
    monitor.locked {
      if case .success(let known) = outcome { return known }
      return FileDigest(bytes: 0, sha256: "")
    }
  }
}
