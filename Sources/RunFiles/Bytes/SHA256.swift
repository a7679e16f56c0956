internal import CCrypto

/// The SHA-256 of bytes that come piece by piece (FIPS 180-4), computed by libcrypto.
@safe
struct SHA256: ~Copyable {
  private let context: OpaquePointer?

  init() {
    unsafe context = EVP_MD_CTX_new()
    unsafe precondition(
      context != nil && EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1,
      "libcrypto offers no SHA-256")
  }

  deinit { unsafe EVP_MD_CTX_free(context) }

  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    _ = unsafe EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
  }

  /// 64 lowercase hexadecimal digits; more bytes may follow.
  func hexadecimal() -> String {
    let copy = unsafe EVP_MD_CTX_new()
    defer { unsafe EVP_MD_CTX_free(copy) }
    var bytes = [UInt8](repeating: 0, count: 32)
    var count: UInt32 = 0
    unsafe precondition(
      EVP_MD_CTX_copy_ex(copy, context) == 1
        && EVP_DigestFinal_ex(copy, &bytes, &count) == 1 && count == 32,
      "libcrypto lost a SHA-256")
    let digits = Array("0123456789abcdef".unicodeScalars)
    var text = String.UnicodeScalarView()
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(text)
  }
}
