/// The bytes of a file as stored, hashed in passing.
final class FileBytes: ByteSource {
  private let file: OpenFile
  private var hash = SHA256()
  private var count = 0

  init(_ file: consuming OpenFile) { self.file = file }

  func read(into target: UnsafeMutableRawBufferPointer) throws(RunFileError) -> Int {
    let read = try unsafe file.read(into: target)
    unsafe hash.update(UnsafeRawBufferPointer(rebasing: target[..<read]))
    count += read
    return read
  }

  var digest: FileDigest { FileDigest(bytes: count, sha256: hash.hexadecimal()) }
}
