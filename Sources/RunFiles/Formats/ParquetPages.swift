/// The values of one column of a parquet file, page after page.
///
/// Read are plain values, dictionaries, split bytes and binary-packed differences, in pages of both
/// versions, packed by Snappy, gzip or not at all.
struct ParquetPages {
  /// Why a column cannot be read, in words that go on after "is".
  enum Refusal: Error, Equatable {
    case damaged
    case packed(String)
    case encoded(Int)
    case ofType(Int)
  }

  /// What the values are.
  enum Values {
    case numbers([Double])
    case words([String])

    var count: Int {
      switch self {
      case .numbers(let numbers): numbers.count
      case .words(let words): words.count
      }
    }
  }

  private let bytes: ByteImage
  private let column: ParquetMetadata.Column
  private let rowCount: Int
  private var dictionary: Values?
  private(set) var values: Values

  private var isText: Bool { column.type == 6 || column.type == 7 }

  init(
    _ bytes: ByteImage, _ column: ParquetMetadata.Column, rowCount: Int
  ) throws(Refusal) {
    self.bytes = bytes
    self.rowCount = rowCount
    self.column = column
    guard [0, 1, 2, 4, 5, 6].contains(column.type) else { throw .ofType(column.type) }
    values = column.type == 6 ? .words([]) : .numbers([])
  }

  /// Adds the pages of one group of rows.
  mutating func read(_ chunk: ParquetMetadata.Chunk) throws(Refusal) {
    guard bytes.holds(chunk.start, chunk.size) else { throw .damaged }
    dictionary = nil
    let wanted = values.count + chunk.valueCount
    guard wanted <= rowCount else { throw .damaged }
    var at = chunk.start
    let end = chunk.start + chunk.size
    while values.count < wanted, at < end {
      var reader = ThriftReader(bytes, at..<end)
      guard let head = reader.structure(), let size = head[3]?.integer,
        let unpackedSize = head[2]?.integer, size >= 0, size <= end - reader.position,
        // A page is a megabyte or so; ratios beyond this are no measurement's.
        unpackedSize >= 0, unpackedSize <= (8 << 20) + size * ZlibStream.ratioLimit
      else { throw .damaged }
      let body = reader.position..<(reader.position + size)
      at = body.upperBound
      switch head[1]?.integer {
      case 0:
        let page = try unpacked(body, size: unpackedSize, codec: chunk.codec)
        try readPage(page, head[5], wanted: wanted)
      case 2:
        guard let count = head[7]?[1]?.integer, (0...unpackedSize).contains(count) else {
          throw .damaged
        }
        let page = try unpacked(body, size: unpackedSize, codec: chunk.codec)
        dictionary = try plain(page, from: 0, count: count)
      case 3: try readNewPage(body, head[8], unpackedSize, codec: chunk.codec, wanted: wanted)
      default: break
      }
    }
    guard values.count == wanted else { throw .damaged }
  }

  private func unpacked(
    _ range: Range<Int>, size: Int, codec: Int
  ) throws(Refusal) -> ByteImage {
    let found: [UInt8]?
    switch codec {
    case 0: found = range.count == size ? bytes.array(range) : nil
    case 1: found = Snappy.unpack(bytes, range, size: size)
    case 2:
      found = size == 0 ? [] : ZlibStream.unpack(bytes, range, limit: size)
    case 4: throw .packed("Brotli")
    case 5, 7: throw .packed("LZ4")
    case 6: throw .packed("Zstandard")
    default: throw .packed("method \(codec)")
    }
    guard let found, found.count == size else { throw .damaged }
    return ByteImage(found)
  }

  // MARK: Pages

  private mutating func readPage(
    _ page: ByteImage, _ head: ThriftValue?, wanted: Int
  ) throws(Refusal) {
    guard let head, let count = head[1]?.integer, let encoding = head[2]?.integer,
      count >= 0, count <= wanted - values.count
    else { throw .damaged }
    var start = 0
    var present: [Bool]?
    if column.isOptional {
      let length = page.uint32(at: 0)
      guard page.holds(4, length), head[3]?.integer ?? 3 == 3 else { throw .damaged }
      present = try Self.levels(page, 4..<(4 + length), count: count)
      start = 4 + length
    }
    try append(page, from: start, count: count, present: present, encoding: encoding)
  }

  /// Pages of version 2: the levels stand outside of what is packed.
  private mutating func readNewPage(
    _ body: Range<Int>, _ head: ThriftValue?, _ unpackedSize: Int, codec: Int, wanted: Int
  ) throws(Refusal) {
    guard let head, let count = head[1]?.integer, let encoding = head[4]?.integer,
      let levelSize = head[5]?.integer, let repetitionSize = head[6]?.integer, count >= 0,
      levelSize >= 0, repetitionSize == 0, levelSize <= body.count, levelSize <= unpackedSize,
      count <= wanted - values.count
    else { throw .damaged }
    let levels = body.lowerBound..<(body.lowerBound + levelSize)
    let present =
      column.isOptional ? try Self.levels(bytes, levels, count: count) : nil
    let isPacked = head[7]?.integer ?? 1 == 1
    let page = try unpacked(
      levels.upperBound..<body.upperBound, size: unpackedSize - levelSize,
      codec: isPacked ? codec : 0)
    try append(page, from: 0, count: count, present: present, encoding: encoding)
  }

