/// Bytes packed by Snappy ("Snappy compressed format description", google/snappy).
enum Snappy {
  /// The bytes that the range gives; nil if it is damaged or does not give exactly `size` bytes.
  ///
  /// - Complexity: O(size).
  static func unpack(_ bytes: ByteImage, _ range: Range<Int>, size: Int) -> [UInt8]? {
    var at = range.lowerBound
    let end = min(range.upperBound, bytes.count)
    var stated = 0
    for shift in stride(from: 0, to: 35, by: 7) {
      guard at < end else { return nil }
      let byte = bytes.byte(at: at)
      at += 1
      stated |= Int(byte & 0x7F) << shift
      if byte & 0x80 == 0 { break }
    }
    guard stated == size else { return nil }
    var output: [UInt8] = []
    output.reserveCapacity(size)
    while at < end {
      let tag = Int(bytes.byte(at: at))
      at += 1
      if tag & 3 == 0 {
        guard let length = literal(tag >> 2, bytes, &at, end), output.count + length <= size else {
          return nil
        }
        output += bytes.array(at..<(at + length))
        at += length
      } else {
        guard let copy = copy(tag, bytes, &at, end), copy.offset > 0, copy.offset <= output.count,
          output.count + copy.length <= size
        else { return nil }
        // The bytes that are copied may be among those that the copy makes.
        var from = output.count - copy.offset
        for _ in 0..<copy.length {
          output.append(output[from])
          from += 1
        }
      }
    }
    return output.count == size ? output : nil
  }

  /// The length of a piece that stands as it is; `at` moves to its beginning.
  private static func literal(
    _ code: Int, _ bytes: ByteImage, _ at: inout Int, _ end: Int
  ) -> Int? {
    var length = code + 1
    if code >= 60 {
      let width = code - 59
      guard at + width <= end else { return nil }
      length = 1
      for place in 0..<width { length += Int(bytes.byte(at: at + place)) << (8 * place) }
      at += width
    }
    return at + length <= end ? length : nil
  }

  private static func copy(
    _ tag: Int, _ bytes: ByteImage, _ at: inout Int, _ end: Int
  ) -> (offset: Int, length: Int)? {
    let width = [0, 1, 2, 4][tag & 3]
    guard at + width <= end else { return nil }
    defer { at += width }
    switch tag & 3 {
    case 1: return ((tag >> 5) << 8 | Int(bytes.byte(at: at)), (tag >> 2 & 7) + 4)
    case 2: return (bytes.uint16(at: at), tag >> 2 + 1)
    default: return (bytes.uint32(at: at), tag >> 2 + 1)
    }
  }
}
