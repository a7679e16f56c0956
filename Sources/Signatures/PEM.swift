#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Keys as text files that `openssl pkey` reads and writes too (RFC 7468, RFC 8410).
extension Ed25519.PrivateKey {
  private static let prefix: [UInt8] = [
    0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
  ]

  /// The key as PKCS #8; nobody else may read the file.
  public var pem: String { PEM.text("PRIVATE KEY", Self.prefix + seed) }

  /// Nil for anything but one Ed25519 private key without a password.
  public init?(pem: String) {
    guard let seed = PEM.key("PRIVATE KEY", in: pem, after: Self.prefix) else { return nil }
    self.init(seed: seed)
  }
}

extension Ed25519.PublicKey {
  private static let prefix: [UInt8] = [
    0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00,
  ]

  public var pem: String { PEM.text("PUBLIC KEY", Self.prefix + bytes) }

  /// Nil for anything but one Ed25519 public key.
  public init?(pem: String) {
    guard let bytes = PEM.key("PUBLIC KEY", in: pem, after: Self.prefix) else { return nil }
    self.init(bytes: bytes)
  }

  public var base64: String { Data(bytes).base64EncodedString() }

  public init?(base64: String) {
    guard let data = Data(base64Encoded: base64) else { return nil }
    self.init(bytes: [UInt8](data))
  }
}

private enum PEM {
  static func text(_ label: String, _ bytes: [UInt8]) -> String {
    let body = Data(bytes).base64EncodedString()
    return "-----BEGIN \(label)-----\n\(body)\n-----END \(label)-----\n"
  }

  static func key(_ label: String, in text: String, after prefix: [UInt8]) -> [UInt8]? {
    let lines = text.split(whereSeparator: \.isNewline)
    guard lines.first == "-----BEGIN \(label)-----", lines.last == "-----END \(label)-----",
      let data = Data(base64Encoded: lines.dropFirst().dropLast().joined()),
      data.starts(with: prefix), data.count == prefix.count + Ed25519.keyLength
    else { return nil }
    return [UInt8](data.dropFirst(prefix.count))
  }
}
