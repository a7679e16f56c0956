import CellData

/// A maker's text that becomes a plain table when some of its lines are left out or rewritten.
protocol LineFilter: SendableMetatype {
  /// What the format is called in reports and lists.
  static var name: String { get }

  /// The filter for a file that begins with these bytes; nil where they are of another format.
  init?(head: Span<UInt8>)

  /// Takes the next line, without its line feed, and adds what becomes of it to `output`.
  mutating func pass(_ line: Span<UInt8>, into output: inout [UInt8])

  /// What was noticed so far.
  var findings: [QualityFinding] { get }

  /// Whether a file can hold several runs, of which one is chosen.
  static var hasParts: Bool { get }
  /// The runs that were seen so far.
  var parts: [String] { get }
  /// The run whose records are wanted.
  var chosen: String? { get set }
}

extension LineFilter {
  static var hasParts: Bool { false }
  var parts: [String] { [] }
  var chosen: String? {
    get { nil }
    set {}
  }
}

/// The bytes of a text after a filter; memory does not grow with the file.
final class FilteredBytes: NamedSource {
  let formatName: String
  private let source: any ByteSource
  private let place: FilePlace
  private var filter: any LineFilter
  private var output: [UInt8] = []
  private var position = 0
  private var begun: [UInt8] = []
  private var isAtEnd = false

  init(_ source: any ByteSource, _ filter: any LineFilter, _ place: FilePlace) {
    self.source = source
    self.place = place
    self.filter = filter
    self.filter.chosen = place.part
    formatName = type(of: filter).name
  }

  var digest: FileDigest { source.digest }
  var isPacked: Bool { source.isPacked }
  var findings: [QualityFinding] { filter.findings }

  func read(into target: UnsafeMutableRawBufferPointer) throws(RunFileError) -> Int {
    while position == output.count, !isAtEnd {
      try refill()
      try checkParts()
    }
    let count = min(output.count - position, target.count)
    for i in 0..<count { unsafe target[i] = output[position + i] }
    position += count
    return count
  }

  /// Refuses a file with several runs of which none was chosen, or without the one that was.
  private func checkParts() throws(RunFileError) {
    let isUndecided = place.part == nil && filter.parts.count > 1
    // The error names all runs: the rest of the file is looked through for them.
    while isUndecided, !isAtEnd { try refill() }
    if isUndecided || isAtEnd, !filter.parts.isEmpty { _ = try place.choose(among: filter.parts) }
  }

  private func refill() throws(RunFileError) {
    output.removeAll(keepingCapacity: true)
    position = 0
    let capacity = 1 << 18
    let target = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 1)
    defer { unsafe target.deallocate() }
    let count = try unsafe source.read(into: target)
    unsafe begun.append(contentsOf: target[..<count])
    isAtEnd = count == 0
    var start = 0
    while let end = begun[start...].firstIndex(of: Byte.newline) {
      filter.pass(begun.span.extracting(start..<end), into: &output)
      start = end + 1
    }
    // A last line without a line feed goes on as it is: it may be cut, and the reader says so.
    if isAtEnd || begun.count - start > LineBuffer.lineLimit {
      if start < begun.count {
        filter.pass(begun.span.extracting(start..<begun.count), into: &output)
        if output.last == Byte.newline { output.removeLast() }
      }
      start = begun.count
    }
    begun.removeFirst(start)
  }
}

extension Span<UInt8> {
  /// The bytes as an array.
  func copied() -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    for i in indices { bytes.append(self[i]) }
    return bytes
  }

  /// Whether this text stands here, after blanks and quotation marks at the beginning.
  func begins(with text: StaticString) -> Bool {
    var start = 0
    while start < count, Byte.isBlank(self[start]) || self[start] == Byte.quote { start += 1 }
    let wanted = Array(text.description.utf8)
    guard count - start >= wanted.count else { return false }
    return wanted.indices.allSatisfy { self[start + $0] == wanted[$0] }
  }
}