  /// Which rows have a value: levels of one bit, as runs.
  private static func levels(
    _ page: ByteImage, _ range: Range<Int>, count: Int
  ) throws(Refusal) -> [Bool] {
    guard let levels = BitRuns.values(page, range, width: 1, count: count) else { throw .damaged }
    return levels.map { $0 == 1 }
  }

  private mutating func append(
    _ page: ByteImage, from start: Int, count: Int, present: [Bool]?, encoding: Int
  ) throws(Refusal) {
    let stored = present?.count { $0 } ?? count
    let found = try decoded(page, from: start, count: stored, encoding: encoding)
    guard found.count == stored else { throw .damaged }
    switch (values, found) {
    case (.numbers(var all), .numbers(let numbers)):
      values = .numbers([])
      Self.spread(numbers, present, missing: .nan, into: &all)
      values = .numbers(all)
    case (.words(var all), .words(let words)):
      values = .words([])
      Self.spread(words, present, missing: "", into: &all)
      values = .words(all)
    default: throw .damaged
    }
  }

  private static func spread<Value>(
    _ found: [Value], _ present: [Bool]?, missing: Value, into all: inout [Value]
  ) {
    guard let present else {
      all += found
      return
    }
    var next = 0
    for isThere in present {
      all.append(isThere ? found[next] : missing)
      if isThere { next += 1 }
    }
  }

  // MARK: Encodings

  private func decoded(
    _ page: ByteImage, from start: Int, count: Int, encoding: Int
  ) throws(Refusal) -> Values {
    switch encoding {
    case 0: return try plain(page, from: start, count: count)
    case 2, 8: return try looked(page, from: start, count: count)
    case 3 where column.type == 0:
      let length = page.uint32(at: start)
      guard page.holds(start + 4, length),
        let bits = BitRuns.values(page, (start + 4)..<(start + 4 + length), width: 1, count: count)
      else { throw .damaged }
      return .numbers(bits.map(Double.init))
    case 5 where column.type == 1 || column.type == 2:
      guard let numbers = BinaryDifferences.values(page, from: start, count: count) else {
        throw .damaged
      }
      return .numbers(numbers.map(Double.init))
    case 9 where [1, 2, 4, 5].contains(column.type):
      return try plain(joined(page, from: start, count: count), from: 0, count: count)
    default: throw .encoded(encoding)
    }
  }

  private var width: Int { column.type == 1 || column.type == 4 ? 4 : 8 }

  private func plain(_ page: ByteImage, from start: Int, count: Int) throws(Refusal) -> Values {
    if column.type == 6 { return try words(page, from: start, count: count) }
    if column.type == 0 {
      guard page.holds(start, (count + 7) / 8) else { throw .damaged }
      return .numbers(
        (0..<count).map { Double(page.byte(at: start + $0 / 8) >> UInt8($0 & 7) & 1) })
    }
    let (size, overflow) = count.multipliedReportingOverflow(by: width)
    guard count >= 0, !overflow, page.holds(start, size) else { throw .damaged }
    return .numbers(
      (0..<count).map { index -> Double in
        let at = start + index * width
        return switch column.type {
        case 1: Double(page.int32(at: at))
        case 2: Double(page.int64(at: at))
        case 4: page.float(at: at)
        default: page.double(at: at)
        }
      })
  }

  private func words(_ page: ByteImage, from start: Int, count: Int) throws(Refusal) -> Values {
    var words: [String] = []
    var at = start
    for _ in 0..<max(0, count) {
      let length = page.uint32(at: at)
      guard page.holds(at, 4), page.holds(at + 4, length) else { throw .damaged }
      words.append(page.text((at + 4)..<(at + 4 + min(length, 256))))
      at += 4 + length
    }
    return .words(words)
  }

  private func looked(_ page: ByteImage, from start: Int, count: Int) throws(Refusal) -> Values {
    guard let dictionary else { throw .damaged }
    let width = Int(page.byte(at: start))
    guard width <= 32,
      let places = BitRuns.values(
        page, (start + 1)..<max(start + 1, page.count), width: width, count: count),
      places.allSatisfy({ $0 < dictionary.count })
    else { throw .damaged }
    switch dictionary {
    case .numbers(let numbers): return .numbers(places.map { numbers[$0] })
    case .words(let words): return .words(places.map { words[$0] })
    }
  }

  /// Values whose first bytes stand together, then their second ones, and so on.
  private func joined(
    _ page: ByteImage, from start: Int, count: Int
  ) throws(Refusal) -> ByteImage {
    let (size, overflow) = count.multipliedReportingOverflow(by: width)
    guard count >= 0, !overflow, page.holds(start, size) else { throw .damaged }
    var all = [UInt8](repeating: 0, count: size)
    for value in 0..<count {
      for place in 0..<width {
        all[value * width + place] = page.byte(at: start + place * count + value)
      }
    }
    return ByteImage(all)
  }
}
