/// How a column of 64-bit words lies in an archive.
///
/// A block is a header of eight bytes (coding, exponent, order, width, count as four bytes) and
/// its words, least significant byte first. Every coding gives back the same bits.
enum ColumnCoding: UInt8 {
  /// Each word in eight bytes.
  case raw = 0
  /// One word, for all places.
  case constant = 1
  /// Integers: the first one (and, in order 2, the first difference), then the rest as signed
  /// differences of first or second order, `width` bytes each.
  case integer = 2
  /// Doubles that are a whole number divided by 10 to the `exponent`; the numbers as above.
  case decimal = 3
  /// Doubles that a Float holds, in four bytes each.
  case single = 4
  /// Few distinct words: how many (four bytes, then four of zero), those words, then for each place
  /// the index of its word, `width` bytes each, without a sign.
  case listed = 5

  static let headerSize = 8
  /// No block is believed that claims more words than this, and none is written.
  static let countLimit = 1 << 20
}
