/// The bytes of a file as stored, hashed in passing.
final class FileBytes: ByteSource {
  private let file: OpenFile
  private var sum = SHA256()
  private var count = 0
  /// Bytes that were looked at and not yet read.
  private var ahead: [UInt8] = []

  init(_ file: consuming OpenFile) { self.file = file }

  /// Whether the file begins with these bytes; nothing is lost by asking.
  ///
  /// - Precondition: nothing was read yet.
  func startsWith(_ magic: [UInt8]) throws(RunFileError) -> Bool {
    try head(magic.count).starts(with: magic)
  }

  /// The first bytes of the file, fewer where it is shorter; nothing is lost by asking.
  ///
  /// - Precondition: nothing was read yet.
  func head(_ count: Int) throws(RunFileError) -> [UInt8] {
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 1)
    defer { unsafe piece.deallocate() }
    while ahead.count < count {
      let read = try unsafe file.read(
        into: UnsafeMutableRawBufferPointer(rebasing: piece[..<(count - ahead.count)]))
      if read == 0 { break }
      unsafe ahead.append(contentsOf: piece[..<read])
    }
    return ahead
  }

  var path: String { file.path }
  /// The size of the file when it was opened; nil for a pipe or the like.
  var sizeAtStart: Int? { file.size }

  func read(into target: UnsafeMutableRawBufferPointer) throws(RunFileError) -> Int {
    let read = try unsafe readWithoutHash(into: target)
    unsafe hash(UnsafeRawBufferPointer(rebasing: target[..<read]))
    return read
  }

  /// Like `read`; the bytes must go to `hash` in the same order.
  func readWithoutHash(
    into target: UnsafeMutableRawBufferPointer
  ) throws(RunFileError) -> Int {
    var read = 0
    if ahead.isEmpty {
      read = try unsafe file.read(into: target)
    } else {
      read = min(ahead.count, target.count)
      for i in 0..<read { unsafe target[i] = ahead[i] }
      ahead.removeFirst(read)
    }
    return read
  }

  /// Takes bytes into the digest.
  func hash(_ bytes: UnsafeRawBufferPointer) {
    unsafe sum.update(bytes)
    count += bytes.count
  }

  var digest: FileDigest { FileDigest(bytes: count, sha256: sum.hexadecimal()) }
}
