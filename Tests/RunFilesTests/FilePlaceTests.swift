import Testing

@testable import RunFiles

struct FilePlaceTests {
  @Test func `a run's name stands behind the last #`() {
    #expect(FilePlace("a/b.mat#T25.slow") == FilePlace(path: "a/b.mat", part: "T25.slow"))
    #expect(FilePlace("a/b.mat") == FilePlace(path: "a/b.mat", part: nil))
    #expect(FilePlace("a/b.mat#").part == nil)
  }

  @Test func `a file whose own name holds a # is found`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("run#1.csv", "Time/s,Voltage/V,Current/A\n0,1,2\n")
    #expect(FilePlace(path) == FilePlace(path: path, part: nil))
    #expect(try ReadRun(path: path).count == 1)
  }

  @Test func `whole words from the beginning of one name are enough`() throws {
    let parts = ["T0.slow", "T25.slow", "T25.fast"]
    #expect(try FilePlace("f#T0").choose(among: parts) == "T0.slow")
    #expect(throws: RunFileError.severalRuns(path: "f", parts: ["T25.slow", "T25.fast"])) {
      try FilePlace("f#T25").choose(among: parts)
    }
    #expect(throws: RunFileError.self) { try FilePlace("f#T2").choose(among: parts) }
  }

  @Test func `no name from inside a file leads anywhere`() {
    #expect(RunFile.plainName(of: "in/a.mat#../../etc/passwd") == "a.mat..._.._etc_passwd")
    #expect(RunFile.plainName(of: "in/a.mat#b\\c:d") == "a.mat.b_c_d")
    #expect(RunFile.plainName(of: "in/a.mat#T25.slow") == "a.mat.T25.slow")
  }
}
