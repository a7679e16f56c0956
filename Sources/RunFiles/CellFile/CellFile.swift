public import CellData
import DeclaredText

/// The file `cell.json`: what a person declares of a cell.
public enum CellFile {
  /// The name under which the file lies in a cell's folder.
  public static let name = "cell.json"
  /// The largest file that is read, in bytes.
  public static let sizeLimit = 1 << 20

  /// Reads a declaration; whatever it does not say stays nil.
  ///
  /// Numbers keep the digits that were written. `null` is the same as leaving a key out. Every
  /// other deviation is an error that names the key.
  public static func read(path: String) throws(CellFileError) -> Cell {
    try cell(from: contents(of: path), path: path)
  }

  /// The bytes of a declaration as they lie in the file.
  public static func contents(of path: String) throws(CellFileError) -> [UInt8] {
    let bytes = try bytes(of: path)
    guard bytes.count <= sizeLimit else {
      throw .tooLarge(path: path, bytes: bytes.count, limit: sizeLimit)
    }
    return bytes
  }

  /// Reads a declaration from the bytes of a file; `path` is for messages.
  public static func cell(from bytes: [UInt8], path: String) throws(CellFileError) -> Cell {
    let node: JSONNode
    do {
      node = try JSONParser.parse(bytes)
    } catch {
      let (line, column) = TextPlace.of(error.offset, in: bytes)
      throw .malformed(
        path: path, line: line, column: column, found: error.found, expected: error.expected)
    }
    do {
      return try CellDeclaration.cell(from: node)
    } catch {
      let (line, _) = TextPlace.of(error.offset, in: bytes)
      switch error.fault {
      case .unknownKey(let nearest, let known):
        throw .unknownKey(path: path, line: line, key: error.key, nearest: nearest, known: known)
      case .repeatedKey: throw .repeatedKey(path: path, line: line, key: error.key)
      case .badValue(let found, let expected):
        throw .badValue(path: path, line: line, key: error.key, found: found, expected: expected)
      }
    }
  }

  private static func bytes(of path: String) throws(CellFileError) -> [UInt8] {
    do throws(RunFileError) {
      let file = try OpenFile(path: path)
      let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
      defer { unsafe piece.deallocate() }
      var bytes: [UInt8] = []
      while bytes.count <= sizeLimit {
        let count = try unsafe file.read(into: piece)
        if count == 0 { return bytes }
        unsafe bytes.append(contentsOf: piece[..<count])
      }
      return bytes
    } catch {
      guard case .unreadable(_, let reason) = error else {
        throw .unreadable(path: path, reason: error.description)
      }
      throw .unreadable(path: path, reason: reason)
    }
  }
}
