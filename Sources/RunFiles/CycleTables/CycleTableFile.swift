public import CellData

/// The cycles of one file, and what was noticed in reading them.
public struct CycleTableReading: Sendable, Equatable {
  public var format: String
  public var cycles: [TabulatedCycle]
  public var columns: [TableColumn]
  /// The labels of columns that were not used.
  public var otherColumns: [String]
  public var findings: [QualityFinding]
  public var digest: FileDigest

  /// What a column was taken for, in which unit.
  public struct TableColumn: Sendable, Equatable {
    public var meaning: String
    public var label: String
    public var unit: String
  }
}

/// The way in for tables that hold one row a cycle, recognised by their content.
public enum CycleTableFile {
  /// The longest file that is read, in bytes: a hundred thousand cycles in wide tables.
  public static let byteLimit = 64 << 20
  /// The longest line: ten thousand cycles side by side.
  static let lineLimit = 1 << 18

  /// Whether the file is a table of cycles and no run.
  ///
  /// - Complexity: O(1) for runs of text and for binary files, else O(length).
  public static func isCycleTable(path: String) -> Bool {
    // A long run is not read for this: whatever opens as a run is one.
    guard let file = try? OpenFile(path: path), let head = try? FileBytes(file).head(4096),
      !head.contains(0), (try? RunFile.open(path: path)) == nil,
      let text = try? contents(path).text
    else { return false }
    return CycleTable(text) != nil || CapacityGrid(text) != nil
  }

  /// Reads all cycles of a file.
  ///
  /// - Complexity: O(length); the whole file is held in memory, at most ``byteLimit``.
  public static func read(path: String) throws(RunFileError) -> CycleTableReading {
    let (text, digest) = try contents(path)
    if let table = CycleTable(text) { return try table.reading(digest) }
    if let grid = CapacityGrid(text) { return grid.reading(digest) }
    throw .unknownFormat(
      path: path, found: "text without a line that names a cycle and its capacity")
  }

  /// The lines of a small text file with the digest of its bytes.
  static func contents(
    _ path: String
  ) throws(RunFileError) -> (text: SpectrumText, digest: FileDigest) {
    let source = FileBytes(try OpenFile(path: path))
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let answer: Result<Int, RunFileError> = unsafe piece.withUnsafeMutableBytes { buffer in
        Result { () throws(RunFileError) in unsafe try source.read(into: buffer) }
      }
      let count = try answer.get()
      if count == 0 { break }
      bytes.append(contentsOf: piece[..<count])
      guard bytes.count <= byteLimit else {
        throw .unreadable(path: path, reason: "a table of cycles has at most \(byteLimit) bytes")
      }
    }
    return (SpectrumText(bytes, path: path, lineLimit: lineLimit), source.digest)
  }
}

extension SpectrumText {
  /// Whether bytes that no text holds stand near the beginning.
  var isBinary: Bool { bytes.prefix(4096).contains(0) }
}
