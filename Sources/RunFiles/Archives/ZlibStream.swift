internal import CZlib

/// A whole stream with zlib's header (RFC 1950) whose unpacked size nobody states.
enum ZlibStream {
  /// How large all streams of a file may unpack whatever they were packed to, in bytes.
  static let freeSize = 8 << 20
  /// How many bytes one packed byte may give beyond that.
  static let ratioLimit = 40

  /// The unpacked bytes of a range; nil if they are damaged or more than `limit`.
  ///
  /// A gzip header (RFC 1952) is read too.
  static func unpack(_ bytes: ByteImage, _ range: Range<Int>, limit: Int) -> [UInt8]? {
    guard range.count <= Int(UInt32.max), !range.isEmpty else { return nil }
    var packed = bytes.array(range)
    var stream = unsafe z_stream()
    guard
      unsafe inflateInit2_(&stream, 15 + 32, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        == Z_OK
    else { return nil }
    defer { _ = unsafe inflateEnd(&stream) }
    return unsafe packed.withUnsafeMutableBufferPointer { source -> [UInt8]? in
      unsafe stream.next_in = source.baseAddress
      unsafe stream.avail_in = UInt32(source.count)
      var result: [UInt8] = []
      var piece = [UInt8](repeating: 0, count: 1 << 18)
      while true {
        var answer = Z_DATA_ERROR
        let count = unsafe piece.withUnsafeMutableBufferPointer { target -> Int in
          unsafe stream.next_out = target.baseAddress
          unsafe stream.avail_out = UInt32(target.count)
          answer = unsafe inflate(&stream, Z_NO_FLUSH)
          return unsafe target.count - Int(stream.avail_out)
        }
        guard answer == Z_OK || answer == Z_STREAM_END, result.count + count <= limit else {
          return nil
        }
        result.append(contentsOf: piece[..<count])
        if answer == Z_STREAM_END { return result }
        if count == 0 { return nil }
      }
    }
  }
}
