import Assessment
import CellData
import RunFiles

/// A declaration with the bytes that it was read from.
struct DeclaredCell {
  var cell: Cell
  var file: ReportCellFile
  /// The folder in which the files lie that the declaration names, with a stroke at its end.
  private var folder: String

  init(path: String) throws(Failure) {
    do {
      let bytes = try CellFile.contents(of: path)
      cell = try CellFile.cell(from: bytes, path: path)
      folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
      let name = path.split(separator: "/").last.map(String.init) ?? path
      file = ReportCellFile(
        name: name, sha256: BytesDigest.sha256(of: bytes), bytes: bytes.count)
    } catch {
      throw Failure(.badInput, "\(error)")
    }
  }

  /// The half-cell curves that the declaration names; nil where it names none.
  func halfCells() throws(Failure) -> DeclaredHalfCells? {
    try cell.halfCells.map { files throws(Failure) in try DeclaredHalfCells(files, folder: folder) }
  }
}
