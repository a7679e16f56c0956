internal import CZlib

/// Deflated bytes without a header (RFC 1951), unpacked in one piece by zlib.
enum RawInflate {
  /// The bytes that the range gives; nil if it is damaged or does not give exactly `size` bytes.
  static func unpack(_ bytes: ByteImage, _ range: Range<Int>, size: Int) -> [UInt8]? {
    guard size > 0 else { return [] }
    guard size <= Int(UInt32.max), range.count <= Int(UInt32.max) else { return nil }
    var packed = bytes.array(range)
    var answer = Z_DATA_ERROR
    let result = unsafe [UInt8](unsafeUninitializedCapacity: size) { target, count in
      var stream = unsafe z_stream()
      guard
        unsafe inflateInit2_(&stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
          == Z_OK
      else { return }
      unsafe packed.withUnsafeMutableBufferPointer { source in
        unsafe stream.next_in = source.baseAddress
        unsafe stream.avail_in = UInt32(source.count)
        unsafe stream.next_out = target.baseAddress
        unsafe stream.avail_out = UInt32(size)
        answer = unsafe inflate(&stream, Z_FINISH)
      }
      count = unsafe size - Int(stream.avail_out)
      _ = unsafe inflateEnd(&stream)
    }
    return answer == Z_STREAM_END && result.count == size ? result : nil
  }

  /// The CRC-32 that zip archives hold.
  static func checksum(_ bytes: [UInt8]) -> UInt32 {
    unsafe bytes.withUnsafeBufferPointer {
      unsafe UInt32(truncatingIfNeeded: crc32_z(0, $0.baseAddress, $0.count))
    }
  }
}
