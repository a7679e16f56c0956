import CCrypto
import Foundation

/// The SHA-256 of samples, whatever chunks they lie in.
///
/// The samples of a run are taken in blocks of 16,384, the last one shorter. A block's digest is
/// the SHA-256 of its columns one after the other (slots, request times, durations, qualities,
/// device times, then the quantities in order), eight bytes a word, least significant first. The
/// digest of a run is the SHA-256 of the digests of its blocks.
enum SampleDigest {
  static func sha256(of columns: SampleColumns) -> Data {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(columns.count * 8 * columns.numbers.count)
    for number in columns.numbers where number != SampleColumns.Number.commit {
      for word in columns[number] {
        unsafe withUnsafeBytes(of: word.littleEndian) { unsafe bytes.append(contentsOf: $0) }
      }
    }
    return sha256(of: bytes)
  }

  /// FIPS 180-4, computed by libcrypto.
  static func sha256(of bytes: [UInt8]) -> Data {
    var digest = [UInt8](repeating: 0, count: 32)
    var count: UInt32 = 0
    let isDone = unsafe bytes.withUnsafeBytes {
      unsafe EVP_Digest($0.baseAddress, $0.count, &digest, &count, EVP_sha256(), nil)
    }
    precondition(isDone == 1 && count == 32, "libcrypto offers no SHA-256")
    return Data(digest)
  }

  static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef")
    return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }
}
