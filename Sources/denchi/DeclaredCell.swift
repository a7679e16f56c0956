import Assessment
import CellData
import RunFiles

/// A declaration with the bytes that it was read from.
struct DeclaredCell {
  var cell: Cell
  var file: ReportCellFile
  var bytes: [UInt8]
  /// The folder in which the files lie that the declaration names, with a stroke at its end.
  private var folder: String

  init(path: String) throws(Failure) {
    let bytes: [UInt8]
    do {
      bytes = try CellFile.contents(of: path)
    } catch {
      throw Failure(.badInput, cause: error)
    }
    try self.init(
      bytes: bytes, name: path,
      folder: path.lastIndex(of: "/").map { String(path[...$0]) } ?? "")
  }

  /// A declaration that lies in an archive beside its run, under the run's name as an input.
  init(bytes: [UInt8], name: String, folder: String = "") throws(Failure) {
    do {
      cell = try CellFile.cell(from: bytes, path: name)
    } catch {
      throw Failure(.badInput, cause: error)
    }
    file = ReportCellFile(
      name: name.split(separator: "/").last.map(String.init) ?? name,
      sha256: BytesDigest.sha256(of: bytes), bytes: bytes.count)
    self.bytes = bytes
    self.folder = folder
  }

  /// The half-cell curves that the declaration names; nil where it names none.
  func halfCells() throws(Failure) -> DeclaredHalfCells? {
    try cell.halfCells.map { files throws(Failure) in try DeclaredHalfCells(files, folder: folder) }
  }
}
