/// The way in: any file of a run, recognised by its content.
public enum RunFile {
  /// Opens a file and finds out what its columns are; no sample is read yet.
  ///
  /// The file's name decides nothing. Errors name the file, what was found and what to do.
  ///
  /// - Complexity: O(1) in the file's length; about 8 MiB of memory while the reader lives.
  ///   Binary formats are read whole.
  public static func open(
    path: String, options: ReadOptions = ReadOptions()
  ) throws(RunFileError) -> any RunReader {
    let file = FileBytes(try OpenFile(path: path))
    let head = try file.head(4096)
    if FormatCatalogue.mayBeBinary(head) {
      return try openBinary(file, options: options)
    }
    if let found = FormatCatalogue.otherKind(head) {
      throw .unknownFormat(path: path, found: found)
    }
    let isPacked = try file.startsWith(GzipBytes.magic)
    // A thread costs more than it saves where the whole file fits into a few reads.
    let stored: any ByteSource =
      file.sizeAtStart ?? .max < 4 << 20 ? file : try ReadAheadBytes(file)
    var source: any ByteSource = isPacked ? try GzipBytes(stored, path: path) : stored
    if let filter = FormatCatalogue.filter(for: head) { source = FilteredBytes(source, filter) }
    return try DelimitedReader(source, path: path, options: options)
  }

  private static func openBinary(
    _ source: FileBytes, options: ReadOptions
  ) throws(RunFileError) -> any RunReader {
    let path = source.path
    let file = try BinaryFile(path: path, bytes: BinaryFile.bytes(of: source))
    if Spreadsheet.recognises(file) {
      return try Spreadsheet.open(file, digest: source.digest, options: options)
    }
    guard let format = FormatCatalogue.format(of: file) else {
      throw .unknownFormat(path: path, found: file.kind)
    }
    return try DecodedRunReader(
      format.decode(file), digest: source.digest, path: path, options: options)
  }

  /// The name of a path without its folders.
  static func name(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}
