#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// A signature in a file of its own beside the report: `report.json.sig`.
public struct DetachedSignature: Sendable, Equatable, Codable {
  public var algorithm: String
  /// Base64 of the 32 bytes of the public key.
  public var publicKey: String
  /// Base64 of the 64 bytes of the signature.
  public var signature: String

  public static let suffix = ".sig"
  static let algorithm = "Ed25519"

  public init(of message: [UInt8], by key: Ed25519.PrivateKey) {
    algorithm = Self.algorithm
    publicKey = key.publicKey.base64
    signature = Data(key.signature(of: message)).base64EncodedString()
  }

  /// Reads the file's text; nil unless it is exactly what ``json`` would write.
  ///
  /// One text for one signature, so that no byte of the file can change unseen.
  public init?(json: [UInt8]) {
    guard let read = try? JSONDecoder().decode(Self.self, from: Data(json)), read.json == json
    else {
      return nil
    }
    self = read
  }

  /// The file's text: one line of JSON.
  public var json: [UInt8] {
    Array(
      """
      {"algorithm": "\(algorithm)", "publicKey": "\(publicKey)", "signature": "\(signature)"}

      """.utf8)
  }

  /// The key that claims to have signed; nil where it is none.
  public var signer: Ed25519.PublicKey? { Ed25519.PublicKey(base64: publicKey) }

  /// Whether the signature fits the message and the key that it names.
  public func verifies(_ message: [UInt8]) -> Bool {
    guard algorithm == Self.algorithm, let signer, signer.base64 == publicKey,
      let bytes = Data(base64Encoded: signature),
      bytes.base64EncodedString() == signature
    else { return false }
    return signer.verifies([UInt8](bytes), of: message)
  }
}
