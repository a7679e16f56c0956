/// The 26 bytes in which ITECH's older loads and their relabelled twins speak.
///
/// `AA`, address, command, 22 bytes of data, and the sum of the first 25 bytes modulo 256. Numbers
/// are little-endian.
struct LoadFrame: Equatable {
  static let length = 26

  var address: UInt8
  var command: UInt8
  /// 22 bytes.
  private(set) var data: [UInt8]

  init(address: UInt8, command: UInt8, data: [UInt8] = []) {
    self.address = address
    self.command = command
    self.data = Array(data.prefix(22))
    self.data += repeatElement(0, count: 22 - self.data.count)
  }

  var bytes: [UInt8] {
    let body = [0xAA, address, command] + data
    return body + [body.reduce(0, &+)]
  }

  /// The frame at the beginning of bytes; nil where there is none, or its sum is wrong.
  init?(_ bytes: ArraySlice<UInt8>) {
    let frame = Array(bytes.prefix(Self.length))
    guard frame.count == Self.length, frame[0] == 0xAA,
      frame[..<25].reduce(0, &+) == frame[25]
    else { return nil }
    self.init(address: frame[1], command: frame[2], data: Array(frame[3..<25]))
  }

  /// An unsigned number of the data.
  func number(at offset: Int, bytes count: Int) -> UInt32 {
    data[offset..<(offset + count)].reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }
}

/// Finds frames in bytes that may begin anywhere.
///
/// `AA` may be data as well, so that a frame counts only with its sum.
struct LoadFrameHunt {
  private var bytes: [UInt8] = []

  mutating func add(_ more: [UInt8]) { bytes += more }

  mutating func reset() { bytes = [] }

  /// The next frame, without what stood before it; nil until more bytes come.
  mutating func next() -> LoadFrame? {
    var start = bytes.startIndex
    defer { bytes.removeFirst(start) }
    while start + LoadFrame.length <= bytes.count {
      if let frame = LoadFrame(bytes[start...]) {
        start += LoadFrame.length
        return frame
      }
      start += 1
    }
    return nil
  }
}
