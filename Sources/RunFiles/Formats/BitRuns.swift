/// Small integers as parquet packs them: runs of one value, and groups of eight bit by bit.
enum BitRuns {
  /// The first `count` values; nil if the bytes are damaged or do not hold as many.
  static func values(
    _ bytes: ByteImage, _ range: Range<Int>, width: Int, count: Int
  ) -> [Int]? {
    guard count >= 0, width >= 0, width <= 32 else { return nil }
    // Nothing is stored where there is only one value.
    if width == 0 { return count <= 1 << 28 ? [Int](repeating: 0, count: count) : nil }
    var values: [Int] = []
    var at = range.lowerBound
    let end = min(range.upperBound, bytes.count)
    while values.count < count {
      guard let head = varint(bytes, &at, end) else { return nil }
      let length = head >> 1
      if head & 1 == 0 {
        let size = (width + 7) / 8
        guard at + size <= end, length > 0 else { return nil }
        var value = 0
        for place in 0..<size { value |= Int(bytes.byte(at: at + place)) << (8 * place) }
        at += size
        let more = min(length, count - values.count)
        values.append(contentsOf: repeatElement(value, count: more))
      } else {
        guard length > 0, length <= 1 << 28 else { return nil }
        // The last group may be cut where its values are not needed.
        let more = min(length * 8, count - values.count)
        guard at + (more * width + 7) / 8 <= end else { return nil }
        unpack(bytes, at, width: width, count: more, into: &values)
        at += length * width
      }
    }
    return values
  }

  private static func unpack(
    _ bytes: ByteImage, _ start: Int, width: Int, count: Int, into values: inout [Int]
  ) {
    let mask = width == 64 ? UInt64.max : UInt64(1) << UInt64(width) - 1
    values.reserveCapacity(values.count + count)
    for index in 0..<count {
      let bit = index * width
      values.append(Int(window(bytes, start, bit: bit) & mask))
    }
  }

  /// Up to 57 bits from a place between bytes on.
  @inline(__always)
  static func window(_ bytes: ByteImage, _ start: Int, bit: Int) -> UInt64 {
    let at = start + bit >> 3
    var value: UInt64 = 0
    if at + 8 <= bytes.count {
      value = bytes.integer(UInt64.self, at: at)
    } else {
      for place in 0..<8 { value |= UInt64(bytes.byte(at: at + place)) << UInt64(8 * place) }
    }
    return value >> UInt64(bit & 7)
  }

  static func varint(_ bytes: ByteImage, _ at: inout Int, _ end: Int) -> Int? {
    var value = 0
    for shift in stride(from: 0, to: 56, by: 7) {
      guard at < end else { return nil }
      let byte = bytes.byte(at: at)
      at += 1
      value |= Int(byte & 0x7F) << shift
      if byte & 0x80 == 0 { return value }
    }
    return nil
  }
}

/// Integers as differences of their neighbours, packed in blocks (parquet's DELTA_BINARY_PACKED).
enum BinaryDifferences {
  /// Nil if the bytes are damaged.
  static func values(_ bytes: ByteImage, from start: Int, count: Int) -> [Int]? {
    var at = start
    let end = bytes.count
    guard let blockSize = BitRuns.varint(bytes, &at, end),
      let miniBlocks = BitRuns.varint(bytes, &at, end),
      let total = BitRuns.varint(bytes, &at, end), let first = zigzag(bytes, &at, end),
      total == count, (1...512).contains(miniBlocks), (128...65_536).contains(blockSize),
      blockSize % miniBlocks == 0, (blockSize / miniBlocks) % 8 == 0
    else { return nil }
    let size = blockSize / miniBlocks
    var values: [Int] = count > 0 ? [first] : []
    while values.count < count {
      guard let least = zigzag(bytes, &at, end), bytes.holds(at, miniBlocks) else { return nil }
      let widths = at
      at += miniBlocks
      for block in 0..<miniBlocks where values.count < count {
        let width = Int(bytes.byte(at: widths + block))
        guard width <= 64, bytes.holds(at, width * size / 8) else { return nil }
        for index in 0..<min(size, count - values.count) {
          let difference = bits(bytes, at, bit: index * width, width: width)
          values.append((values.last ?? 0) &+ least &+ Int(bitPattern: UInt(difference)))
        }
        at += width * size / 8
      }
    }
    return values
  }

  private static func bits(_ bytes: ByteImage, _ at: Int, bit: Int, width: Int) -> UInt64 {
    guard width > 0 else { return 0 }
    if width <= 56 {
      return BitRuns.window(bytes, at, bit: bit) & (UInt64(1) << UInt64(width) - 1)
    }
    let low = BitRuns.window(bytes, at, bit: bit) & 0xFFFF_FFFF
    let high = BitRuns.window(bytes, at, bit: bit + 32)
    let mask = width == 64 ? UInt64.max : UInt64(1) << UInt64(width) - 1
    return (low | high << 32) & mask
  }

  private static func zigzag(_ bytes: ByteImage, _ at: inout Int, _ end: Int) -> Int? {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      guard at < end else { return nil }
      let byte = bytes.byte(at: at)
      at += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte & 0x80 == 0 {
        return Int(Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1))
      }
    }
    return nil
  }
}
