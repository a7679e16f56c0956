/// What the end of a parquet file says of its columns (apache/parquet-format, parquet.thrift 2.10).
struct ParquetMetadata {
  static let magic = Array("PAR1".utf8)

  /// A flat column: one value a row, or none.
  struct Column {
    var name: String
    var type: Int
    var typeLength: Int
    var isOptional: Bool
    /// A power of ten from the stored number to seconds, where it is a time stamp.
    var timePower: Int?
  }

  /// The pages of one column in one group of rows.
  struct Chunk {
    var codec: Int
    var valueCount: Int
    /// From the first page, which may be the dictionary, on.
    var start: Int
    var size: Int
    var unpackedSize: Int
  }

  let rowCount: Int
  /// Nil for a column that is no flat one.
  let columns: [Column?]
  /// By group of rows, then by column.
  let groups: [[Chunk]]

  /// How many rows a file of this size may hold: voltages tremble, and do not pack to nothing.
  static func rowLimit(_ bytes: Int) -> Int { 250_000 + 16 * bytes }

  /// Nil where the metadata are damaged.
  init?(_ bytes: ByteImage) {
    let length = bytes.uint32(at: bytes.count - 8)
    guard bytes.count >= 12, bytes.has(Self.magic, at: bytes.count - 4),
      length <= bytes.count - 12
    else { return nil }
    var reader = ThriftReader(bytes, (bytes.count - 8 - length)..<(bytes.count - 8))
    guard let file = reader.structure(), let rows = file[3]?.integer,
      (0...Self.rowLimit(bytes.count)).contains(rows),
      let schema = file[2]?.list, let groups = file[4]?.list, schema.count <= 4096
    else { return nil }
    rowCount = rows
    columns = Self.columns(schema, bytes)
    var chunks: [[Chunk]] = []
    for group in groups {
      guard let list = group[1]?.list, list.count == columns.count else { return nil }
      let found = list.compactMap { Self.chunk($0[3], rows: rows) }
      guard found.count == list.count else { return nil }
      chunks.append(found)
    }
    self.groups = chunks
  }

  /// The leaves of the schema in their order; those in groups count, but are no flat columns.
  private static func columns(_ schema: [ThriftValue], _ bytes: ByteImage) -> [Column?] {
    var columns: [Column?] = []
    var skipped = 0
    for element in schema.dropFirst() {
      let children = element[5]?.integer ?? 0
      if skipped > 0 { skipped -= 1 }
      if children > 0 {
        skipped += children
        continue
      }
      guard let type = element[1]?.integer, let name = element[4]?.bytes else { continue }
      let repetition = element[3]?.integer ?? 0
      let isFlat = skipped == 0 && repetition < 2
      columns.append(
        isFlat
          ? Column(
            name: bytes.text(name), type: type, typeLength: element[2]?.integer ?? 0,
            isOptional: repetition == 1, timePower: timePower(element)) : nil)
    }
    return columns
  }

  private static func timePower(_ element: ThriftValue) -> Int? {
    // The newer way to say it, with nanoseconds, comes first.
    if let unit = element[10]?[8]?[2] {
      return unit[1] != nil ? -3 : unit[2] != nil ? -6 : unit[3] != nil ? -9 : nil
    }
    return switch element[6]?.integer {
    case 9: -3
    case 10: -6
    default: nil
    }
  }

  private static func chunk(_ metadata: ThriftValue?, rows: Int) -> Chunk? {
    guard let metadata, let codec = metadata[4]?.integer, let count = metadata[5]?.integer,
      let unpacked = metadata[6]?.integer, let size = metadata[7]?.integer,
      let data = metadata[9]?.integer, (0...rows).contains(count), size >= 0, data >= 0,
      unpacked >= 0
    else { return nil }
    let dictionary = metadata[11]?.integer ?? 0
    return Chunk(
      codec: codec, valueCount: count,
      start: dictionary > 0 ? min(dictionary, data) : data, size: size, unpackedSize: unpacked)
  }
}
