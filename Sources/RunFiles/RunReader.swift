public import CellData

/// A source of columns: some foreign file, read chunk by chunk.
///
/// Conversion to stored units and sign is done here and nowhere else. A reader is used by one
/// caller at a time; its memory does not grow with the length of the file.
public protocol RunReader: AnyObject {
  /// What was recognised; complete as soon as the reader exists.
  var description: RunDescription { get }

  /// Fills `chunk` with the next samples; false, and an empty chunk, when there are none left.
  func read(into chunk: inout RunChunk) throws(RunFileError) -> Bool

  /// What the reader noticed, such as a cut last line; complete after the last `read`.
  var findings: [QualityFinding] { get }

  /// Size and SHA-256 of the file's bytes as stored (not unpacked); complete after the last `read`.
  var digest: FileDigest { get }
}

/// Which bytes were read.
public struct FileDigest: Sendable, Equatable {
  public var bytes: Int
  /// 64 lowercase hexadecimal digits.
  public var sha256: String

  public init(bytes: Int, sha256: String) {
    self.bytes = bytes
    self.sha256 = sha256
  }
}
