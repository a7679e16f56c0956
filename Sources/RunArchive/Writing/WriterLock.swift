#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

/// The mark that one process writes into an archive: a locked file beside it.
///
/// The lock belongs to the process and goes with it, however it ends; a file that a crash left
/// behind holds nobody up. It lies beside the archive and not in it, since SQLite's own locks
/// would be lost when the process closes any other descriptor of the archive.
///
/// The file also bears witness: it says which commit was acknowledged last. It never says more than
/// is durable, so an archive that holds less has lost something since.
struct WriterLock: ~Copyable {
  private let path: String
  private let descriptor: Int32
  /// The last commit that a writer acknowledged which did not end by itself; 0 if there is none.
  let witnessed: Int64

  /// - Throws: `busy` with the number of the process that holds it.
  init(archive: String) throws(ArchiveError) {
    path = archive + "-lock"
    while true {
      let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, mode_t(0o644))
      guard descriptor >= 0 else {
        throw .unreachable(path: archive, reason: "\(path): \(Self.reason(errno))")
      }
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
        let holder = Self.holder(descriptor)
        _ = close(descriptor)
        throw .busy(path: archive, process: holder)
      }
      // A holder that ends removes the file: then this lock is one on nothing.
      if Self.isSame(descriptor, path) {
        self.descriptor = descriptor
        break
      }
      _ = close(descriptor)
    }
    witnessed = Self.content(descriptor)?.commit ?? 0
    acknowledge(witnessed)
  }

  /// The last commit that a writer acknowledged which still writes or did not end by itself.
  static func witnessed(archive: String) -> Int64? {
    let descriptor = unsafe open(archive + "-lock", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { _ = close(descriptor) }
    return content(descriptor)?.commit
  }

  /// Says that a commit is durable.
  func acknowledge(_ commit: Int64) {
    let digits = "\(commit)"
    let zeros = String(repeating: "0", count: 20 - digits.utf8.count)
    let text = Array("denchi \(zeros)\(digits) \(getpid())\n".utf8)
    _ = unsafe text.withUnsafeBytes { unsafe pwrite(descriptor, $0.baseAddress, $0.count, 0) }
  }

  deinit {
    _ = unsafe unlink(path)
    _ = close(descriptor)
  }

  private static func holder(_ descriptor: Int32) -> Int32? { content(descriptor)?.process }

  private static func content(_ descriptor: Int32) -> (commit: Int64, process: Int32)? {
    var text = [UInt8](repeating: 0, count: 64)
    let count = unsafe text.withUnsafeMutableBytes {
      unsafe pread(descriptor, $0.baseAddress, $0.count, 0)
    }
    let line = text.prefix(max(0, count)).prefix { $0 != 0x0A }
    let words = line.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
    guard words.count == 3, words[0] == "denchi", let commit = Int64(words[1]),
      let process = Int32(words[2])
    else { return nil }
    return (commit, process)
  }

  private static func isSame(_ descriptor: Int32, _ path: String) -> Bool {
    var held = stat()
    var named = stat()
    return unsafe fstat(descriptor, &held) == 0 && stat(path, &named) == 0
      && held.st_ino == named.st_ino && held.st_dev == named.st_dev
  }

  private static func reason(_ code: Int32) -> String { unsafe String(cString: strerror(code)) }
}
