import Assessment
import CellData
import RunFiles

/// A declaration with the bytes that it was read from.
struct DeclaredCell {
  var cell: Cell
  var file: ReportCellFile
  var bytes: [UInt8]

  init(path: String) throws(Failure) {
    do {
      bytes = try CellFile.contents(of: path)
      cell = try CellFile.cell(from: bytes, path: path)
      let name = path.split(separator: "/").last.map(String.init) ?? path
      file = ReportCellFile(
        name: name, sha256: BytesDigest.sha256(of: bytes), bytes: bytes.count)
    } catch {
      throw Failure(.badInput, "\(error)")
    }
  }
}
