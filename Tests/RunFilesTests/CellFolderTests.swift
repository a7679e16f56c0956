import CellData
import Testing

@testable import RunFiles

struct CellFolderTests {
  private let table = "Test Time / s,Voltage / V,Current / A\n0,3.7,0.1\n"

  @Test func `a folder gives its data files by name and the rest with a reason`() throws {
    let folder = try TemporaryFolder()
    for name in ["b.csv", "a.txt", "10.bdf", "noextension"] { _ = try folder.write(name, table) }
    for name in [".hidden.csv", "expected.json", "ORIGIN.md"] { _ = try folder.write(name, table) }
    _ = try folder.write("cell.json", "{}")
    _ = try folder.write("notes.txt", "nothing here\n")
    let found = try CellFolder(path: folder.path)
    let names = ["10.bdf", "a.txt", "b.csv", "noextension"]
    #expect(found.dataFiles == names.map { folder.path + "/" + $0 })
    #expect(found.cellFile == folder.path + "/cell.json")
    #expect(found.otherFiles.map(\.path) == [folder.path + "/notes.txt"])
    #expect(try CellFolder(path: folder.path + "/").dataFiles.count == 4)
  }

  @Test func `a single file is taken with the declaration beside it`() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("a.csv", table)
    #expect(try CellFolder(path: file).cellFile == nil)
    _ = try folder.write("cell.json", "{}")
    let found = try CellFolder(path: file)
    #expect(found.dataFiles == [file])
    #expect(found.cellFile == folder.path + "/cell.json")
  }

  @Test func `a path that is not there is an error`() throws {
    #expect(throws: RunFileError.self) { try CellFolder(path: "/nowhere/at/all") }
  }
}
