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
      let bytes = try CellFile.contents(of: path)
      self = try Self.declared(bytes, path: path)
    } catch {
      throw Failure(.badInput, "\(error)")
    }
  }

  /// A declaration that lies in an archive beside its run, under the run's name as an input.
  init(bytes: [UInt8], name: String) throws(Failure) {
    do {
      self = try Self.declared(bytes, path: name)
    } catch {
      throw Failure(.badInput, "\(error)")
    }
  }

  private init(cell: Cell, file: ReportCellFile, bytes: [UInt8]) {
    self.cell = cell
    self.file = file
    self.bytes = bytes
  }

  private static func declared(_ bytes: [UInt8], path: String) throws(CellFileError) -> Self {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return Self(
      cell: try CellFile.cell(from: bytes, path: path),
      file: ReportCellFile(
        name: name, sha256: BytesDigest.sha256(of: bytes), bytes: bytes.count), bytes: bytes)
  }
}
