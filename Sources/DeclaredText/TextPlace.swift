/// Where a byte of a text stands, for messages.
package enum TextPlace {
  /// Line and column, counted from 1.
  ///
  /// The column is in bytes. O(offset).
  package static func of(_ offset: Int, in bytes: [UInt8]) -> (line: Int, column: Int) {
    let before = bytes.prefix(offset)
    let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    return (before.count { $0 == 0x0A } + 1, offset - lineStart + 1)
  }
}
