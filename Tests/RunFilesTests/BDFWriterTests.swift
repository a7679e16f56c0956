import CellData
import Foundation
import Testing

@testable import RunFiles

struct BDFWriterTests {
  @Test func `what was written is read back to the last bit`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/run.bdf.csv"
    var random = SplitMix(state: 1)
    let count = 5000
    var columns: [Channel: [Double]] = [:]
    for channel in Channel.allCases where channel != .direction {
      columns[channel] = (0..<count).map { row in
        row % 97 == 5 && !Channel.required.contains(channel)
          ? .nan : Double(Int64(truncatingIfNeeded: random.next() >> 20)) * 0x1p-30
      }
    }
    columns[.unixTime] = (0..<count).map { 1.7e9 + Double($0) * 0.25 }
    var writer = try BDFWriter(path: path, channels: Set(columns.keys))
    try writer.write(RunChunk(columns: columns.mapValues { Array($0[..<1234]) }))
    try writer.write(RunChunk(firstRecord: 1235, columns: columns.mapValues { Array($0[1234...]) }))
    #expect(!FileManager.default.fileExists(atPath: path))
    try writer.finish()
    let run = try ReadRun(path: path)
    #expect(run.description.format == "BDF CSV")
    #expect(run.description.otherColumns.isEmpty)
    for (channel, values) in columns {
      #expect(
        run[channel].map(\.bitPattern)
          == values.map { $0.isNaN ? Double.nan.bitPattern : $0.bitPattern },
        "\(channel)")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["run.bdf.csv"])
  }

  @Test func `the labels are those of BDF and numbers have no needless digits`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/run.csv"
    var writer = try BDFWriter(path: path, channels: [.cycleNumber])
    try writer.write(
      RunChunk(columns: [
        .time: [0, 0.1], .voltage: [3, 3.25], .current: [-0.5, 1e-7], .cycleNumber: [1, .nan],
      ]))
    try writer.finish()
    #expect(
      try String(contentsOfFile: path, encoding: .utf8) == """
        Test Time / s,Voltage / V,Current / A,Cycle Count / 1
        0,3,-0.5,1
        0.1,3.25,1e-07,

        """)
  }

  @Test func `a writer that is thrown away leaves nothing`() throws {
    let folder = try TemporaryFolder()
    do { _ = try BDFWriter(path: folder.path + "/run.csv", channels: []) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  @Test func `a folder that is not there is said`() {
    #expect(throws: RunWriteError.self) {
      let writer = try BDFWriter(path: "/nowhere/at/all/run.csv", channels: [])
      try writer.finish()
    }
  }
}
