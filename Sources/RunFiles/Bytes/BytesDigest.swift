/// The SHA-256 of bytes that are in memory already.
public enum BytesDigest {
  /// 64 lowercase hexadecimal digits.
  public static func sha256(of bytes: [UInt8]) -> String {
    var hash = SHA256()
    unsafe bytes.withUnsafeBytes { unsafe hash.update($0) }
    return hash.hexadecimal()
  }
}

extension RunFile {
  /// Size and SHA-256 of a file's bytes as stored, whatever they are.
  ///
  /// - Parameter path: of the file; the name of a run behind a `#` is left out.
  /// - Complexity: O(length), one pass in pieces of 1 MiB.
  public static func digest(path: String) throws(RunFileError) -> FileDigest {
    let source = FileBytes(try OpenFile(path: FilePlace(path).path))
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { unsafe piece.deallocate() }
    while try unsafe source.read(into: piece) > 0 {}
    return source.digest
  }
}
