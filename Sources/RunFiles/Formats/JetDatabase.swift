/// The tables of a Jet 4 database (Access 2000 to 2003), read page by page.
///
/// Nothing is followed blindly: each page number and offset is held against the file, chains of
/// pages are cut at the number of pages there are, and a damaged row is left out. What the layout
/// is can be read in the notes of the mdbtools project (HACKING.md).
struct JetDatabase {
  static let pageSize = 4096
  static let magic: [UInt8] = [0, 1, 0, 0] + Array("Standard Jet DB\u{0}".utf8)

  let bytes: ByteImage
  var pageCount: Int { bytes.count / Self.pageSize }
  private let tables: [String: Int]

  /// Nil where it is no Jet 4 database, is encrypted, or has no catalogue.
  init?(_ bytes: ByteImage) {
    self.bytes = bytes
    guard bytes.has(Self.magic), bytes.byte(at: 0x14) == 1 else { return nil }
    // The catalogue of the database is a table like any other, and always begins on page 2.
    guard let catalogue = JetTable(bytes, definition: 2) else { return nil }
    var tables: [String: Int] = [:]
    let columns = ["Id", "Name", "Type"].compactMap { catalogue.column($0) }
    guard columns.count == 3 else { return nil }
    catalogue.forEachRow { row in
      guard row.number(columns[2]) == 1, let name = row.text(columns[1]) else { return }
      guard let id = Int(exactly: row.number(columns[0])), tables[name] == nil else { return }
      tables[name] = id & 0xFF_FFFF
    }
    guard !tables.isEmpty else { return nil }
    self.tables = tables
  }

  var tableNames: [String] { tables.keys.sorted() }

  /// The table of this name; nil if there is none, or its definition is damaged.
  func table(_ name: String) -> JetTable? {
    tables[name].flatMap { JetTable(bytes, definition: $0) }
  }
}

/// One table of a Jet 4 database.
struct JetTable {
  /// A column and where a row keeps it.
  struct Column {
    var name: String
    var type: Int
    var number: Int
    var isFixed: Bool
    var fixedOffset: Int
    var variableIndex: Int
    var size: Int
  }

  static let columnLimit = 255
  private static let pageSize = JetDatabase.pageSize

  private let bytes: ByteImage
  private let page: Int
  let columns: [Column]
  private let usageMap: Int

  init?(_ bytes: ByteImage, definition page: Int) {
    self.bytes = bytes
    self.page = page
    guard let definition = Self.definition(bytes, page) else { return nil }
    let count = definition.uint16(at: 45)
    let indexes = definition.uint32(at: 51)
    guard (1...Self.columnLimit).contains(count), indexes <= 1000 else { return nil }
    let first = 63 + indexes * 12
    var columns: [Column] = []
    var name = first + count * 25
    for index in 0..<count {
      let at = first + index * 25
      let length = definition.uint16(at: name)
      guard definition.holds(at, 25), length <= 256, definition.holds(name, 2 + length) else {
        return nil
      }
      columns.append(
        Column(
          name: definition.wideText((name + 2)..<(name + 2 + length)),
          type: Int(definition.byte(at: at)), number: definition.uint16(at: at + 5),
          isFixed: definition.byte(at: at + 15) & 1 != 0,
          fixedOffset: definition.uint16(at: at + 21),
          variableIndex: definition.uint16(at: at + 7), size: definition.uint16(at: at + 23)))
      name += 2 + length
    }
    self.columns = columns
    usageMap = definition.uint32(at: 55)
  }

  /// The pages of a definition as one.
  private static func definition(_ bytes: ByteImage, _ page: Int) -> ByteImage? {
    var all: [UInt8] = []
    var next = page
    // A definition of 255 columns fits into a few pages.
    for round in 0..<16 {
      let at = next * pageSize
      guard next > 0, bytes.holds(at, pageSize), bytes.byte(at: at) == 2 else { return nil }
      all += bytes.array((round == 0 ? at : at + 8)..<(at + pageSize))
      next = bytes.uint32(at: at + 4)
      if next == 0 { return ByteImage(all) }
    }
    return nil
  }

  func column(_ name: String) -> Column? { columns.first { $0.name == name } }

  // MARK: Rows

  /// Calls `body` for each row, in the order of the pages; rows that are damaged are left out.
  ///
  /// - Complexity: O(bytes of the table's pages).
  func forEachRow(_ body: (JetRow) -> Void) {
    for number in dataPages() {
      let at = number * Self.pageSize
      let count = bytes.uint16(at: at + 12)
      guard 14 + 2 * count <= Self.pageSize else { continue }
      for index in 0..<count {
        guard let range = range(ofRow: index, page: number, count: count) else { continue }
        if let row = JetRow(bytes, range) { body(row) }
      }
    }
  }

  /// Where a row lies; nil for one that was deleted or is damaged.
  private func range(ofRow index: Int, page number: Int, count: Int) -> Range<Int>? {
    let at = number * Self.pageSize
    let entry = bytes.uint16(at: at + 14 + 2 * index)
    guard entry & 0x4000 == 0 else { return nil }
    let range = stretch(index, page: number)
    guard entry & 0x8000 != 0 else { return range }
    // The row outgrew its place: four bytes say where it went.
    guard let range, range.count >= 4 else { return nil }
    let target = bytes.uint32(at: range.lowerBound)
    let page = target >> 8
    guard bytes.holds(page * Self.pageSize, Self.pageSize),
      bytes.byte(at: page * Self.pageSize) == 1,
      target & 0xFF < bytes.uint16(at: page * Self.pageSize + 12)
    else { return nil }
    return stretch(target & 0xFF, page: page)
  }

