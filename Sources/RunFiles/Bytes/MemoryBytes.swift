/// The bytes of a file that is in memory already.
final class MemoryBytes: ByteSource {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func read(into target: UnsafeMutableRawBufferPointer) throws(RunFileError) -> Int {
    let count = min(bytes.count - position, target.count)
    let range = position..<(position + count)
    unsafe target.copyBytes(from: bytes[range])
    position += count
    return count
  }

  private(set) lazy var digest = FileDigest(
    bytes: bytes.count, sha256: BytesDigest.sha256(of: bytes))
}
