import CellData
import Testing

@testable import RunFiles

struct ParquetTableTests {
  /// The same table in all encodings and packings, as pyarrow writes them.
  @Test(arguments: ["snappy", "plain", "gzip", "split", "groups"])
  func `a table is the same however it is stored`(name: String) throws {
    let run = try ReadRun(seed: "parquet/\(name).parquet")
    let rows = 0..<40
    #expect(run[.time] == rows.map(Double.init))
    #expect(
      run[.voltage].map(\.bitPattern)
        == rows.map { ($0 == 3 ? Double.nan : 3.5 + Double($0) / 100).bitPattern })
    #expect(run[.current] == rows.map { _ in 1 })
    #expect(run[.cycleNumber] == rows.map { $0 < 20 ? 1 : 2 })
    #expect(run[.direction] == rows.map { $0 < 20 ? 1 : 0 })
    #expect(run[.unixTime].map { ($0 * 1000).rounded() } == rows.map { 1.7e12 + Double($0) })
    #expect(run.description.otherColumns == ["flag"])
  }

  @Test func `a packing that is not read is named with the program that helps`() throws {
    let error = #expect(throws: RunFileError.self) { try ReadRun(seed: "parquet/zstd.parquet") }
    #expect(error?.description.contains("Zstandard; the Python package batterydf") == true)
  }

  @Test func `a file that breaks off is said to`() throws {
    let bytes = try FuzzingCorpus.file("parquet/plain.parquet").bytes()
    let error = #expect(throws: RunFileError.self) { try ReadRun(bytes: Array(bytes.dropLast())) }
    #expect(error?.description.contains("breaks off") == true)
  }

  /// From the description of the format: a piece as it stands, and a copy that overlaps itself.
  @Test func `Snappy's copies may overlap what they make`() {
    let packed: [UInt8] = [10, 0 << 2, 0x61, (9 - 4) << 2 | 1, 1]
    #expect(
      Snappy.unpack(ByteImage(packed), 0..<5, size: 10) == [UInt8](repeating: 0x61, count: 10))
    #expect(Snappy.unpack(ByteImage(packed), 0..<5, size: 9) == nil)
    // A copy from before the beginning.
    #expect(Snappy.unpack(ByteImage([4, 1, 1]), 0..<3, size: 4) == nil)
  }
}
