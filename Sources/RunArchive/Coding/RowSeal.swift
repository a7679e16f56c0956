import Foundation

/// The hash over a row that tells damage from data.
///
/// The XXH64 of: the table's name, then each field in the order of the table's columns without the
/// seal. A number is eight bytes, least significant first (a REAL by its bits); a text or blob is
/// its length in bytes and the XXH64 of its bytes, eight bytes each.
struct RowSeal {
  private var bytes: [UInt8] = []

  init(_ table: String) {
    bytes.reserveCapacity(128)
    add(table)
  }

  mutating func add(_ number: Int64) {
    unsafe withUnsafeBytes(of: number.littleEndian) { unsafe bytes.append(contentsOf: $0) }
  }

  mutating func add(_ number: Double) { add(Int64(bitPattern: number.bitPattern)) }

  mutating func add(_ text: String) {
    var text = text
    let (count, hash) = text.withUTF8 { utf8 in
      (utf8.count, unsafe Hash64.of(UnsafeRawBufferPointer(utf8)))
    }
    add(Int64(count))
    add(Int64(bitPattern: hash))
  }

  mutating func add(_ blob: Data) {
    add(Int64(blob.count))
    add(Int64(bitPattern: unsafe blob.withUnsafeBytes { unsafe Hash64.of($0) }))
  }

  var value: Int64 { Int64(bitPattern: unsafe bytes.withUnsafeBytes { unsafe Hash64.of($0) }) }
}
