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

  /// The families of the Battery Data Format: running sums, and sums of a step or of a cycle.
  @Test func `counters are called by when they reset, and steps by what their number means`() throws
  {
    func labels(charge: [Double], discharge: [Double], step: [Double]) -> [String] {
      var columns: [Channel: [Double]] = [
        .chargeCapacity: charge, .dischargeCapacity: discharge, .stepNumber: step,
        .cycleNumber: [1, 1, 1, 2, 2, 2], .direction: [1, 1, -1, 1, 1, -1],
      ]
      for channel in Channel.required { columns[channel] = [0, 1, 2, 3, 4, 5] }
      let sources = columns.keys.map {
        ChannelSource(channel: $0, label: "", unit: "", factor: 1)
      }
      var layout = BDFLayout(RunDescription(name: "", format: "", channels: sources))
      layout.look(at: RunChunk(columns: columns))
      return layout.columns.map(\.label).filter { $0.contains("harging") || $0.contains("Step") }
    }
    #expect(
      labels(charge: [0, 1, 1, 2, 3, 3], discharge: [0, 0, 1, 1, 1, 2], step: [1, 1, 2, 3, 3, 4])
        == [
          "Step Count / 1", "Step Type", "Charging Capacity / Ah", "Discharging Capacity / Ah",
        ])
    #expect(
      labels(charge: [0, 1, 0, 0, 1, 0], discharge: [0, 0, 1, 0, 0, 1], step: [4, 4, 5, 4, 4, 5])
        == [
          "Step Index / 1", "Step Type", "Step Charging Capacity / Ah",
          "Cycle Discharging Capacity / Ah",
        ])
    #expect(
      labels(charge: [0, 1, 1, 0, 1, 1], discharge: [0, 1, 0, 1, 0, 1], step: [1, 1, 2, 3, 3, 4])
        == [
          "Step Count / 1", "Step Type", "Cycle Charging Capacity / Ah",
          "Schedule Discharging Capacity / Ah",
        ])
  }

  @Test func `auxiliary columns, directions and counters of a step come back to the last bit`()
    throws
  {
    let folder = try TemporaryFolder()
    var options = ReadOptions()
    options.readsAuxiliary = true
    let source = try folder.write("in", FuzzingCorpus.file("nda/version29.nda").bytes())
    let before = try ReadRun(path: source, options: options)
    let path = folder.path + "/out.bdf.csv"
    for input in [source, path] {
      let reader = try RunFile.open(path: input, options: options)
      var layout = BDFLayout(reader.description)
      var chunk = RunChunk()
      while try reader.read(into: &chunk) { layout.look(at: chunk) }
      let again = try RunFile.open(path: input, options: options)
      var writer = try BDFWriter(path: path, layout)
      while try again.read(into: &chunk) { try writer.write(chunk) }
      try writer.finish()
    }
    let after = try ReadRun(path: path, options: options)
    #expect(after.description.format == "BDF CSV")
    for channel in Channel.allCases {
      #expect(after[channel].map(\.bitPattern) == before[channel].map(\.bitPattern), "\(channel)")
    }
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
