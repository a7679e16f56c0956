import Signatures
import Testing

/// Ed25519 against the test vectors of RFC 8032, section 7.1.
struct Ed25519Tests {
  private func bytes(_ hexadecimal: String) -> [UInt8] {
    let digits = Array(hexadecimal)
    return stride(from: 0, to: digits.count, by: 2).compactMap {
      UInt8(String(digits[$0...($0 + 1)]), radix: 16)
    }
  }

  @Test func `key and signature are those of the RFC`() throws {
    let seed = bytes("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
    let key = try #require(Ed25519.PrivateKey(seed: seed))
    #expect(
      key.publicKey.bytes
        == bytes("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"))
    #expect(
      key.signature(of: [0x72])
        == bytes(
          "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"))
  }

  @Test func `any edited byte breaks a signature`() throws {
    let key = try #require(Ed25519.PrivateKey(seed: [UInt8](repeating: 7, count: 32)))
    let message = Array("a report".utf8)
    let signature = key.signature(of: message)
    #expect(key.publicKey.verifies(signature, of: message))
    for i in message.indices {
      var other = message
      other[i] ^= 1
      #expect(!key.publicKey.verifies(signature, of: other))
    }
    for i in signature.indices {
      var other = signature
      other[i] ^= 0x40
      #expect(!key.publicKey.verifies(other, of: message))
    }
    #expect(!key.publicKey.verifies([], of: message))
  }

  /// Under the point zero, the signature of zeros and R = zero fits every message.
  @Test(arguments: [
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  ])
  func `a key under which anybody can sign is refused`(point: String) {
    var key = bytes(point)
    #expect(Ed25519.PublicKey(bytes: key) == nil)
    key[31] |= 0x80
    #expect(Ed25519.PublicKey(bytes: key) == nil)
  }

  /// S + L is the same number modulo the order L (RFC 8032, 5.1.7): one message, one signature.
  @Test func `a signature cannot be written in a second way`() throws {
    let key = try #require(Ed25519.PrivateKey(seed: [UInt8](repeating: 9, count: 32)))
    let message = Array("a report".utf8)
    var signature = key.signature(of: message)
    let order = bytes("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010")
    var carry = 0
    for i in 0..<32 {
      let sum = Int(signature[32 + i]) + Int(order[i]) + carry
      signature[32 + i] = UInt8(sum & 255)
      carry = sum >> 8
    }
    #expect(!key.publicKey.verifies(signature, of: message))
    #expect(Ed25519.isOffered)
  }

  @Test func `keys go through PEM and back`() throws {
    let key = Ed25519.PrivateKey.random()
    #expect(Ed25519.PrivateKey(pem: key.pem) == key)
    #expect(Ed25519.PublicKey(pem: key.publicKey.pem) == key.publicKey)
    #expect(Ed25519.PrivateKey(pem: key.publicKey.pem) == nil)
    #expect(Ed25519.PublicKey(pem: "no key") == nil)
  }

  @Test func `a signature file has one text`() throws {
    let key = Ed25519.PrivateKey.random()
    let message = Array("a report".utf8)
    let file = DetachedSignature(of: message, by: key)
    #expect(DetachedSignature(json: file.json) == file)
    #expect(file.verifies(message))
    for i in file.json.indices {
      var edited = file.json
      edited[i] ^= 1
      let caught = DetachedSignature(json: edited).map { !$0.verifies(message) } ?? true
      #expect(caught, "byte \(i)")
    }
  }
}