  private func stretch(_ index: Int, page number: Int) -> Range<Int>? {
    let at = number * Self.pageSize
    let start = bytes.uint16(at: at + 14 + 2 * index) & 0x1FFF
    let end =
      index == 0 ? Self.pageSize : bytes.uint16(at: at + 14 + 2 * (index - 1)) & 0x1FFF
    return start < end && end <= Self.pageSize ? (at + start)..<(at + end) : nil
  }

  /// The numbers of the pages with rows of this table, by its map of pages.
  private func dataPages() -> [Int] {
    let map = usageMap >> 8
    guard map > 0, bytes.holds(map * Self.pageSize, Self.pageSize),
      let range = stretch(usageMap & 0xFF, page: map), range.count >= 5
    else { return [] }
    var pages: [Int] = []
    if bytes.byte(at: range.lowerBound) == 0 {
      let first = bytes.uint32(at: range.lowerBound + 1)
      addPages(from: first, bits: (range.lowerBound + 5)..<range.upperBound, to: &pages)
    } else {
      // A list of pages that are nothing but bits.
      for (index, entry) in stride(from: range.lowerBound + 1, to: range.upperBound - 3, by: 4)
        .enumerated()
      {
        let at = bytes.uint32(at: entry) * Self.pageSize
        guard at > 0, bytes.holds(at, Self.pageSize), bytes.byte(at: at) == 5 else { continue }
        addPages(
          from: index * (Self.pageSize - 4) * 8, bits: (at + 4)..<(at + Self.pageSize), to: &pages)
      }
    }
    return pages
  }

  private func addPages(from first: Int, bits: Range<Int>, to pages: inout [Int]) {
    for (index, place) in bits.enumerated() {
      let byte = bytes.byte(at: place)
      if byte == 0 { continue }
      for bit in 0..<8 where byte >> UInt8(bit) & 1 == 1 {
        let number = first + index * 8 + bit
        let at = number * Self.pageSize
        // A data page says whose it is.
        guard bytes.holds(at, Self.pageSize), bytes.byte(at: at) == 1,
          bytes.uint32(at: at + 4) == page
        else { continue }
        pages.append(number)
      }
    }
  }
}

/// One row of a table, within its bytes.
struct JetRow {
  private let bytes: ByteImage
  private let range: Range<Int>
  private let columnCount: Int
  private let mask: Int
  private let variableCount: Int

  init?(_ bytes: ByteImage, _ range: Range<Int>) {
    self.bytes = bytes
    self.range = range
    columnCount = bytes.uint16(at: range.lowerBound)
    let maskSize = (columnCount + 7) / 8
    mask = range.upperBound - maskSize
    guard (1...JetTable.columnLimit).contains(columnCount), range.count >= 2 + maskSize + 2 else {
      return nil
    }
    variableCount = bytes.uint16(at: mask - 2)
  }

  private func isThere(_ column: JetTable.Column) -> Bool {
    column.number < columnCount
      && bytes.byte(at: mask + column.number / 8) >> UInt8(column.number & 7) & 1 == 1
  }

  /// The value of a number, a date (days since 1899-12-30) or a truth (0 or 1); NaN for none.
  func number(_ column: JetTable.Column) -> Double {
    // A truth has no bytes of its own.
    if column.type == 1 { return isThere(column) ? 1 : 0 }
    guard column.isFixed, isThere(column) else { return .nan }
    let at = range.lowerBound + 2 + column.fixedOffset
    func fits(_ length: Int) -> Bool { at + length <= mask }
    switch column.type {
    case 2: return fits(1) ? Double(bytes.byte(at: at)) : .nan
    case 3: return fits(2) ? Double(bytes.integer(Int16.self, at: at)) : .nan
    case 4: return fits(4) ? Double(bytes.int32(at: at)) : .nan
    case 5: return fits(8) ? Double(bytes.int64(at: at)) / 10_000 : .nan
    case 6: return fits(4) ? bytes.float(at: at) : .nan
    case 7, 8: return fits(8) ? bytes.double(at: at) : .nan
    default: return .nan
    }
  }

  /// The value of a column of text; nil where there is none.
  func text(_ column: JetTable.Column) -> String? {
    guard column.type == 10, !column.isFixed, isThere(column),
      column.variableIndex < variableCount
    else { return nil }
    let table = mask - 4
    let start = bytes.uint16(at: table - 2 * column.variableIndex)
    let end = bytes.uint16(at: table - 2 * (column.variableIndex + 1))
    guard table - 2 * (column.variableIndex + 1) >= range.lowerBound, start <= end,
      range.lowerBound + end <= mask
    else { return nil }
    return bytes.jetText((range.lowerBound + start)..<(range.lowerBound + end))
  }
}

extension ByteImage {
  /// UTF-16 without a mark.
  fileprivate func wideText(_ range: Range<Int>) -> String {
    var units: [UInt16] = []
    for place in stride(from: range.lowerBound, to: range.upperBound - 1, by: 2) {
      units.append(UInt16(uint16(at: place)))
    }
    return String(decoding: units, as: UTF16.self)
  }

  /// Text as Jet 4 keeps it: UTF-16, or Latin-1 behind a mark, with zeros that switch between both.
  fileprivate func jetText(_ range: Range<Int>) -> String {
    guard range.count >= 2, byte(at: range.lowerBound) == 0xFF,
      byte(at: range.lowerBound + 1) == 0xFE
    else { return wideText(range) }
    var units: [UInt16] = []
    var isNarrow = true
    var place = range.lowerBound + 2
    while place < range.upperBound {
      if byte(at: place) == 0 {
        isNarrow.toggle()
        place += 1
      } else if isNarrow {
        units.append(UInt16(byte(at: place)))
        place += 1
      } else {
        units.append(UInt16(uint16(at: place)))
        place += 2
      }
    }
    return String(decoding: units, as: UTF16.self)
  }
}
