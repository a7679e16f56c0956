/// Bytes whose beginning was looked at: it comes again before the rest.
final class PeekedBytes: ByteSource {
  /// The first bytes, fewer where the source is shorter.
  let head: [UInt8]
  private let source: any ByteSource
  private var position = 0

  init(_ source: any ByteSource, count: Int) throws(RunFileError) {
    var head: [UInt8] = []
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 1)
    defer { unsafe piece.deallocate() }
    while head.count < count {
      let read = try unsafe source.read(
        into: UnsafeMutableRawBufferPointer(rebasing: piece[..<(count - head.count)]))
      if read == 0 { break }
      unsafe head.append(contentsOf: piece[..<read])
    }
    self.head = head
    self.source = source
  }

  var digest: FileDigest { source.digest }
  var isPacked: Bool { source.isPacked }

  func read(into target: UnsafeMutableRawBufferPointer) throws(RunFileError) -> Int {
    guard position < head.count else { return try unsafe source.read(into: target) }
    let range = position..<min(head.count, position + target.count)
    unsafe target.copyBytes(from: head[range])
    position = range.upperBound
    return range.count
  }
}
