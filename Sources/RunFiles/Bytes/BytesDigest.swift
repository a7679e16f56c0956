/// The SHA-256 of bytes that are in memory already.
public enum BytesDigest {
  /// 64 lowercase hexadecimal digits.
  public static func sha256(of bytes: [UInt8]) -> String {
    var hash = SHA256()
    unsafe bytes.withUnsafeBytes { unsafe hash.update($0) }
    return hash.hexadecimal()
  }
}
