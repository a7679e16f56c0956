import CellData

/// The bytes of one file in order, unpacked where it is compressed.
protocol ByteSource: AnyObject {
  /// Fills the beginning of `target`; returns how many bytes, 0 only at the end of the file.
  func read(into target: UnsafeMutableRawBufferPointer) throws(RunFileError) -> Int

  /// Size and SHA-256 of the file as stored; complete once `read` has returned 0.
  var digest: FileDigest { get }

  /// Whether the bytes are unpacked on the way, so that damage shows only at their end.
  var isPacked: Bool { get }
}

extension ByteSource {
  var isPacked: Bool { false }
}

/// A text that stands for something else: a filtered file, or the sheets of a workbook.
protocol NamedSource: ByteSource {
  /// What the format is called in reports.
  var formatName: String { get }
  /// What was noticed; complete once `read` has returned 0.
  var findings: [QualityFinding] { get }
}
