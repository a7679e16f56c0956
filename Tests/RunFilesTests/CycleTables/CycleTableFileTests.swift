import CellData
import Foundation
import Testing

@testable import RunFiles

/// Tables of cycles, and what is none.
struct CycleTableFileTests {
  private func read(_ text: String) throws -> CycleTableReading {
    let folder = try TemporaryFolder()
    return try CycleTableFile.read(path: folder.write("table.csv", text))
  }

  private func isTable(_ text: String) throws -> Bool {
    let folder = try TemporaryFolder()
    return CycleTableFile.isCycleTable(path: try folder.write("table.csv", text))
  }

  @Test func `units in the labels are taken, and a missing one is said to be assumed`() throws {
    let reading = try read(
      "Cycle_Index,Q_chg,q_chg,Discharge Capacity (mAh),V_max\n1,1.5,0.9,1400,4.2\n2,NaN,,1390,\n")
    #expect(reading.cycles.map(\.charge.capacity) == [AmpereHours(1.5), nil])
    #expect(reading.cycles.map(\.discharge.capacity) == [AmpereHours(1.4), AmpereHours(1.39)])
    #expect(reading.cycles[0].charge.endVoltage == Volts(4.2))
    let charge = reading.columns.first { $0.meaning == "chargeCapacity" }
    #expect(charge?.label == "Q_chg")
    #expect(charge?.unit == "Ah (assumed)")
    #expect(reading.otherColumns == ["q_chg"])
  }

  @Test func `semicolons, decimal commas and dates are read`() throws {
    let reading = try read(
      "made by hand\nCycle;Start Time;Discharge Capacity/Ah\n1;2024-02-29 12:00:00;1,25\n"
        + "2;2024-03-01 12:00:00;1,24\n")
    #expect(reading.cycles.map(\.discharge.capacity) == [AmpereHours(1.25), AmpereHours(1.24)])
    let starts = reading.cycles.compactMap(\.startUnixTime)
    #expect(starts.count == 2 && starts[1] - starts[0] == 86400)
  }

  @Test func `a discharge that is written with a minus is a magnitude`() throws {
    let reading = try read("cycle,Qdis (Ah),I_min (A)\n1,-2.5,-1\n2,-2.4,-1\n")
    #expect(reading.cycles[0].discharge.capacity == AmpereHours(2.5))
    #expect(reading.cycles[0].discharge.current == Amperes(1))
  }

  @Test func `a run, a repeated cycle number and prose are no tables`() throws {
    #expect(
      try !isTable("Test Time / s,Voltage / V,Current / A,Cycle,Q_dis\n0,3,1,1,0\n1,3,1,2,0\n"))
    #expect(try !isTable("Cycle,Q_dis\n1,0.1\n1,0.2\n2,0.1\n"))
    #expect(try !isTable("Dear reader,\nplease find the table below.\n"))
    #expect(try isTable("Cycle,Q_dis\n1,0.1\n2,0.2\n"))
  }

  @Test func `a cycle number that falls is an error with its place`() throws {
    let rows = (1...60).map { "\($0),1.0" }.joined(separator: "\n")
    #expect(throws: RunFileError.self) { try read("Cycle,Q_dis\n\(rows)\n1,1.0\n") }
  }

  @Test func `a word for a number is an error with its place`() throws {
    do {
      _ = try read("Cycle,Q_dis (Ah)\n1,1.0\n2,many\n")
      Issue.record("it was read")
    } catch let error as RunFileError {
      let text = "\(error)"
      #expect(text.contains("line 3, column 2 (Q_dis (Ah)): found “many”"))
    }
  }

  @Test func `a cut last line is a finding`() throws {
    let reading = try read("Cycle,Q_chg (Ah),Q_dis (Ah)\n1,1.0,1.0\n2,0.9")
    #expect(reading.cycles.count == 1)
    #expect(reading.findings.map(\.code) == [.cutFile])
  }

  @Test func `capacity on a grid of voltages is a column a cycle`() throws {
    let rows = (0..<120).map { k -> String in
      let share = Double(k) / 119
      return "\(share * 1.1),\(share * 1.05),\(share)"
    }
    let text = rows.joined(separator: "\n") + "\n"
    #expect(try isTable(text))
    let reading = try read(text)
    #expect(reading.cycles.compactMap(\.discharge.capacity?.value) == [1.1, 1.05, 1])
    #expect(try !isTable((0..<120).map { "\(1000 - $0)" }.joined(separator: "\n")))
  }
}

/// Public cycle tables against other readers' values; they lie beside the repository.
struct RealCycleTableTests {
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("shared/real-data").path

  private static func has(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: folder + "/" + name)
  }

  @Test(.enabled(if: has("cycle-table/p492-13-summary.csv"), "the measurements are not here"))
  func `the table of a pouch cell has the values of another reader`() throws {
    let reading = try CycleTableFile.read(path: Self.folder + "/cycle-table/p492-13-summary.csv")
    #expect(reading.cycles.count == 267)
    let second = reading.cycles[1]
    #expect(second.label == "Capacity check")
    #expect(second.charge.capacity == AmpereHours(0.02187029))
    #expect(second.discharge.capacity == AmpereHours(0.02173834))
    // MATLAB's day 737792.515983796 is 2020-01-02 12:23:01.
    #expect(abs((second.startUnixTime ?? 0) - 1_577_967_781) < 1)
    #expect(reading.cycles[6].charge.capacity == nil)
  }

  @Test(.enabled(if: has("cycle-table/cell1.csv"), "the measurements are not here"))
  func `the grid of an early-prediction study has the capacities of another reader`() throws {
    let reading = try CycleTableFile.read(path: Self.folder + "/cycle-table/cell1.csv")
    #expect(reading.cycles.count == 99)
    #expect(reading.cycles[0].discharge.capacity == AmpereHours(1.0544))
    #expect(reading.cycles[98].discharge.capacity == AmpereHours(1.0595))
  }
}
