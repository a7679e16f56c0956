import CellData
import Testing

@testable import RunFiles

struct MATLABFileTests {
  @Test(arguments: ["mat/plain.mat", "mat/packed.mat"])
  func `a structure with vectors for time, voltage and current is a run`(seed: String) throws {
    let run = try ReadRun(seed: seed, part: "fast")
    #expect(run.description.name == "run#fast")
    #expect(run[.time] == [0, 1, 2, 3, 4])
    #expect(run[.voltage] == [4, 3.75, 3.5, 3.25, 3])
    #expect(run[.current] == [-1, -1, -1, -1, -1])
    #expect(run[.stepNumber] == [0, 1, 2, 3, 4])
    // One letter a record: a pause, then discharge.
    #expect(run[.direction] == [0, -1, -1, -1, -1])
  }

  @Test func `a file with several runs names them, and the nearest name to a wrong one`() throws {
    let all = #expect(throws: RunFileError.self) { try ReadRun(seed: "mat/plain.mat") }
    #expect(all?.description.contains("“slow”, “fast”") == true)
    let wrong = #expect(throws: RunFileError.self) {
      try ReadRun(seed: "mat/plain.mat", part: "fasst")
    }
    #expect(wrong?.description.contains("#fast”?") == true)
  }

  @Test func `names are shortened by what all have in common`() {
    let names = [
      ["rates", "T0", "slow", "data"], ["rates", "T0", "fast", "data"],
      ["rates", "T25", "slow", "data"],
    ]
    #expect(MATLABFile.shortened(names) == ["T0.slow", "T0.fast", "T25.slow"])
    #expect(MATLABFile.shortened([["a", "b"]]) == ["a.b"])
    #expect(MATLABFile.shortened([["a", "b"], ["a", "b"]]) == ["b", "b_2"])
  }

  @Test func `a packed variable that breaks off is refused with its place`() throws {
    var bytes = try FuzzingCorpus.file("mat/packed.mat").bytes()
    bytes[150] ^= 0xFF
    let error = #expect(throws: RunFileError.self) { try ReadRun(bytes: bytes) }
    #expect(error?.description.contains("byte 136") == true)
  }

  @Test func `a file of MATLAB 7_3 is refused with the way to write another`() {
    let error = #expect(throws: RunFileError.self) { try ReadRun("MATLAB 7.3 MAT-file, rest") }
    #expect(error?.description.contains("save -v7") == true)
  }
}
