import CellData
import Testing

@testable import RunFiles

struct ArbinResultsTests {
  /// The file's rows stand in the order 2, 1, 4, 3; 45000.5 days since 1899-12-30 are
  /// 2023-03-15 12:00 (GNU date).
  @Test func `records come in the order of their data points`() throws {
    let run = try ReadRun(seed: "res/arbin.res")
    #expect(run.description.format == "Arbin res")
    #expect(run[.time] == [10, 20, 30, 40])
    #expect(run[.voltage].map { ($0 * 10).rounded() } == [36, 37, 38, 39])
    #expect(run[.current] == [0.5, 0.5, 0.5, 0.5])
    #expect(run[.stepNumber] == [0, 1, 1, 2])
    #expect(run[.chargeCapacity] == [0.01, 0.02, 0.03, 0.04])
    #expect(run[.unixTime].first == 1_678_881_600)
    #expect(run[.temperature] == [26, 27, 28, 29])
    #expect(run.label(.temperature) == "auxiliary temperature 0")
  }

  @Test func `a file with two tests holds two runs`() throws {
    let error = #expect(throws: RunFileError.self) { try ReadRun(seed: "res/two-tests.res") }
    guard case .severalRuns(_, let parts) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(parts == ["test1", "test2"])
    #expect(try ReadRun(seed: "res/two-tests.res", part: "test2")[.time] == [10, 20, 30, 40])
  }

  @Test func `a row that was deleted is left out, and one that moved is followed`() throws {
    var bytes = try FuzzingCorpus.file("res/arbin.res").bytes()
    let page = 5 * 4096
    // The first row is data point 2: deleted.
    bytes[page + 15] |= 0x40
    let run = try ReadRun(bytes: bytes)
    #expect(run[.time] == [10, 30, 40])
    // The third row, data point 4, now points to the first one, which is data point 2.
    bytes = try FuzzingCorpus.file("res/arbin.res").bytes()
    bytes[page + 19] |= 0x80
    let start = Int(bytes[page + 18]) | Int(bytes[page + 19] & 0x1F) << 8
    bytes.put(UInt32(5 << 8 | 0), at: page + start)
    #expect(try ReadRun(bytes: bytes)[.time] == [10, 20, 20, 30])
  }

  @Test func `pages that lead to each other in a circle end`() throws {
    var bytes = try FuzzingCorpus.file("res/arbin.res").bytes()
    // The definition of the records goes on on its own page.
    bytes.put(UInt32(4), at: 4 * 4096 + 4)
    #expect(throws: RunFileError.self) { try ReadRun(bytes: bytes) }
  }

  @Test func `a database without Arbin's tables is refused with the tables it has`() throws {
    var bytes = try FuzzingCorpus.file("res/arbin.res").bytes()
    let name = Array("Channel_Normal_Table".utf8)
    let place = try #require(bytes.indices.first { bytes[$0...].starts(with: name) })
    bytes[place] = UInt8(ascii: "X")
    let error = #expect(throws: RunFileError.self) { try ReadRun(bytes: bytes) }
    #expect(error?.description.contains("Xhannel_Normal_Table") == true)
  }
}
