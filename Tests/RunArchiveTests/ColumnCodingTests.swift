import CellData
import Foundation
import Testing

@testable import RunArchive

struct ColumnCodingTests {
  /// Columns by what they are like.
  private static let columns: [(String, [Double])] = [
    ("nothing", []), ("one", [1.5]), ("two", [1.5, -0.0]), ("a constant", [3, 3, 3, 3]),
    ("NaN alone", [.nan, .nan, .nan]), ("NaN among decimals", [1.5, .nan, 2.5]),
    ("zeros of both signs", [0, -0.0, 0, -0.0]),
    ("decimals", (0..<1000).map { Double(30_000 + $0 * 7 % 600) / 1e4 }),
    ("a ramp", (0..<1000).map { Double($0) / 8 }),
    ("large integers", [0x1p53, 0x1p53 + 2, -0x1p60, 1e300]),
    ("singles", (0..<1000).map { Double(Float($0) / 7) }),
    ("registers", (0..<1000).map { Double($0 % 90) * (80.0 / 52_428) }),
    ("many registers", (0..<5000).map { Double($0 % 900) * (80.0 / 52_428) }),
    ("thirds", (0..<1000).map { Double($0) / 3 }),
    ("extremes", [.infinity, -.infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude]),
    ("payloads of NaN", [Double(nan: 1, signaling: false), Double(nan: 2, signaling: true)]),
  ]

  @Test(arguments: columns.indices)
  func `doubles come back to the bit`(_ index: Int) throws {
    let (name, values) = Self.columns[index]
    let words = values.map { Int64(bitPattern: $0.bitPattern) }
    var encoding = ColumnEncoding()
    encoding.append(words, isDouble: true)
    let doubles = try BlockBytes.within(Data(encoding.bytes)) {
      try ColumnDecoding.doubles(in: $0, count: values.count)
    }
    #expect(doubles.map(\.bitPattern) == values.map(\.bitPattern), "\(name)")
    let back = try BlockBytes.within(Data(encoding.bytes)) {
      try ColumnDecoding.words(in: $0, isDouble: true, count: values.count)
    }
    #expect(back == words, "\(name)")
  }

  @Test(
    arguments: [
      [], [7], [7, 8], [1, 2, 3, 4, 5], [5, 3, 1, -1], [0, 0, 0], [0, -1, 0, -1],
      [0, 127, -1, -128], [0, 128, 0], [0, 32_767, -1], [0, 1 << 31, 0], [Int64.min, Int64.max],
      [Int64.max, Int64.min, 0, Int64.max],
    ])
  func `integers come back whatever their steps`(_ words: [Int64]) throws {
    var encoding = ColumnEncoding()
    encoding.append(words, isDouble: false)
    let back = try BlockBytes.within(Data(encoding.bytes)) {
      try ColumnDecoding.words(in: $0, isDouble: false, count: words.count)
    }
    #expect(back == words)
  }

  @Test func `an even schedule costs no bytes a slot`() {
    var encoding = ColumnEncoding()
    encoding.append(Array(0..<10_000), isDouble: false)
    #expect(encoding.bytes.count < 32)
  }

  @Test func `a block that was cut or changed never makes more words than it says`() throws {
    for (_, values) in Self.columns {
      var encoding = ColumnEncoding()
      encoding.append(values.map { Int64(bitPattern: $0.bitPattern) }, isDouble: true)
      let bytes = encoding.bytes
      for cut in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 50)) {
        #expect(throws: ColumnDecoding.Malformed.self) {
          try BlockBytes.within(Data(bytes[..<cut])) {
            try ColumnDecoding.doubles(in: $0, count: values.count)
          }
        }
      }
      for place in 0..<min(16, bytes.count) {
        for byte: UInt8 in [0, 1, 4, 5, 127, 255] {
          var changed = bytes
          changed[place] = byte
          let doubles = try? BlockBytes.within(Data(changed)) {
            try ColumnDecoding.doubles(in: $0, count: values.count)
          }
          #expect(doubles == nil || doubles?.count == values.count)
        }
      }
    }
  }

  /// Numbers of the algorithm's own description and of the Python package xxhash 4.1.
  @Test(
    arguments: [
      ("", 0xEF46_DB37_51D8_E999), ("a", 0xD24E_C4F1_A98C_6E5B),
      ("abc", 0x44BC_2CF5_AD77_0999),
      ("Nobody inspects the spammish repetition", 0xFBCE_A83C_8A37_8BF1),
    ] as [(String, UInt64)])
  func `the hash is XXH64`(_ text: String, _ expected: UInt64) {
    let hash = unsafe Array(text.utf8).withUnsafeBytes { unsafe Hash64.of($0) }
    #expect(hash == expected)
  }
}
