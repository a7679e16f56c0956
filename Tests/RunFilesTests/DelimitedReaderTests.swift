import CellData
import Testing

@testable import RunFiles

struct DelimitedReaderTests {
  private let head = "Test Time / s,Voltage / V,Current / A\n"

  @Test func `labels and machine names may be mixed`() throws {
    let run = try ReadRun("Test Time / s,voltage_volt,Current / A\n0,3.7,0.1\n1,3.6,-0.1\n")
    #expect(run[.time] == [0, 1])
    #expect(run[.voltage] == [3.7, 3.6])
    #expect(run[.current] == [0.1, -0.1])
    #expect(run.description.format == "BDF CSV")
    #expect(run.findings.isEmpty)
  }

  @Test(arguments: [",", ";", "\t", " "], ["\n", "\r\n", "\r\r\n"])
  func `separators and line ends are found out`(separator: String, lineEnd: String) throws {
    let rows = [["time_s", "U[V]", "I/mA"], ["0", "3.5", "250.1"], ["10", "3.25", "-1e3"]]
    let text = rows.map { $0.joined(separator: separator) + lineEnd }.joined()
    let run = try ReadRun(text)
    #expect(run[.time] == [0, 10])
    #expect(run[.voltage] == [3.5, 3.25])
    #expect(run[.current] == [0.2501, -1])
  }

  @Test(arguments: [";", "\t"])
  func `a decimal comma is read beside another separator`(separator: String) throws {
    let rows = [
      ["Zeit", "time/h", "Ewe/V", "I/mA"], ["x", "0,5", "3,5", "0"], ["", "1", "3,25", "2,5"],
    ]
    let run = try ReadRun(rows.map { $0.joined(separator: separator) + "\n" }.joined())
    #expect(run[.time] == [1800, 3600])
    #expect(run[.voltage] == [3.5, 3.25])
    #expect(run[.current] == [0, 0.0025])
  }

  @Test func `a byte-order mark, comment lines and a row of units are passed over`() throws {
    let run = try ReadRun(
      "\u{FEFF}# made by a tester\nCell,A-1\n\n"
        + "Step,Status,Prog Time,Voltage,Current,AhAccu,\r\n"
        + "[],[],[min],[mV],[A],[Ah],\r\n1,CHA,2,3700,0.5,0,\r\n2,DCH,3,3600,-0.5,0,\r\n")
    #expect(run[.time] == [120, 180])
    #expect(run[.voltage] == [3.7, 3.6])
    #expect(run[.direction] == [1, -1])
    #expect(run[.stepNumber] == [1, 2])
    #expect(run.description.otherColumns == ["AhAccu"])
  }

  @Test func `quoted fields and quoted lines are read`() throws {
    let fields = try ReadRun("\"Time, total\",\"time (s)\",V,\"I\"\n\"a,b\",\"1\",3.5,\"-2\"\n")
    #expect(fields[.time] == [1])
    #expect(fields[.current] == [-2])
    let lines = try ReadRun("\"time_s,voltage_V,current_A\"\r\n\"1,3.5,-2\"\r\n\"2,3.4,-2\"\r\n")
    #expect(lines[.time] == [1, 2])
    #expect(lines[.voltage] == [3.5, 3.4])
  }

  @Test func `clock times with hours past 24 and with days are seconds`() throws {
    let run = try ReadRun(
      "Total Time,Voltage(V),Current(A)\n0:00:01.5,3,0\n26:10:00,3,0\n1-02:10:00,3,0\n"
        + "  0d 00:01:00.00,3,0\n0d 00:00:5.05000019073486,3,0\n")
    #expect(run[.time] == [1.5, 94_200, 94_200, 60, 5.05000019073486])
  }

  /// 2024-09-20T08:32:34Z is 1726821154 (GNU date).
  @Test(arguments: [
    "2024-09-20 08:32:34.5", "2024-09-20T08:32:34.5Z", "2024-09-20T17:32:34.5+09:00",
    "\t09/20/2024 08:32:34.500", "9/20/2024 8:32:34.5 AM", "1726821154.5", "1726821154500",
  ])
  func `an absolute time is seconds since 1970 in UTC`(text: String) throws {
    let run = try ReadRun("Date_Time,time_s,U[V],I[A]\n\(text),0,3,0\n")
    #expect(run[.unixTime] == [1_726_821_154.5])
  }

