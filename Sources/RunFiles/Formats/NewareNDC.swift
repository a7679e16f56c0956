/// One member of an ndax archive: pages of rows of one length.
struct NewareNDC {
  let bytes: ByteImage
  var type: Int { Int(bytes.byte(at: 0)) }
  var version: Int { Int(bytes.byte(at: 2)) }

  /// A row: where it begins, and which slot it stands in, counted from 0 over all pages.
  struct Row {
    var offset: Int
    var slot: Int
  }

  /// Whether a version stores currents in A and counters in Ah, not in mA and mAs.
  static func isInAmperes(_ version: Int) -> Bool { [6, 8, 12, 14, 17].contains(version) }

  private var pageSize: Int { version < 5 ? 512 : 4096 }
  private var firstRow: Int { version < 5 ? 5 : 132 }

  /// How many rows of this length a page holds.
  private func rowsPerPage(_ length: Int) -> Int {
    version < 5 ? (512 - 5) / length : min(3963 / length, 1024)
  }

  /// How many slots for rows there are at most.
  func slotCount(rowLength: Int) -> Int {
    max(0, bytes.count / pageSize - 1) * rowsPerPage(rowLength)
  }

  /// Calls `body` for every row that is marked as valid, in order.
  ///
  /// - Complexity: O(pages × rows a page); rows of a page that is cut are left out.
  func forEachRow(length: Int, _ body: (Row) -> Void) {
    let perPage = rowsPerPage(length)
    var page = pageSize
    var slot = 0
    while bytes.holds(page, pageSize) {
      for row in 0..<perPage {
        let isValid =
          version < 5 || bytes.byte(at: page + 4 + (row >> 3)) >> UInt8(row & 7) & 1 == 1
        if isValid { body(Row(offset: page + firstRow + row * length, slot: slot + row)) }
      }
      slot += perPage
      page += pageSize
    }
  }
}
