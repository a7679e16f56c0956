/// A window on a file that always begins and ends at whole lines.
///
/// One piece of memory is used again and again: what is left of a cut line goes to its beginning
/// and the file continues behind it. After the last line there is always a line feed, and room to
/// load eight bytes at once beyond it.
@safe
final class LineBuffer {
  /// The longest line that is read, in bytes.
  static let lineLimit = 1 << 20
  /// How much of the file is asked for at a time.
  static let readSize = 1 << 20
  private static let padding = 64

  private let source: any ByteSource
  private let path: String
  private let memory: UnsafeMutableBufferPointer<UInt8>
  /// Bytes from here to `lineEnd` are whole lines that nobody has taken yet.
  private(set) var start = 0
  private(set) var lineEnd = 0
  /// Bytes from `lineEnd` to here begin a line whose rest is still in the file.
  private var end = 0
  private var isAtEnd = false
  private var closedEnd = 0
  /// The number of lines taken so far.
  private(set) var lineNumber = 0

  init(_ source: any ByteSource, path: String) {
    self.source = source
    self.path = path
    unsafe memory = .allocate(capacity: Self.lineLimit + Self.readSize + Self.padding)
  }

  deinit { unsafe memory.deallocate() }

  var digest: FileDigest { source.digest }

  /// Whether lines are there to be taken.
  var hasLines: Bool { start < lineEnd }

  /// The whole lines that are there, each with its line feed at its end.
  var lines: UnsafeBufferPointer<UInt8> {
    unsafe UnsafeBufferPointer(rebasing: memory[start..<lineEnd])
  }

  /// How many bytes of `lines` are lines with a line feed of their own in the file.
  ///
  /// Only a last line can lack it, and that one comes alone.
  var closedBytes: Int { max(0, closedEnd - start) }

  /// Marks bytes from the beginning of `lines` as taken.
  func take(bytes: Int, lines: Int) {
    start += bytes
    lineNumber += lines
  }

  /// Takes empty lines from the beginning of the complete ones.
  ///
  /// - Complexity: a few nanoseconds for each, since some files have millions of them.
  func takeEmptyLines() {
    let closed = closedBytes
    var bytes = 0
    while bytes < closed, unsafe memory[start + bytes] == Byte.newline { bytes += 1 }
    take(bytes: bytes, lines: bytes)
  }

  /// Reads the rest of a compressed file without looking at it, to learn whether it is whole.
  func drain() throws(RunFileError) {
    guard source.isPacked else { return }
    start = lineEnd
    while !isAtEnd {
      end = lineEnd
      keepRest()
      try fill()
      lineEnd = end
      start = end
    }
  }

  /// Brings in at least one whole line; false at the end of the file.
  ///
  /// - Precondition: all lines were taken.
  func refill() throws(RunFileError) -> Bool {
    precondition(start == lineEnd, "lines would be lost")
    keepRest()
    let searched = end
    try fill()
    if let newline = lastNewline(from: searched) {
      lineEnd = newline + 1
      closedEnd = lineEnd
      return true
    }
    guard isAtEnd, end <= Self.lineLimit else {
      throw .lineTooLong(path: path, line: lineNumber + 1, limit: Self.lineLimit)
    }
    return closeLastLine()
  }

  /// Reads on until there is as much as a line may be long, or the file ends.
  private func fill() throws(RunFileError) {
    let full = end + Self.readSize
    while !isAtEnd, end < full {
      let target = unsafe UnsafeMutableRawBufferPointer(
        UnsafeMutableBufferPointer(rebasing: memory[end..<full]))
      let count = try unsafe source.read(into: target)
      end += count
      isAtEnd = count == 0
    }
    // The memory is not cleared before: what a load reaches beyond the text must be something.
    for i in 0..<Self.padding { unsafe memory[end + i] = 0 }
  }

  private func keepRest() {
    let rest = end - lineEnd
    if rest > 0, lineEnd > 0 {
      unsafe UnsafeMutableRawBufferPointer(memory).copyMemory(
        from: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(memory)[lineEnd..<end]))
    }
    start = 0
    lineEnd = 0
    end = rest
  }

  private func closeLastLine() -> Bool {
    guard end > 0 else { return false }
    closedEnd = 0
    unsafe memory[end] = Byte.newline
    end += 1
    lineEnd = end
    return true
  }

  private func lastNewline(from first: Int) -> Int? {
    var i = end
    while i > first {
      i -= 1
      if unsafe memory[i] == Byte.newline { return i }
    }
    return nil
  }
}
