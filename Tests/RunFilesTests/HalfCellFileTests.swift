import CellData
import Testing

@testable import RunFiles

struct HalfCellFileTests {
  private func read(_ text: String) throws -> HalfCellReading {
    let folder = try TemporaryFolder()
    return try HalfCellFile.read(path: folder.write("half.csv", text))
  }

  @Test func `a stoichiometry is taken as written`() throws {
    let reading = try read("x,Voltage (mV)\n0.2,4200\n0.4,4000\n,\n0.6,3900\n")
    #expect(reading.lithiation == [0.2, 0.4, 0.6])
    #expect(zip(reading.voltage, [4.2, 4.0, 3.9]).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(reading.scale == .stoichiometry)
  }

  @Test(arguments: ["0,4\n50,3.8\n100,3.5\n", "100,4\n50,3.8\n0,3.5\n"])
  func `a capacity becomes a lithiation along which the voltage falls`(rows: String) throws {
    let reading = try read("Capacity (mAh/g)\tPotential / V\n".replacing("\t", with: ",") + rows)
    #expect(reading.lithiation == [0, 0.5, 1])
    #expect(reading.scale == .capacity)
  }

  @Test func `a file without the two columns is an error that says what is wanted`() throws {
    do {
      _ = try read("time,current\n1,2\n")
      Issue.record("it was read")
    } catch let error as RunFileError {
      #expect("\(error)".contains("a stoichiometry (or capacity) and a voltage"))
    }
  }

  private func cell(_ text: String) throws -> Cell {
    try CellFile.cell(from: Array(text.utf8), path: "cell.json")
  }

  @Test func `cell.json names both curves or is refused`() throws {
    let cell = try cell(#"{"halfCells": {"positive": "nmc.csv", "negative": "graphite.csv"}}"#)
    #expect(cell.halfCells == Cell.HalfCellFiles(positive: "nmc.csv", negative: "graphite.csv"))
    for bad in [
      #"{"halfCells": {"positive": "nmc.csv"}}"#,
      #"{"halfCells": {"positive": "a/b.csv", "negative": "c.csv"}}"#,
      #"{"halfCells": {"positive": "a.csv", "negative": "a.csv"}}"#,
      #"{"halfCells": {"cathode": "a.csv"}}"#,
    ] {
      #expect(throws: CellFileError.self) { try self.cell(bad) }
    }
  }
}
