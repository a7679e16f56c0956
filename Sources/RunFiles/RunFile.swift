import CellData

/// The way in: any file of a run, recognised by its content.
public enum RunFile {
  /// Opens a file and finds out what its columns are; no sample is read yet.
  ///
  /// The file's name decides nothing. One of several runs in a file is named behind the path:
  /// `rates.mat#T25.cRate_1C`. Errors name the file, what was found and what to do.
  ///
  /// - Complexity: O(1) in the file's length; about 8 MiB of memory while the reader lives.
  ///   Binary formats are read whole.
  public static func open(
    path: String, options: ReadOptions = ReadOptions()
  ) throws(RunFileError) -> any RunReader {
    let place = FilePlace(path)
    return try open(FileBytes(try OpenFile(path: place.path)), place, options: options)
  }

  /// The runs of a file, each as a path that ``open(path:options:)`` takes.
  ///
  /// - Returns: the path itself where the file holds one run, or cannot be read as a run.
  public static func runs(
    path: String, options: ReadOptions = ReadOptions()
  ) throws(RunFileError) -> [String] {
    let head = try FileBytes(try OpenFile(path: FilePlace(path).path)).head(4096)
    guard FormatCatalogue.mayHoldSeveralRuns(head) else { return [path] }
    do throws(RunFileError) {
      let reader = try open(path: path, options: options)
      // In a text only its end tells.
      var chunk = RunChunk()
      while reader is DelimitedReader, try reader.read(into: &chunk) {}
      return [path]
    } catch {
      guard case .severalRuns(let file, let parts) = error else { throw error }
      return parts.map { FilePlace(path: file, part: $0).text }
    }
  }

  /// The name under which a run can lie beside others: that of its file, and of the run in it.
  ///
  /// What a file says of its runs never leads anywhere: of a run's name only letters, digits and
  /// `.`, `_`, `-` are taken.
  public static func plainName(of path: String) -> String {
    let place = FilePlace(path)
    let file = name(of: place.path)
    guard let part = place.part else { return file }
    let allowed = part.unicodeScalars.map { letter -> Character in
      let isPlain =
        letter.isASCII && (Byte.isLetter(UInt8(letter.value)) || Byte.isDigit(UInt8(letter.value)))
      return isPlain || "._-".unicodeScalars.contains(letter) ? Character(letter) : "_"
    }
    return "\(file).\(String(allowed))"
  }

  private static func open(
    _ file: FileBytes, _ place: FilePlace, options: ReadOptions
  ) throws(RunFileError) -> any RunReader {
    let head = try file.head(4096)
    if FormatCatalogue.mayBeBinary(head) {
      return try openBinary(file, place, options: options)
    }
    if let found = FormatCatalogue.otherKind(head) {
      throw .unknownFormat(path: place.path, found: found)
    }
    let isPacked = try file.startsWith(GzipBytes.magic)
    // A thread costs more than it saves where the whole file fits into a few reads.
    let stored: any ByteSource =
      file.sizeAtStart ?? .max < 4 << 20 ? file : try ReadAheadBytes(file)
    return try openText(
      isPacked ? try GzipBytes(stored, path: place.path) : stored, place, options: options)
  }

  private static func openText(
    _ source: any ByteSource, _ place: FilePlace, options: ReadOptions
  ) throws(RunFileError) -> any RunReader {
    let text = try PeekedBytes(source, count: 4096)
    let filter = FormatCatalogue.filter(for: text.head)
    if let part = place.part, filter.map({ type(of: $0).hasParts }) != true {
      throw .unknownPart(path: place.path, part: part, nearest: nil)
    }
    let table: any ByteSource = filter.map { FilteredBytes(text, $0, place) } ?? text
    return try DelimitedReader(table, path: place.text, options: options)
  }

  private static func openBinary(
    _ source: FileBytes, _ place: FilePlace, options: ReadOptions
  ) throws(RunFileError) -> any RunReader {
    try openBinary(try BinaryFile.bytes(of: source), place, options: options)
  }

  private static func openBinary(
    _ bytes: ByteImage, _ place: FilePlace, options: ReadOptions
  ) throws(RunFileError) -> any RunReader {
    let file = try BinaryFile(place, bytes: bytes, options: options)
    let isSheet = Spreadsheet.recognises(file)
    let format = isSheet ? nil : FormatCatalogue.format(of: file)
    if let part = place.part, format?.hasParts != true {
      throw .unknownPart(path: place.path, part: part, nearest: nil)
    }
    if isSheet { return try Spreadsheet.open(file, options: options) }
    guard let format else { throw .unknownFormat(path: place.path, found: file.kind) }
    return try DecodedRunReader(
      format.decode(file), of: bytes, path: place.text, options: options)
  }

  /// The name of a path without its folders.
  static func name(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}

extension RunFile {
  /// Opens a file whose bytes are in memory already.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - path: the name in messages; nothing is read from there.
  ///   - options: how the file is read.
  public static func open(
    bytes: [UInt8], path: String, options: ReadOptions = ReadOptions()
  ) throws(RunFileError) -> any RunReader {
    let head = Array(bytes.prefix(4096))
    let place = FilePlace(path: path, part: nil)
    if FormatCatalogue.mayBeBinary(head) {
      return try openBinary(ByteImage(bytes), place, options: options)
    }
    if let found = FormatCatalogue.otherKind(head) {
      throw .unknownFormat(path: path, found: found)
    }
    let stored = MemoryBytes(bytes)
    return try openText(
      head.starts(with: GzipBytes.magic) ? try GzipBytes(stored, path: path) : stored, place,
      options: options)
  }
}
