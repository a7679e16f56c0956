/// The bytes of one file in order, unpacked where it is compressed.
protocol ByteSource: AnyObject {
  /// Fills the beginning of `target`; returns how many bytes, 0 only at the end of the file.
  func read(into target: UnsafeMutableRawBufferPointer) throws(RunFileError) -> Int

  /// Size and SHA-256 of the file as stored; complete once `read` has returned 0.
  var digest: FileDigest { get }
}
