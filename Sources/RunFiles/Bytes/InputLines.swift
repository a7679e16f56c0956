/// The lines of standard input, as they arrive.
public struct InputLines: ~Copyable {
  private let file: OpenFile
  private var rest: [UInt8] = []
  private var isOpen = true

  public init() throws(RunFileError) { file = try .standardInput() }

  /// Every whole line that has arrived, without its line break; waits for one if there is none.
  ///
  /// The last line needs no line break. Empty at the end of the input.
  ///
  /// - Complexity: O(bytes); holds the lines that it returns and the beginning of the next.
  public mutating func next() throws(RunFileError) -> [ArraySlice<UInt8>] {
    while isOpen {
      let start = rest.count
      try readMore()
      if !isOpen { break }
      guard rest[start...].contains(Byte.newline) else { continue }
      return takeLines()
    }
    defer { rest = [] }
    return rest.isEmpty ? [] : [rest[...]]
  }

  private mutating func takeLines() -> [ArraySlice<UInt8>] {
    let end = (rest.lastIndex(of: Byte.newline) ?? -1) + 1
    let whole = Array(rest[..<end])
    rest.removeSubrange(..<end)
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    while start < whole.count, let stop = whole[start...].firstIndex(of: Byte.newline) {
      lines.append(whole[start..<stop])
      start = stop + 1
    }
    return lines
  }

  private mutating func readMore() throws(RunFileError) {
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 1)
    defer { unsafe piece.deallocate() }
    let count = try unsafe file.read(into: piece)
    isOpen = count > 0
    unsafe rest.append(contentsOf: piece[..<count])
  }
}
