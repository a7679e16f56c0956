internal import CCrypto

/// Ed25519 signatures (RFC 8032), computed by libcrypto.
public enum Ed25519 {
  public static let keyLength = 32
  public static let signatureLength = 64

  /// A private key: 32 secret bytes.
  public struct PrivateKey: Sendable, Equatable {
    let seed: [UInt8]

    /// Nil unless there are exactly 32 bytes.
    public init?(seed: [UInt8]) {
      guard seed.count == Ed25519.keyLength else { return nil }
      self.seed = seed
    }

    /// A new key from the system's source of randomness.
    public static func random() -> PrivateKey {
      var generator = SystemRandomNumberGenerator()
      let seed = (0..<Ed25519.keyLength).map { _ in UInt8.random(in: 0...255, using: &generator) }
      return PrivateKey(checked: seed)
    }

    private init(checked seed: [UInt8]) { self.seed = seed }

    /// The public key that belongs to it.
    public var publicKey: PublicKey {
      let key = unsafe EVP_PKEY_new_raw_private_key(Ed25519.kind, nil, seed, seed.count)
      defer { unsafe EVP_PKEY_free(key) }
      var bytes = [UInt8](repeating: 0, count: Ed25519.keyLength)
      var count = bytes.count
      unsafe precondition(
        key != nil && EVP_PKEY_get_raw_public_key(key, &bytes, &count) == 1
          && count == Ed25519.keyLength, "libcrypto offers no Ed25519")
      return PublicKey(checked: bytes)
    }

    /// The signature of a message: 64 bytes, the same for the same message.
    public func signature(of message: [UInt8]) -> [UInt8] {
      let key = unsafe EVP_PKEY_new_raw_private_key(Ed25519.kind, nil, seed, seed.count)
      let context = unsafe EVP_MD_CTX_new()
      defer {
        unsafe EVP_MD_CTX_free(context)
        unsafe EVP_PKEY_free(key)
      }
      var signature = [UInt8](repeating: 0, count: Ed25519.signatureLength)
      var count = signature.count
      unsafe precondition(
        key != nil && EVP_DigestSignInit(context, nil, nil, nil, key) == 1
          && EVP_DigestSign(context, &signature, &count, message, message.count) == 1
          && count == Ed25519.signatureLength, "libcrypto cannot sign")
      return signature
    }
  }

  /// A public key: 32 bytes that anyone may know.
  public struct PublicKey: Sendable, Equatable {
    public let bytes: [UInt8]

    /// Nil unless there are exactly 32 bytes.
    public init?(bytes: [UInt8]) {
      guard bytes.count == Ed25519.keyLength else { return nil }
      self.bytes = bytes
    }

    init(checked bytes: [UInt8]) { self.bytes = bytes }

    /// Whether the signature was made of exactly this message with the private key of this one.
    public func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
      guard signature.count == Ed25519.signatureLength else { return false }
      let key = unsafe EVP_PKEY_new_raw_public_key(Ed25519.kind, nil, bytes, bytes.count)
      let context = unsafe EVP_MD_CTX_new()
      defer {
        unsafe EVP_MD_CTX_free(context)
        unsafe EVP_PKEY_free(key)
      }
      guard unsafe key != nil, unsafe EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1 else {
        return false
      }
      return unsafe EVP_DigestVerify(
        context, signature, signature.count, message, message.count) == 1
    }
  }

  private static let kind = EVP_PKEY_ED25519
}
