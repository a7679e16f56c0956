/// A value in Thrift's compact protocol, in which parquet keeps its metadata.
///
/// Depth and the number of values are bounded, and no size is believed beyond the bytes there are.
indirect enum ThriftValue {
  case integer(Int)
  case double(Double)
  case bytes(Range<Int>)
  case list([ThriftValue])
  case structure([Int: ThriftValue])

  var integer: Int? { if case .integer(let value) = self { value } else { nil } }
  var list: [ThriftValue]? { if case .list(let value) = self { value } else { nil } }
  var bytes: Range<Int>? { if case .bytes(let value) = self { value } else { nil } }

  /// A field of a structure by its number.
  subscript(field: Int) -> ThriftValue? {
    if case .structure(let fields) = self { fields[field] } else { nil }
  }
}

/// Reads values of Thrift's compact protocol (thrift.apache.org, "Thrift compact protocol").
struct ThriftReader {
  static let depthLimit = 16
  /// Metadata of a table with a thousand columns and a thousand row groups.
  static let valueLimit = 2_000_000

  private let image: ByteImage
  private let end: Int
  private(set) var position: Int
  private var count = 0

  init(_ image: ByteImage, _ range: Range<Int>) {
    self.image = image
    position = range.lowerBound
    end = min(range.upperBound, image.count)
  }

  /// The structure that begins here; nil where it is damaged.
  mutating func structure() -> ThriftValue? { structure(depth: 0) }

  private mutating func structure(depth: Int) -> ThriftValue? {
    guard depth < Self.depthLimit else { return nil }
    var fields: [Int: ThriftValue] = [:]
    var last = 0
    while let head = byte() {
      let type = Int(head & 15)
      if type == 0 { return .structure(fields) }
      let delta = Int(head >> 4)
      if delta > 0 {
        last += delta
      } else {
        guard let number = zigzag() else { return nil }
        last = number
      }
      guard last > 0, last < 1 << 15, let value = value(type, depth: depth) else { return nil }
      fields[last] = value
    }
    return nil
  }

  private mutating func value(_ type: Int, depth: Int) -> ThriftValue? {
    count += 1
    guard count <= Self.valueLimit else { return nil }
    switch type {
    case 1: return .integer(1)
    case 2: return .integer(0)
    case 3: return byte().map { .integer(Int(Int8(bitPattern: $0))) }
    case 4, 5, 6: return zigzag().map { .integer($0) }
    case 7:
      guard position + 8 <= end else { return nil }
      defer { position += 8 }
      return .double(image.double(at: position))
    case 8:
      guard let length = varint(), length <= UInt64(end - position) else { return nil }
      defer { position += Int(length) }
      return .bytes(position..<(position + Int(length)))
    case 9, 10: return list(depth: depth)
    case 12: return structure(depth: depth + 1)
    default: return nil
    }
  }

  private mutating func list(depth: Int) -> ThriftValue? {
    guard depth < Self.depthLimit, let head = byte() else { return nil }
    var length = Int(head >> 4)
    if length == 15 {
      guard let long = varint() else { return nil }
      length = Int(clamping: long)
    }
    // Each element takes a byte at least.
    guard length <= end - position else { return nil }
    var values: [ThriftValue] = []
    values.reserveCapacity(min(length, 4096))
    for _ in 0..<length {
      let type = Int(head & 15)
      // Truths in a list have a byte of their own.
      let element =
        type <= 2
        ? byte().map { ThriftValue.integer($0 == 1 ? 1 : 0) }
        : value(type, depth: depth + 1)
      guard let element else { return nil }
      values.append(element)
    }
    return .list(values)
  }

  private mutating func byte() -> UInt8? {
    guard position < end else { return nil }
    defer { position += 1 }
    return image.byte(at: position)
  }

  private mutating func varint() -> UInt64? {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      guard let next = byte() else { return nil }
      value |= UInt64(next & 0x7F) << shift
      if next & 0x80 == 0 { return value }
    }
    return nil
  }

  private mutating func zigzag() -> Int? {
    varint().map { Int(Int64(bitPattern: $0 >> 1) ^ -Int64(bitPattern: $0 & 1)) }
  }
}
