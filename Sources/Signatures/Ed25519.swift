internal import CCrypto

/// Ed25519 signatures (RFC 8032), computed by libcrypto.
public enum Ed25519 {
  public static let keyLength = 32
  public static let signatureLength = 64

  /// Whether the system's libcrypto offers Ed25519; one that is locked to older standards may not.
  ///
  /// Ask before making a key or a signature: without it both end the program.
  public static let isOffered: Bool = {
    let seed = [UInt8](repeating: 1, count: keyLength)
    let key = unsafe EVP_PKEY_new_raw_private_key(kind, nil, seed, seed.count)
    defer { unsafe EVP_PKEY_free(key) }
    return unsafe key != nil
  }()

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

    /// Nil unless there are exactly 32 bytes, and for the few points under which anybody can make
    /// a signature that fits any message.
    public init?(bytes: [UInt8]) {
      guard bytes.count == Ed25519.keyLength, !Self.isOfSmallOrder(bytes) else { return nil }
      self.bytes = bytes
    }

    init(checked bytes: [UInt8]) { self.bytes = bytes }

    /// Whether eight times the point is zero: libcrypto takes such keys, and libsodium does not.
    private static func isOfSmallOrder(_ bytes: [UInt8]) -> Bool {
      // The sign of x stands in the highest bit; each of these y has one or two points.
      var y = bytes
      y[Ed25519.keyLength - 1] &= 0x7F
      return smallOrder.contains(y)
    }

    /// The y of the eight points, y = 0 and ±1 and two of order 8, and 0 and 1 again as p and p + 1.
    private static let smallOrder: Set<[UInt8]> = {
      func ends(_ first: UInt8, _ middle: UInt8, _ last: UInt8) -> [UInt8] {
        [first] + [UInt8](repeating: middle, count: Ed25519.keyLength - 2) + [last]
      }
      return [
        ends(0x00, 0x00, 0x00), ends(0x01, 0x00, 0x00), ends(0xEC, 0xFF, 0x7F),
        ends(0xED, 0xFF, 0x7F), ends(0xEE, 0xFF, 0x7F), eighth, oppositeEighth,
      ]
    }()

    private static let eighth: [UInt8] = [
      0x26, 0xE8, 0x95, 0x8F, 0xC2, 0xB2, 0x27, 0xB0, 0x45, 0xC3, 0xF4, 0x89, 0xF2, 0xEF, 0x98,
      0xF0, 0xD5, 0xDF, 0xAC, 0x05, 0xD3, 0xC6, 0x33, 0x39, 0xB1, 0x38, 0x02, 0x88, 0x6D, 0x53,
      0xFC, 0x05,
    ]
    private static let oppositeEighth: [UInt8] = [
      0xC7, 0x17, 0x6A, 0x70, 0x3D, 0x4D, 0xD8, 0x4F, 0xBA, 0x3C, 0x0B, 0x76, 0x0D, 0x10, 0x67,
      0x0F, 0x2A, 0x20, 0x53, 0xFA, 0x2C, 0x39, 0xCC, 0xC6, 0x4E, 0xC7, 0xFD, 0x77, 0x92, 0xAC,
      0x03, 0x7A,
    ]

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
