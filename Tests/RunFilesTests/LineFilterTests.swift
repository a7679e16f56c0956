import CellData
import Testing

@testable import RunFiles

struct LineFilterTests {
  @Test func `both data blocks of a resumed Novonix test are read`() throws {
    let block = """
      [Summary]
      Novonix
      [End Summary]
      [Data]
      Run Time (h),Current (A),Potential (V)
      """
    let run = try ReadRun("\(block)\n0,0,3.5\n1,1,3.6\n\(block)\n0,-1,3.4\n")
    #expect(run.description.format == "Novonix text")
    #expect(run[.time] == [0, 3600, 0])
    #expect(run[.current] == [0, 1, -1])
  }

  @Test func `records of Neware's three levels carry their cycle and step`() throws {
    let run = try ReadRun(
      """
      Cycle Index,Chg. Cap.(Ah)
      ,Step Index,Step Number,Step Type,Step Time
      ,,DataPoint,Total Time,Current(A),Voltage(V)
      1,0.5,1,1,Rest,00:00:02
      ,,1,00:00:00,0,3.5
      ,2,2,CC DChg,00:00:01
      ,,2,00:00:02,-1,3.4
      2,0.5
      ,1,1,CC Chg,00:00:01
      ,,3,26:00:00,1,3.6

      """)
    #expect(run[.time] == [0, 2, 93_600])
    #expect(run[.cycleNumber] == [1, 1, 2])
    #expect(run[.stepNumber] == [1, 2, 1])
    #expect(run[.direction] == [0, -1, 1])
    #expect(run[.voltage] == [3.5, 3.4, 3.6])
  }

  @Test func `the settings of a BioLogic text are passed over and dates become seconds`() throws {
    let run = try ReadRun(
      "BT-Lab ASCII FILE\nNb header lines : 4\nEwe,I filtering : 50 kHz\ntime/s\tEwe/V\tI/mA\t\n"
        + "11/20/2024 23:59:59.500\t3.5\t100\n11/21/2024 00:00:01.000\t3.6\t100\n")
    #expect(run.description.format == "BioLogic text")
    #expect(run[.time] == [0, 1.5])
    #expect(run[.current] == [0.1, 0.1])
  }

  @Test func `an open circuit has a current of zero where the mode says rest`() throws {
    let run = try ReadRun(
      "EC-Lab ASCII FILE\nNb header lines : 3\nmode\terror\ttime/s\t<Ewe/V>\t\n"
        + "3\t0\t0\t3,5\n1\t0\t1\t3,4\n")
    #expect(run[.voltage] == [3.5, 3.4])
    #expect(run[.current].first == 0)
    #expect(run[.current].last?.isNaN == true)
    #expect(run.findings.map(\.code) == [.interpolatedValue])
  }

  @Test func `the tables of a Gamry test with a direct current are its records`() throws {
    let run = try ReadRun(
      "EXPLAIN\nTAG\tCHRONOP\nOCVCURVE\tTABLE\t1\n\tPt\tT\tVf\n\t#\ts\tV\n\t0\t0\t9\n"
        + "CURVE1\tTABLE\t99\n\tPt\tT\tVf\tIm\n\t#\ts\tV vs. Ref.\tA\n"
        + "\t0\t0\t3.5\t-1E-3\n\t1\t2\t3.4\t-1E-3\n")
    #expect(run.description.format == "Gamry DTA")
    #expect(run[.time] == [0, 2])
    #expect(run[.voltage] == [3.5, 3.4])
    #expect(run[.current] == [-0.001, -0.001])
  }

  @Test func `each cell of a PEC file is a run`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "run.csv",
      "Request Year:,2026\nTest:,1\n#RESULTS CHECK\n#END RESULTS CHECK\n"
        + "Test,Cell,Total Time (Seconds),Voltage (V),Current (A)\n"
        + "1,1,0,3.5,1\n1,2,0,3.1,0\n1,1,1,3.6,1\n1,2,1,3.0,0\n")
    #expect(throws: RunFileError.severalRuns(path: path, parts: ["cell1", "cell2"])) {
      try ReadRun(path: path)
    }
    #expect(try RunFile.runs(path: path) == ["\(path)#cell1", "\(path)#cell2"])
    let run = try ReadRun(path: path + "#cell2")
    #expect(run[.voltage] == [3.1, 3.0])
    #expect(run.description.format == "PEC CSV")
    #expect(throws: RunFileError.self) { try ReadRun(path: path + "#cell3") }
  }

  @Test func `a makers' text without a table is said to be one`() {
    let error = #expect(throws: RunFileError.self) { try ReadRun("EXPLAIN\nTAG\tCV\n") }
    #expect(error?.description.contains("Gamry DTA without a table of records") == true)
  }

  @Test func `the number of a sensor is no unit`() throws {
    let run = try ReadRun("Prog Time,Voltage,Current,LogTemp001\n[s],[V],[A],[T1]\n0,3,1,25.5\n")
    #expect(run[.temperature] == [25.5])
  }

  @Test func `Maccor's wall clock tells minutes from seconds`() throws {
    func text(_ second: String) -> String {
      "Rec\tTestTime\tCap. [Ah]\tCurrent [A]\tVoltage [V]\tMd\tDPT Time\n"
        + "1\t0\t0\t1\t3.5\tD\t05/21/2021 10:00:00\n2\t\(second)\t0\t1\t3.4\tD\t05/21/2021 10:01:00\n"
    }
    #expect(try ReadRun(text("1"))[.time] == [0, 60])
    #expect(try ReadRun(text("60"))[.time] == [0, 60])
  }

  @Test func `Volts above 1000 are millivolts, and that is said`() throws {
    let run = try ReadRun(
      "Rec#\tCyc#\tTest (Sec)\tAmps\tVolts\tAmp-hr\n1\t0\t0\t0\t3500.5\t0\n2\t0\t1\t0\t3500\t0\n")
    #expect(run.description.format == "Maccor text")
    #expect(run[.voltage] == [3.5005, 3.5])
    #expect(run.findings.map(\.severity) == [.repaired])
  }
}
