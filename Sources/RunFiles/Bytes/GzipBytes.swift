internal import CZlib

/// The unpacked bytes of a gzip file (RFC 1952), its members one after the other.
///
/// A stream that breaks off, that is damaged or that unpacks to far more than any text would is an
/// error with the place in the packed file.
@safe
final class GzipBytes: ByteSource {
  static let magic: [UInt8] = [0x1F, 0x8B]
  /// How many bytes one packed byte may give.
  ///
  /// Tables of measured numbers pack 3 to 20 times; deflate itself can reach 1032.
  static let ratioLimit = 200
  /// How many bytes are unpacked before the ratio counts.
  static let freeSize = 64 << 20

  private let source: any ByteSource
  private let path: String
  private let stream: UnsafeMutablePointer<z_stream>
  private let packed: UnsafeMutableBufferPointer<UInt8>
  /// Packed bytes handed to zlib, and unpacked bytes it gave.
  private var packedCount = 0
  private var unpackedCount = 0
  private var state = State.betweenMembers
  private var isFirstMember = true

  private enum State { case betweenMembers, insideMember, ended }

  init(_ source: any ByteSource, path: String) throws(RunFileError) {
    self.source = source
    self.path = path
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    unsafe packed = .allocate(capacity: 1 << 18)
    // 15 bits of window, and 32 to read the header of gzip or zlib by itself.
    let answer = unsafe inflateInit2_(
      stream, 15 + 32, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard answer == Z_OK else {
      throw .unreadable(path: path, reason: "zlib could not start (error \(answer))")
    }
  }

  deinit {
    _ = unsafe inflateEnd(stream)
    unsafe stream.deallocate()
    unsafe packed.deallocate()
  }

  var digest: FileDigest { source.digest }
  var isPacked: Bool { true }

  func read(into target: UnsafeMutableRawBufferPointer) throws(RunFileError) -> Int {
    guard target.count > 0 else { return 0 }
    unsafe stream.pointee.next_out = target.baseAddress?.assumingMemoryBound(to: UInt8.self)
    unsafe stream.pointee.avail_out = UInt32(clamping: target.count)
    let room = unsafe stream.pointee.avail_out
    while state != .ended, unsafe stream.pointee.avail_out == room {
      if unsafe stream.pointee.avail_in == 0, try !fetch() { break }
      if state == .betweenMembers {
        try startMember()
      } else {
        try unpack()
      }
    }
    let count = unsafe Int(room - stream.pointee.avail_out)
    unpackedCount += count
    let position = unsafe packedCount - Int(stream.pointee.avail_in)
    if unpackedCount > Self.freeSize, unpackedCount / Self.ratioLimit > position {
      throw .damaged(
        path: path, byte: position,
        reason: "unpacks to more than \(Self.ratioLimit) times its size, as no table of text does")
    }
    return count
  }

  /// Brings in packed bytes; false at the end of the file.
  private func fetch() throws(RunFileError) -> Bool {
    let count = try unsafe source.read(into: UnsafeMutableRawBufferPointer(packed))
    packedCount += count
    if count == 0 {
      if state == .insideMember {
        throw .damaged(path: path, byte: packedCount, reason: "the compressed data break off")
      }
      state = .ended
      return false
    }
    unsafe stream.pointee.next_in = packed.baseAddress
    unsafe stream.pointee.avail_in = UInt32(count)
    return true
  }

  /// Begins a further member; zeros that fill up the file's last block are passed over.
  private func startMember() throws(RunFileError) {
    if !isFirstMember {
      while unsafe stream.pointee.avail_in > 0, unsafe stream.pointee.next_in?.pointee == 0 {
        unsafe stream.pointee.next_in? += 1
        unsafe stream.pointee.avail_in -= 1
      }
      if unsafe stream.pointee.avail_in == 0 { return }
      _ = unsafe inflateReset(stream)
    }
    isFirstMember = false
    state = .insideMember
  }

  private func unpack() throws(RunFileError) {
    let answer = unsafe inflate(stream, Z_NO_FLUSH)
    switch answer {
    case Z_OK, Z_BUF_ERROR: return
    case Z_STREAM_END: state = .betweenMembers
    default:
      let words = unsafe stream.pointee.msg.map { unsafe String(cString: $0) }
      throw .damaged(
        path: path, byte: unsafe packedCount - Int(stream.pointee.avail_in),
        reason: "the compressed data are damaged (\(words ?? "zlib error \(answer)"))")
    }
  }
}
