import CellData
import Foundation
import Testing

@testable import RunFiles

/// Members are built here from RFC 1951 stored blocks and RFC 1952 frames, without zlib.
struct GzipTests {
  private let table = "Test Time / s,Voltage / V,Current / A\n0,3.7,0.1\n1,3.6,0.1\n"

  private func member(_ text: String) -> [UInt8] {
    let bytes = Array(text.utf8)
    var result: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
    let size = UInt16(bytes.count)
    result += [1] + little(size) + little(~size) + bytes
    return result + little(crc32(bytes)) + little(UInt32(bytes.count))
  }

  private func little(_ value: some FixedWidthInteger) -> [UInt8] {
    (0..<(value.bitWidth / 8)).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }

  private func crc32(_ bytes: [UInt8]) -> UInt32 {
    var crc = ~UInt32(0)
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = (crc & 1 == 1 ? 0xEDB8_8320 : 0) ^ (crc >> 1) }
    }
    return ~crc
  }

  @Test func `a packed file is read under any name`() throws {
    let packed = member(table)
    let run = try ReadRun(bytes: packed)
    #expect(run[.voltage] == [3.7, 3.6])
    #expect(run.digest.bytes == packed.count)
  }

  @Test func `members follow each other, even within a line, and zeros may fill the end`() throws {
    let half = table.index(table.startIndex, offsetBy: 45)
    let packed = member(String(table[..<half])) + member(String(table[half...]))
    #expect(try ReadRun(bytes: packed + [UInt8](repeating: 0, count: 512))[.time] == [0, 1])
  }

  @Test func `a packed file that breaks off anywhere is damaged`() throws {
    let packed = member(table)
    for length in [2, 9, 12, 40, packed.count - 8, packed.count - 1] {
      let error = #expect(throws: RunFileError.self) {
        try ReadRun(bytes: Array(packed.prefix(length)))
      }
      guard case .damaged(_, length, _) = error else {
        Issue.record("\(length): \(String(describing: error))")
        return
      }
    }
  }

  @Test func `a changed byte is found by the check at the end`() throws {
    var packed = member(table)
    packed[60] ^= 1
    let error = #expect(throws: RunFileError.self) { try ReadRun(bytes: packed) }
    guard case .damaged = error else {
      Issue.record("unexpected \(String(describing: error))")
      return
    }
  }

  private static let gzip = "/usr/bin/gzip"

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: gzip), "there is no gzip here"))
  func `a small file that unpacks to a huge one is refused`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("rows.csv", [UInt8](repeating: 0x30, count: 65 << 20))
    let packing = Process()
    packing.executableURL = URL(filePath: Self.gzip)
    packing.arguments = [path]
    try packing.run()
    packing.waitUntilExit()
    let bytes = FileBytes(try OpenFile(path: path + ".gz"))
    let source = try GzipBytes(bytes, path: path)
    let target = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 1)
    defer { unsafe target.deallocate() }
    let error = #expect(throws: RunFileError.self) {
      while try unsafe source.read(into: target) > 0 {}
    }
    guard case .damaged(_, _, let reason) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reason.contains("200 times"))
  }
}
