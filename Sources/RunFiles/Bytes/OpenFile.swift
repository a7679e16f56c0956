#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

/// A file that is open for reading and is closed at the end of its life.
struct OpenFile: ~Copyable {
  let path: String
  private let descriptor: Int32

  /// Opens a file; folders are refused.
  init(path: String) throws(RunFileError) {
    let descriptor = try Self.descriptor(path)
    self.path = path
    self.descriptor = descriptor
  }

  /// Standard input, through a descriptor of its own.
  static func standardInput() throws(RunFileError) -> OpenFile {
    let descriptor = fcntl(0, F_DUPFD_CLOEXEC, 0)
    guard descriptor >= 0 else {
      throw .unreadable(path: "standard input", reason: reason(errno))
    }
    return OpenFile(path: "standard input", descriptor: descriptor)
  }

  private init(path: String, descriptor: Int32) {
    self.path = path
    self.descriptor = descriptor
  }

  private static func descriptor(_ path: String) throws(RunFileError) -> Int32 {
    guard !path.utf8.contains(0) else {
      throw .unreadable(path: path, reason: "the path holds a NUL")
    }
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(path: path, reason: reason(errno)) }
    var status = stat()
    let answer = unsafe fstat(descriptor, &status)
    if answer == 0, status.st_mode & S_IFMT != S_IFDIR { return descriptor }
    let found = answer == 0 ? "it is a folder, not a file" : reason(errno)
    _ = close(descriptor)
    throw .unreadable(path: path, reason: found)
  }

  deinit { _ = close(descriptor) }

  /// The size in bytes; nil for what is no ordinary file.
  var size: Int? {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return nil
    }
    return Int(status.st_size)
  }

  /// Fills the beginning of `target`; returns how many bytes, 0 at the end of the file.
  func read(into target: UnsafeMutableRawBufferPointer) throws(RunFileError) -> Int {
    while true {
      #if canImport(Darwin)
        let count = unsafe Darwin.read(descriptor, target.baseAddress, target.count)
      #elseif canImport(Musl)
        let count = unsafe Musl.read(descriptor, target.baseAddress, target.count)
      #else
        let count = unsafe Glibc.read(descriptor, target.baseAddress, target.count)
      #endif
      if count >= 0 { return count }
      if errno != EINTR { throw .unreadable(path: path, reason: Self.reason(errno)) }
    }
  }

  /// The system's words for an error number.
  static func reason(_ code: Int32) -> String {
    unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
  }
}