  @Test func `a date that can be read in two ways is left and said`() throws {
    let run = try ReadRun("DateTime,time_s,U[V],I[A]\n01/06/2026 17:51:06,0,3,0\n")
    #expect(run[.unixTime].isEmpty)
    #expect(run.description.otherColumns == ["DateTime"])
    #expect(run.findings.map(\.code) == [.ambiguousText])
  }

  @Test func `a later day above 12 settles the order`() throws {
    let run = try ReadRun(
      "DateTime,time_s,U[V],I[A]\n09/12/2024 23:59:59,0,3,0\n09/13/2024 00:00:00,1,3,0\n")
    #expect(run[.unixTime] == [1_726_185_599, 1_726_185_600])
  }

  @Test func `missing values are NaN in required columns too`() throws {
    let run = try ReadRun(
      head + "0,,0\n1,NaN,0\n2,nan,0\n3,-,0\n4,N/A,0\n5, ,\n6,3.5,1\n")
    #expect(run[.voltage].map(\.isNaN) == [true, true, true, true, true, true, false])
    #expect(run[.current][5].isNaN)
    #expect(run[.time] == [0, 1, 2, 3, 4, 5, 6])
  }

  @Test(arguments: ["3.x", "three", "1.2.3", "1e999", "0x10", "12:00:00"])
  func `other text is an error with its place`(text: String) throws {
    let error = #expect(throws: RunFileError.self) {
      try ReadRun("# note\n" + head + "0,3.7,0\n\n1,\(text),0\n2,3,0\n")
    }
    guard case .badValue(_, let line, let column, let label, let found, let expected) = error else {
      Issue.record("unexpected \(String(describing: error))")
      return
    }
    #expect((line, column) == (5, 2))
    #expect(label == "Voltage / V")
    #expect(found == text)
    #expect(expected == "a number in V")
  }

  @Test func `rows of another length are errors`() throws {
    for (row, fields) in [("1,3", 2), ("1,3,0,7", 4)] {
      let error = #expect(throws: RunFileError.self) {
        try ReadRun(head + "0,3.7,0\n\(row)\n2,3,0\n")
      }
      guard case .badRow(_, 3, fields, 3) = error else {
        Issue.record("unexpected \(String(describing: error))")
        return
      }
    }
  }

  @Test func `a trailing separator and missing unwanted columns are tolerated`() throws {
    let run = try ReadRun("time_s,U[V],I[A],note\n0,3,1,\n1,3,1,a,\n2,3,1\n3,3,1,b\n")
    #expect(run.count == 4)
  }

  @Test(arguments: ["2,3", "2,3.6,", "2,3.6,-", "2,3.6,0.1e", "2", "2,\u{0}\u{0}"])
  func `a cut last line is a finding`(last: String) throws {
    let run = try ReadRun(head + "0,3.7,0\n1,3.65,0\n" + last)
    #expect(run[.time] == [0, 1])
    #expect(run.findings.map(\.code) == [.cutFile])
    #expect(run.findings.first?.values == ["line": 4])
  }

  @Test func `a last line with too few fields is cut, with a line feed or without`() throws {
    for last in ["2,3.", "2,3.\n", "2,3.\r\n\n\n"] {
      let run = try ReadRun(head + "0,3.7,0\n1,3.65,0\n" + last)
      #expect(run[.time] == [0, 1])
      #expect(run.findings.map(\.code) == [.cutFile])
      #expect(run.findings.first?.values == ["line": 4])
    }
  }

  @Test func `a complete last row needs no line feed`() throws {
    let run = try ReadRun(head + "0,3.7,0\n1,3.65,0.5")
    #expect(run[.current] == [0, 0.5])
    #expect(run.findings.isEmpty)
  }

  @Test func `thousands of empty lines change nothing`() throws {
    let gap = String(repeating: "\n", count: 5000) + String(repeating: "\r\n,,\n", count: 500)
    let run = try ReadRun(head + gap + "0,3.7,0\n" + gap + "1,3.6,0\n" + gap)
    #expect(run.count == 2)
    #expect(run[.time].prefix(2) == [0, 1])
  }

  @Test func `a header alone is a run without samples`() throws {
    #expect(try ReadRun(head).count == 0)
    #expect(try ReadRun("Test Time / s,Voltage / V,Current / A").count == 0)
  }

  @Test func `rows are the same across buffers and chunks`() throws {
    var text = head
    for i in 0..<150_000 {
      text += "\(i)\(i % 7 == 0 ? ".25" : ""),3.\(i % 1000 + 1000),\(-i)e-3\n"
    }
    let folder = try TemporaryFolder()
    // Over 4 MiB once doubled, so that the reading thread takes part as well.
    let small = try ReadRun(path: folder.write("small", text))
    #expect(small.count == 150_000)
    for i in stride(from: 0, to: 150_000, by: 977) {
      #expect(small[.time][i] == Double(i) + (i % 7 == 0 ? 0.25 : 0))
      #expect(small[.voltage][i] == Double("3.\(i % 1000 + 1000)"))
      #expect(small[.current][i] == Double(-i) / 1000)
    }
    let rows = text.dropFirst(head.count)
    let large = try ReadRun(path: folder.write("large", text + rows))
    #expect(large.count == 300_000)
    #expect(large[.voltage] == small[.voltage] + small[.voltage])
  }

  @Test func `the quick and the careful way give the same bits`() throws {
    var random = SplitMix(state: 99)
    var plain = head
    var quoted = "\"\(head.dropLast())\"\n"
    for _ in 0..<5000 {
      let cells = (0..<3).map { _ -> String in
        let digits = random.next() >> (random.next() % 64)
        let places = Int(random.next() % 9)
        let sign = random.next() % 2 == 0 ? "-" : ""
        let fraction = String(random.next() >> 20).prefix(places)
        let power = random.next() % 4 == 0 ? "E-\(random.next() % 40)" : ""
        return random.next() % 50 == 0 ? "" : "\(sign)\(digits).\(fraction)\(power)"
      }
      let row = "1" + cells.joined(separator: ",").drop { $0 == "-" }
      plain += row + "\n"
      quoted += "\"\(row)\"\n"
    }
    let quick = try ReadRun(plain)
    let careful = try ReadRun(quoted)
    #expect(quick.count == 5000)
    let rows = plain.split(separator: "\n").dropFirst()
    for channel in Channel.required {
      for (row, pair) in zip(rows, zip(quick[channel], careful[channel])) {
        #expect(pair.0.bitPattern == pair.1.bitPattern, "\(channel) in \(row)")
      }
    }
  }

  /// The expected digest is that of `sha256sum`.
  @Test func `the digest is of the file's bytes`() throws {
    let run = try ReadRun(
      "Test Time / s,Voltage / V,Current / A\n0,3.7,0.1\n1,3.6,0.1\n2,3.5,0.1\n")
    #expect(run.digest.bytes == 68)
    #expect(
      run.digest.sha256 == "e08779871500d047379809940b1e7fedc092ac145b0ad97cc00c30844364547f")
  }

  @Test func `a column, a unit and a sign can be given`() throws {
    let options = ReadOptions(
      columns: [.current: "Strom"], units: [.current: "mA"], negated: [.current])
    let run = try ReadRun("time_s,U[V],I[A],Strom\n0,3,1,500\n", options: options)
    #expect(run[.current] == [-0.5])
    #expect(
      run.description.settings
        == ["column.current=Strom", "unit.current=mA", "negate.current=true"])
    #expect(run.description.channels.last?.factor == -0.001)
  }

  @Test func `a wrong column name gives the nearest one`() throws {
    let error = #expect(throws: RunFileError.self) {
      try ReadRun(
        head + "0,3,0\n", options: ReadOptions(columns: [.voltage: "Volage / V"]))
    }
    guard case .unknownColumn(_, "Volage / V", "Voltage / V") = error else {
      Issue.record("unexpected \(String(describing: error))")
      return
    }
  }

  @Test func `what is no run is said plainly`() throws {
    func error(_ bytes: [UInt8], _ options: ReadOptions = ReadOptions()) -> RunFileError? {
      do {
        _ = try ReadRun(bytes: bytes, options: options)
        return nil
      } catch { return error as? RunFileError }
    }
    let cases: [([UInt8], String)] = [
      ([], "an empty file"),
      ([1, 0, 2, 0, 10], "binary content"), ([0xFF, 0xFE, 0x54, 0], "text in UTF-16"),
      (Array("hello\nworld\n".utf8), "text without a line that names time, voltage and current"),
    ]
    for (bytes, kind) in cases {
      guard case .unknownFormat(_, kind) = error(bytes) else {
        Issue.record("\(kind): \(String(describing: error(bytes)))")
        continue
      }
    }
    guard
      case .missingChannel(_, "current", ["time_s", "U[V]", "mark"]) =
        error(Array("time_s,U[V],mark\n".utf8))
    else {
      Issue.record("a missing current was not named")
      return
    }
    guard
      case .missingChannel(_, "current", ["test_time_second", "voltage_volt"]) =
        error(Array("test_time_second,voltage_volt\n0,3.7\n".utf8))
    else {
      Issue.record("the columns of a table of two were not named")
      return
    }
    guard case .unknownUnit(_, "U[bar]", "bar", _) = error(Array("time_s,U[bar],I[A]\n".utf8))
    else {
      Issue.record("a strange unit was not named")
      return
    }
    let long = Array((head + String(repeating: "1", count: 3_000_000)).utf8)
    guard case .lineTooLong(_, 2, _) = error(long) else {
      Issue.record("a long line was not named")
      return
    }
  }

  @Test func `a folder and a missing file are said plainly`() throws {
    let folder = try TemporaryFolder()
    #expect(
      throws: RunFileError.unreadable(path: folder.path, reason: "it is a folder, not a file")
    ) { try ReadRun(path: folder.path) }
    #expect(throws: RunFileError.self) { try ReadRun(path: folder.path + "/none") }
  }

  @Test func `every error is one message with the file in it`() {
    let errors: [RunFileError] = [
      .unreadable(path: "p", reason: "r"), .unknownFormat(path: "p", found: "f"),
      .missingChannel(path: "p", channel: "time", columns: ["a"]),
      .unknownColumn(path: "p", column: "a", nearest: nil),
      .unknownUnit(path: "p", label: "a", unit: "b", known: ["V"]),
      .badValue(path: "p", line: 1, column: 2, label: "a", found: "f", expected: "e"),
      .badRow(path: "p", line: 1, fields: 2, expected: 3),
      .lineTooLong(path: "p", line: 1, limit: 2), .damaged(path: "p", byte: 1, reason: "r"),
    ]
    for error in errors {
      #expect(error.description.hasPrefix("p"))
      #expect(!error.description.contains("\n"))
    }
  }

  @Test func `a counter that both directions share goes to that of each record`() throws {
    let run = try ReadRun(
      "Time(s),Current(A),Voltage(V),Capacity(Ah),Energy(mWh),Mode\n0,0,3.5,0,0,REST\n"
        + "1,2,3.6,0.5,1800,CHRG\n2,2,3.4,0.25,900,DCHG\n3,0,3.5,,0,REST\n")
    #expect(run[.chargeCapacity].dropLast() == [0, 0.5, 0])
    #expect(run[.dischargeCapacity].dropLast() == [0, 0, 0.25])
    #expect(run[.chargeCapacity].last?.isNaN == true)
    #expect(run[.chargeEnergy] == [0, 1.8, 0, 0])
    #expect(run[.dischargeEnergy] == [0, 0, 0.9, 0])
    #expect(run.label(.dischargeCapacity) == "Capacity(Ah)")
    #expect(run.description.otherColumns.isEmpty)
  }

  @Test func `a counter without a direction is nobody's`() throws {
    let run = try ReadRun("Time(s),Current(A),Voltage(V),Capacity(Ah)\n0,1,3.5,0\n")
    #expect(run[.chargeCapacity].isEmpty)
    #expect(run.description.otherColumns == ["Capacity(Ah)"])
  }
}
