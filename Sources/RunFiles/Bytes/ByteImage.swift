/// The bytes of a binary file, or of a part of one, behind checked offsets.
///
/// No offset can trap or leave the bytes: a number that does not lie wholly inside reads as zero.
/// Where that would be mistaken for data, the caller asks ``holds(_:_:)`` first. Numbers are
/// little-endian.
struct ByteImage: Sendable {
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var count: Int { bytes.count }

  /// The size and the SHA-256 of all bytes.
  ///
  /// - Complexity: O(`count`).
  var digest: FileDigest {
    FileDigest(bytes: bytes.count, sha256: BytesDigest.sha256(of: bytes))
  }

  /// Whether `length` bytes from `offset` on are there.
  func holds(_ offset: Int, _ length: Int) -> Bool {
    offset >= 0 && length >= 0 && offset <= bytes.count && length <= bytes.count - offset
  }

  /// The integer that begins at `offset`; 0 where it is not all there.
  @inline(__always)
  func integer<T: FixedWidthInteger & BitwiseCopyable>(_ type: T.Type, at offset: Int) -> T {
    guard offset >= 0, offset <= bytes.count &- MemoryLayout<T>.size else { return 0 }
    return unsafe T(
      littleEndian: bytes.withUnsafeBytes {
        unsafe $0.loadUnaligned(fromByteOffset: offset, as: T.self)
      })
  }

  @inline(__always)
  func byte(at offset: Int) -> UInt8 { bytes.indices.contains(offset) ? bytes[offset] : 0 }

  @inline(__always)
  func uint16(at offset: Int) -> Int { Int(integer(UInt16.self, at: offset)) }

  @inline(__always)
  func uint32(at offset: Int) -> Int { Int(integer(UInt32.self, at: offset)) }

  @inline(__always)
  func int32(at offset: Int) -> Int { Int(integer(Int32.self, at: offset)) }

  /// An unsigned 64-bit number, at most `Int.max`.
  @inline(__always)
  func uint64(at offset: Int) -> Int { Int(clamping: integer(UInt64.self, at: offset)) }

  @inline(__always)
  func int64(at offset: Int) -> Int { Int(integer(Int64.self, at: offset)) }

  @inline(__always)
  func float(at offset: Int) -> Double {
    Double(Float(bitPattern: integer(UInt32.self, at: offset)))
  }

  @inline(__always)
  func double(at offset: Int) -> Double {
    Double(bitPattern: integer(UInt64.self, at: offset))
  }

  /// The bytes of a range, cut to what is there.
  func part(_ range: Range<Int>) -> ByteImage {
    ByteImage(Array(bytes[range.clamped(to: bytes.indices)]))
  }

  /// The same, as an array.
  func array(_ range: Range<Int>) -> [UInt8] { Array(bytes[range.clamped(to: bytes.indices)]) }

  /// Whether these bytes stand at `offset`.
  func has(_ magic: [UInt8], at offset: Int = 0) -> Bool {
    holds(offset, magic.count) && magic.indices.allSatisfy { bytes[offset + $0] == magic[$0] }
  }

  /// The first place from `start` on, and before `end`, where these bytes stand.
  func first(_ magic: [UInt8], from start: Int, before end: Int = .max) -> Int? {
    guard let head = magic.first, start >= 0 else { return nil }
    var i = start
    let last = min(end, bytes.count) - magic.count
    while i <= last {
      if bytes[i] == head, has(magic, at: i) { return i }
      i += 1
    }
    return nil
  }

  /// The range as text: UTF-8, or else each byte as its Latin-1 letter; never fails.
  func text(_ range: Range<Int>) -> String {
    let part = bytes[range.clamped(to: bytes.indices)]
    if let text = String(validating: part, as: UTF8.self) { return text }
    var latin = ""
    for byte in part { latin.unicodeScalars.append(Unicode.Scalar(byte)) }
    return latin
  }
}
