#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

/// A file that appears under its name only when it is complete.
struct OutputFile: ~Copyable {
  private let path: String
  /// Nil where the path is a device or a pipe, which must be written to and not replaced.
  private let temporaryPath: String?
  private var descriptor: Int32

  /// Opens a temporary file in the folder of `path`, where it can be renamed without copying.
  init(path: String) throws(RunWriteError) {
    let temporaryPath = Self.isSpecial(path) ? nil : "\(path).\(getpid()).part"
    let descriptor = unsafe open(
      temporaryPath ?? path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode_t(0o644))
    guard descriptor >= 0 else { throw Self.error(errno, path) }
    self.path = path
    self.temporaryPath = temporaryPath
    self.descriptor = descriptor
  }

  deinit {
    // Still open means that it was not completed.
    if descriptor >= 0 {
      _ = close(descriptor)
      if let temporaryPath { _ = unsafe unlink(temporaryPath) }
    }
  }

  mutating func write(_ bytes: [UInt8]) throws(RunWriteError) {
    var written = 0
    while written < bytes.count {
      let descriptor = descriptor
      let count = unsafe bytes.withUnsafeBytes { all in
        let rest = unsafe UnsafeRawBufferPointer(rebasing: all[written...])
        #if canImport(Darwin)
          return unsafe Darwin.write(descriptor, rest.baseAddress, rest.count)
        #elseif canImport(Musl)
          return unsafe Musl.write(descriptor, rest.baseAddress, rest.count)
        #else
          return unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
        #endif
      }
      if count >= 0 {
        written += count
      } else if errno != EINTR {
        throw Self.error(errno, path)
      }
    }
  }

  /// Brings everything to the disk and renames the file.
  mutating func commit() throws(RunWriteError) {
    // Some systems say only here that the disk is full. A pipe cannot be synchronised.
    guard fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP else {
      throw Self.error(errno, path)
    }
    if let temporaryPath, unsafe rename(temporaryPath, path) != 0 { throw Self.error(errno, path) }
    let closing = descriptor
    descriptor = -1
    guard close(closing) == 0 else { throw Self.error(errno, path) }
  }

  private static func isSpecial(_ path: String) -> Bool {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return false }
    return status.st_mode & S_IFMT != S_IFREG
  }

  private static func error(_ code: Int32, _ path: String) -> RunWriteError {
    code == ENOSPC || code == EDQUOT
      ? .diskFull(path: path) : .unwritable(path: path, reason: OpenFile.reason(code))
  }
}
