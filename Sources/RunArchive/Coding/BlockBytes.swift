import Foundation

/// Bytes of a block, in place; valid inside of the call that hands them out.
///
/// The one place where the archive reads memory by address.
@safe
struct BlockBytes {
  private let bytes: UnsafeRawBufferPointer

  private init(_ bytes: UnsafeRawBufferPointer) { unsafe self.bytes = bytes }

  /// Hands out the bytes of a blob.
  static func within<T>(_ data: Data, _ body: (BlockBytes) throws -> T) rethrows -> T {
    try unsafe data.withUnsafeBytes { try unsafe body(BlockBytes($0)) }
  }

  var count: Int { unsafe bytes.count }

  /// A part of the bytes.
  ///
  /// - Precondition: the range lies within.
  func part(_ range: Range<Int>) -> BlockBytes {
    unsafe BlockBytes(UnsafeRawBufferPointer(rebasing: bytes[range]))
  }

  /// The integer at a place, counted in integers of its width, least significant byte first.
  ///
  /// - Precondition: the place lies within; the caller took the part with that many.
  @inline(__always)
  func integer<T: FixedWidthInteger & BitwiseCopyable>(_ index: Int) -> T {
    unsafe T(
      littleEndian: bytes.loadUnaligned(
        fromByteOffset: index * MemoryLayout<T>.size, as: T.self))
  }
}
