import Foundation

/// Takes columns of words out of blocks (see ``ColumnCoding``).
struct ColumnDecoding {
  /// The block does not say what a block must say.
  struct Malformed: Error {}

  private let bytes: BlockBytes
  private var offset = 0

  private init(_ bytes: BlockBytes) { self.bytes = bytes }

  /// The columns of a row of the tail, with the commit that the row was written in.
  static func tail(
    _ content: Data, quantities: Int, commit: Int64
  ) throws(Malformed) -> SampleColumns {
    var columns = SampleColumns(quantities: quantities)
    let numbers = columns.numbers.filter { $0 != SampleColumns.Number.commit }
    let isWhole = BlockBytes.within(content) { bytes in
      var decoding = ColumnDecoding(bytes)
      for number in numbers {
        guard
          let words = decoding.nextWords(isDouble: SampleColumns.Number.isDouble(number)),
          number == SampleColumns.Number.slot || words.count == columns.count
        else { return false }
        columns[number] = words
      }
      return decoding.isAtEnd
    }
    guard isWhole else { throw Malformed() }
    columns.commits = Array(repeating: commit, count: columns.count)
    return columns
  }

  /// The one column in a block, as words.
  static func words(
    in bytes: BlockBytes, isDouble: Bool, count: Int
  ) throws(Malformed) -> [Int64] {
    var decoding = ColumnDecoding(bytes)
    guard let words = decoding.nextWords(isDouble: isDouble), words.count == count,
      decoding.isAtEnd
    else { throw Malformed() }
    return words
  }

  /// The one column in a block, as doubles.
  static func doubles(
    in bytes: BlockBytes, count: Int
  ) throws(Malformed) -> [Double] {
    var decoding = ColumnDecoding(bytes)
    guard let doubles = decoding.nextDoubles(), doubles.count == count, decoding.isAtEnd else {
      throw Malformed()
    }
    return doubles
  }

  // MARK: Blocks

  private struct Header {
    var coding: ColumnCoding
    var exponent: Int
    var order: Int
    var width: Int
    var count: Int
  }

  private var isAtEnd: Bool { offset == bytes.count }

  private mutating func header() -> Header? {
    guard let head = take(1, width: ColumnCoding.headerSize),
      let coding = ColumnCoding(rawValue: head.integer(0))
    else { return nil }
    let header = Header(
      coding: coding, exponent: Int(head.integer(1) as UInt8),
      order: Int(head.integer(2) as UInt8), width: Int(head.integer(3) as UInt8),
      count: Int(head.integer(1) as UInt32))
    return header.count <= ColumnCoding.countLimit ? header : nil
  }

  private mutating func nextWords(isDouble: Bool) -> [Int64]? {
    let start = offset
    guard let header = header() else { return nil }
    switch header.coding {
    case .raw: return array(header.count, width: 8) { $0.integer($1) }
    case .constant:
      guard let word = take(1, width: 8) else { return nil }
      return Array(repeating: word.integer(0), count: header.count)
    case .integer: return integers(header)
    case .decimal, .single, .listed:
      guard isDouble else { return nil }
      offset = start
      return nextDoubles()?.map { Int64(bitPattern: $0.bitPattern) }
    }
  }

  private mutating func nextDoubles() -> [Double]? {
    guard let header = header() else { return nil }
    switch header.coding {
    case .raw:
      return array(header.count, width: 8) {
        Double(bitPattern: UInt64(bitPattern: $0.integer($1)))
      }
    case .constant:
      guard let word = take(1, width: 8) else { return nil }
      let value = Double(bitPattern: UInt64(bitPattern: word.integer(0)))
      return Array(repeating: value, count: header.count)
    case .single:
      return array(header.count, width: 4) {
        Double(Float(bitPattern: UInt32(bitPattern: $0.integer($1))))
      }
    case .decimal:
      guard header.exponent < ColumnEncoding.powersOfTen.count, let whole = integers(header)
      else { return nil }
      let divisor = ColumnEncoding.powersOfTen[header.exponent]
      return whole.map { Double($0) / divisor }
    case .listed: return listed(header)
    case .integer: return nil
    }
  }

  private mutating func listed(_ header: Header) -> [Double]? {
    guard let size = take(1, width: 8),
      let list: [Double] = array(
        Int(size.integer(0) as UInt32), width: 8,
        { Double(bitPattern: $0.integer($1)) }),
      let indices = take(header.count, width: header.width)
    else { return nil }
    var isWithin = true
    func value(_ index: Int) -> Double {
      guard index < list.count else {
        isWithin = false
        return .nan
      }
      return list[index]
    }
    let values: [Double]
    switch header.width {
    case 1: values = (0..<header.count).map { value(Int(indices.integer($0) as UInt8)) }
    case 2: values = (0..<header.count).map { value(Int(indices.integer($0) as UInt16)) }
    default: return nil
    }
    return isWithin ? values : nil
  }

  // MARK: Integers

  private mutating func integers(_ header: Header) -> [Int64]? {
    let order = header.order
    guard order == 1 || order == 2 else { return nil }
    guard header.count > 0 else { return [] }
    let heads = min(order, header.count)
    let rest = header.count - heads
    guard let head = take(heads, width: 8), let bytes = take(rest, width: header.width) else {
      return nil
    }
    let first: Int64 = head.integer(0)
    let step: Int64 = heads > 1 ? head.integer(1) : 0
    switch header.width {
    case 0: return sums(first, step, rest, heads) { _ in 0 as Int8 }
    case 1: return sums(first, step, rest, heads) { (bytes.integer($0) as Int8) }
    case 2: return sums(first, step, rest, heads) { (bytes.integer($0) as Int16) }
    case 4: return sums(first, step, rest, heads) { (bytes.integer($0) as Int32) }
    case 8: return sums(first, step, rest, heads) { (bytes.integer($0) as Int64) }
    default: return nil
    }
  }

  /// The integers whose first or second differences these are.
  @inline(__always)
  private func sums<Narrow: FixedWidthInteger>(
    _ first: Int64, _ firstStep: Int64, _ count: Int, _ heads: Int, _ narrow: (Int) -> Narrow
  ) -> [Int64] {
    unsafe Array(unsafeUninitializedCapacity: count + heads) { words, initialized in
      var value = first
      unsafe words.initializeElement(at: 0, to: value)
      if heads == 2 {
        var step = firstStep
        value &+= step
        unsafe words.initializeElement(at: 1, to: value)
        for i in 0..<count {
          step &+= Int64(truncatingIfNeeded: narrow(i))
          value &+= step
          unsafe words.initializeElement(at: i + 2, to: value)
        }
      } else {
        for i in 0..<count {
          value &+= Int64(truncatingIfNeeded: narrow(i))
          unsafe words.initializeElement(at: i + 1, to: value)
        }
      }
      initialized = count + heads
    }
  }

  // MARK: Bytes

  /// The bytes of the next words; nil where the block is too short for them.
  private mutating func take(_ count: Int, width: Int) -> BlockBytes? {
    guard width <= 8, bytes.count - offset >= count * width else { return nil }
    defer { offset += count * width }
    return bytes.part(offset..<offset + count * width)
  }

  @inline(__always)
  private mutating func array<T>(
    _ count: Int, width: Int, _ element: (BlockBytes, Int) -> T
  ) -> [T]? {
    guard let bytes = take(count, width: width) else { return nil }
    return unsafe Array(unsafeUninitializedCapacity: count) { elements, initialized in
      for i in 0..<count { unsafe elements.initializeElement(at: i, to: element(bytes, i)) }
      initialized = count
    }
  }
}
