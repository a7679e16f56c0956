import Foundation

/// Takes columns of words out of blocks (see ``ColumnCoding``).
@safe
struct ColumnDecoding {
  /// The block does not say what a block must say.
  struct Malformed: Error {}

  private let bytes: UnsafeRawBufferPointer
  private var offset = 0

  private init(_ bytes: UnsafeRawBufferPointer) { unsafe self.bytes = bytes }

  /// The columns of a row of the tail, with the commit that the row was written in.
  static func tail(
    _ content: Data, quantities: Int, commit: Int64
  ) throws(Malformed) -> SampleColumns {
    var columns = SampleColumns(quantities: quantities)
    let numbers = columns.numbers.filter { $0 != SampleColumns.Number.commit }
    let isWhole = unsafe content.withUnsafeBytes { bytes in
      var decoding = unsafe ColumnDecoding(bytes)
      for number in numbers {
        guard
          let words = decoding.next(isDouble: SampleColumns.Number.isDouble(number)),
          number == SampleColumns.Number.slot || words.count == columns.count
        else { return false }
        columns[number] = words
      }
      return decoding.offset == bytes.count
    }
    guard isWhole else { throw Malformed() }
    columns.commits = Array(repeating: commit, count: columns.count)
    return columns
  }

  /// The one column of a row of `chunk_column`.
  static func column(
    _ content: Data, isDouble: Bool, count: Int
  ) throws(Malformed) -> [Int64] {
    let words: [Int64]? = unsafe content.withUnsafeBytes { bytes in
      var decoding = unsafe ColumnDecoding(bytes)
      guard let words = decoding.next(isDouble: isDouble) else { return nil }
      return decoding.offset == bytes.count ? words : nil
    }
    guard let words, words.count == count else { throw Malformed() }
    return words
  }

  // MARK: Blocks

  private mutating func next(isDouble: Bool) -> [Int64]? {
    guard unsafe bytes.count - offset >= ColumnCoding.headerSize,
      let coding = unsafe ColumnCoding(rawValue: bytes[offset])
    else { return nil }
    let (exponent, order, width) = unsafe (
      Int(bytes[offset + 1]), Int(bytes[offset + 2]), Int(bytes[offset + 3])
    )
    let count = Int(UInt32(truncatingIfNeeded: word(at: offset + 4, width: 4)))
    offset += ColumnCoding.headerSize
    // No block is believed that claims more samples than any chunk holds.
    guard count <= 1 << 24 else { return nil }
    switch coding {
    case .raw: return take(count, width: 8)
    case .constant: return take(1, width: 8).map { Array(repeating: $0[0], count: count) }
    case .integer: return integers(count, order: order, width: width)
    case .decimal:
      guard isDouble, exponent < ColumnEncoding.powersOfTen.count,
        let whole = integers(count, order: order, width: width)
      else { return nil }
      let divisor = ColumnEncoding.powersOfTen[exponent]
      return whole.map { Int64(bitPattern: (Double($0) / divisor).bitPattern) }
    case .single:
      guard isDouble, let halves = take(count, width: 4) else { return nil }
      return halves.map {
        Int64(
          bitPattern: Double(Float(bitPattern: UInt32(truncatingIfNeeded: $0))).bitPattern)
      }
    }
  }

  private mutating func integers(_ count: Int, order: Int, width: Int) -> [Int64]? {
    guard [0, 1, 2, 4, 8].contains(width), order == 1 || order == 2 else { return nil }
    guard count > 0 else { return [] }
    guard let head = take(min(order, count), width: 8) else { return nil }
    guard let rest = take(max(0, count - order), width: width) else { return nil }
    var words: [Int64] = []
    words.reserveCapacity(count)
    var value = head[0]
    words.append(value)
    if order == 1 {
      for step in rest {
        value &+= step
        words.append(value)
      }
    } else if count > 1 {
      var step = head[1]
      value &+= step
      words.append(value)
      for bend in rest {
        step &+= bend
        value &+= step
        words.append(value)
      }
    }
    return words
  }

  // MARK: Words

  private mutating func take(_ count: Int, width: Int) -> [Int64]? {
    guard unsafe (width == 0 || (bytes.count - offset) / width >= count) else { return nil }
    let words = (0..<count).map { word(at: offset + $0 * width, width: width) }
    offset += count * width
    return words
  }

  @inline(__always)
  private func word(at offset: Int, width: Int) -> Int64 {
    switch width {
    case 1: unsafe Int64(Int8(bitPattern: bytes[offset]))
    case 2:
      unsafe Int64(
        Int16(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int16.self)))
    case 4:
      unsafe Int64(
        Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self)))
    case 8: unsafe Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int64.self))
    default: 0
    }
  }
}
