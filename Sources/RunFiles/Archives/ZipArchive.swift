/// The members of a zip archive, by its central directory (APPNOTE.TXT 6.3.10).
///
/// Names are only ever compared, never used as paths. Stored and deflated members are read;
/// encrypted ones and other methods are refused when they are asked for.
struct ZipArchive: Sendable {
  /// How many members are looked at; vendors' archives hold up to a few hundred.
  static let memberLimit = 4096
  /// How large a member may be whatever it is packed to, in bytes.
  static let freeSize = 8 << 20
  /// How many bytes one packed byte may give beyond that.
  static let ratioLimit = 40
  /// How large all members together may be whatever they are packed to, in bytes.
  static let freeSum = 32 << 20

  /// How many bytes members may still unpack to; shared, since each call takes from it.
  private final class Room: @unchecked Sendable {
    // One archive is read by one reader, which is used by one caller at a time.
    var left: Int
    init(_ left: Int) { self.left = left }
  }

  struct Member: Sendable {
    var name: String
    var method: Int
    var isEncrypted: Bool
    var checksum: UInt32
    var packedSize: Int
    var size: Int
    /// Where the member's local header begins.
    var offset: Int
  }

  static let magic: [UInt8] = [0x50, 0x4B, 3, 4]

  let path: String
  let members: [Member]
  private let bytes: ByteImage
  private let room: Room

  init(_ bytes: ByteImage, path: String) throws(RunFileError) {
    self.bytes = bytes
    self.path = path
    room = Room(Self.freeSum + bytes.count * Self.ratioLimit)
    members = try Self.directory(bytes, path: path)
  }

  func member(_ name: String) -> Member? { members.first { $0.name == name } }

  /// The unpacked bytes of a member; nil if there is none of this name.
  func contents(_ name: String) throws(RunFileError) -> ByteImage? {
    guard let member = member(name) else { return nil }
    return try contents(member)
  }

  func contents(_ member: Member) throws(RunFileError) -> ByteImage {
    // Names of other lengths may stand in the local header than in the directory.
    let header = member.offset
    guard bytes.has(Self.magic, at: header) else {
      throw damaged(header, "no header of the member \(shown(member)) is here")
    }
    let start = header + 30 + bytes.uint16(at: header + 26) + bytes.uint16(at: header + 28)
    guard bytes.holds(start, member.packedSize) else {
      throw damaged(bytes.count, "the member \(shown(member)) breaks off")
    }
    guard !member.isEncrypted, member.method == 0 || member.method == 8 else {
      throw damaged(header, "the member \(shown(member)) is encrypted or packed in a strange way")
    }
    guard member.size <= min(Self.freeSize + member.packedSize * Self.ratioLimit, room.left) else {
      throw damaged(
        header,
        "the member \(shown(member)) claims \(member.size) bytes from "
          + "\(member.packedSize), as no measurement does")
    }
    room.left -= member.size
    let packed = start..<(start + member.packedSize)
    let unpacked =
      member.method == 0
      ? bytes.array(packed) : RawInflate.unpack(bytes, packed, size: member.size)
    guard let unpacked, unpacked.count == member.size,
      RawInflate.checksum(unpacked) == member.checksum
    else { throw damaged(start, "the member \(shown(member)) is damaged") }
    return ByteImage(unpacked)
  }

  private func shown(_ member: Member) -> String { "“\(member.name.prefix(80))”" }

  private func damaged(_ byte: Int, _ reason: String) -> RunFileError {
    .damaged(path: path, byte: byte, reason: reason)
  }

  // MARK: The directory

  private static func directory(
    _ bytes: ByteImage, path: String
  ) throws(RunFileError) -> [Member] {
    guard let end = endRecord(bytes) else {
      throw .damaged(
        path: path, byte: bytes.count, reason: "the zip archive breaks off: its directory is gone")
    }
    var count = bytes.uint16(at: end + 10)
    var offset = bytes.uint32(at: end + 16)
    // The locator of a zip64 record stands right before the end record.
    if bytes.has([0x50, 0x4B, 6, 7], at: end - 20) {
      let wide = bytes.uint64(at: end - 12)
      if bytes.holds(wide, 56), bytes.has([0x50, 0x4B, 6, 6], at: wide) {
        count = bytes.uint64(at: wide + 32)
        offset = bytes.uint64(at: wide + 48)
      }
    }
    guard count <= memberLimit else {
      throw .damaged(
        path: path, byte: end, reason: "the zip archive claims \(count) members, as none does")
    }
    var members: [Member] = []
    for _ in 0..<count {
      guard bytes.holds(offset, 46), bytes.has([0x50, 0x4B, 1, 2], at: offset) else {
        throw .damaged(
          path: path, byte: min(offset, bytes.count), reason: "the zip directory is damaged")
      }
      let name = bytes.uint16(at: offset + 28)
      let extra = bytes.uint16(at: offset + 30)
      members.append(member(bytes, at: offset, name: name, extra: extra))
      offset += 46 + name + extra + bytes.uint16(at: offset + 32)
    }
    return members
  }

  private static func member(
    _ bytes: ByteImage, at offset: Int, name: Int, extra: Int
  ) -> Member {
    var member = Member(
      name: bytes.text((offset + 46)..<(offset + 46 + name)),
      method: bytes.uint16(at: offset + 10),
      isEncrypted: bytes.uint16(at: offset + 8) & 1 != 0,
      checksum: UInt32(bytes.uint32(at: offset + 16)), packedSize: bytes.uint32(at: offset + 20),
      size: bytes.uint32(at: offset + 24), offset: bytes.uint32(at: offset + 42))
    // Only what is full in the record stands in the zip64 field, in this order.
    var field = offset + 46 + name
    let end = field + extra
    while field + 4 <= end {
      let length = bytes.uint16(at: field + 2)
      if bytes.uint16(at: field) == 1 {
        var place = field + 4
        func wide(_ value: Int) -> Int {
          guard value == 0xFFFF_FFFF, place + 8 <= field + 4 + length else { return value }
          defer { place += 8 }
          return bytes.uint64(at: place)
        }
        member.size = wide(member.size)
        member.packedSize = wide(member.packedSize)
        member.offset = wide(member.offset)
      }
      field += 4 + length
    }
    // No size can be more than what a sum of two of them still holds.
    member.packedSize = min(member.packedSize, bytes.count + 1)
    member.offset = min(member.offset, bytes.count + 1)
    return member
  }

  /// Where the end record begins: the last one, since a comment may follow it.
  private static func endRecord(_ bytes: ByteImage) -> Int? {
    var place = bytes.count - 22
    let first = max(0, place - 0xFFFF)
    while place >= first {
      if bytes.byte(at: place) == 0x50, bytes.has([0x50, 0x4B, 5, 6], at: place) { return place }
      place -= 1
    }
    return nil
  }
}
