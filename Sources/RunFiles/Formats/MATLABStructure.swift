/// The variables of a MATLAB file of level 5 ("MAT-File Format", MathWorks, 2024, chapter 1).
///
/// Numbers, texts, structures and cells; whatever else a variable is, it is passed over. Sizes are
/// held against the bytes that are there, and nesting and the number of elements are bounded.
struct MATLABStructure {
  /// What a variable or a field holds.
  indirect enum Value {
    case numbers(Numbers)
    /// The rows of an array of letters.
    case texts([String])
    case fields([(name: String, value: Value)])
    case other(String)
  }

  /// Numbers as they are stored; they become doubles when somebody wants them.
  struct Numbers {
    fileprivate var bytes: ByteImage
    fileprivate var start: Int
    fileprivate var type: ElementType
    var count: Int

    /// - Complexity: O(count); eight bytes for each.
    func values() -> [Double] { (0..<count).map { type.value(bytes, at: start + $0 * type.width) } }
  }

  /// How deep structures may lie in each other.
  static let depthLimit = 12
  /// How many elements are looked at.
  static let elementLimit = 200_000
  /// How many fields a structure may have.
  static let fieldLimit = 4096

  private(set) var variables: [(name: String, value: Value)] = []
  private let path: String
  private var elementCount = 0
  /// How many bytes the packed variables may still give.
  private var room: Int

  /// The words with which a file of level 5 begins.
  static let magic = Array("MATLAB 5.0 MAT-file".utf8)

  init(_ file: BinaryFile) throws(RunFileError) {
    path = file.path
    let bytes = file.bytes
    room = ZlibStream.freeSize + bytes.count * ZlibStream.ratioLimit
    guard bytes.has(Array("IM".utf8), at: 126), bytes.uint16(at: 124) == 0x100 else {
      throw .unknownFormat(
        path: path, found: "a MATLAB file that is not little-endian and of level 5")
    }
    var at = 128
    while bytes.holds(at, 8) {
      guard let tag = Tag(bytes, at: at), bytes.holds(tag.start, tag.size) else {
        throw .damaged(path: path, byte: at, reason: "the variable that begins here breaks off")
      }
      if tag.type == .compressed {
        try readPacked(bytes, tag.start..<(tag.start + tag.size))
      } else if tag.type == .matrix {
        try readVariable(bytes, tag)
      }
      at = tag.next
    }
  }

  private mutating func readPacked(
    _ bytes: ByteImage, _ range: Range<Int>
  ) throws(RunFileError) {
    guard let unpacked = ZlibStream.unpack(bytes, range, limit: room) else {
      throw .damaged(
        path: path, byte: range.lowerBound,
        reason: "the packed variable is damaged or unpacks to far more than measurements do")
    }
    room -= unpacked.count
    let image = ByteImage(unpacked)
    guard let tag = Tag(image, at: 0), image.holds(tag.start, tag.size) else {
      throw .damaged(path: path, byte: range.lowerBound, reason: "the variable breaks off")
    }
    if tag.type == .matrix { try readVariable(image, tag) }
  }

  private mutating func readVariable(_ bytes: ByteImage, _ tag: Tag) throws(RunFileError) {
    guard let (name, value) = matrix(bytes, tag, depth: 0) else {
      throw .damaged(
        path: path, byte: tag.start,
        reason: "a variable is damaged, or more deeply nested than measurements are")
    }
    variables.append((name, value))
  }

  // MARK: Elements

  fileprivate enum ElementType: Int {
    case int8 = 1
    case uint8, int16, uint16, int32, uint32, single
    case double = 9
    case int64 = 12
    case uint64, matrix, compressed, utf8, utf16, utf32

    var width: Int {
      switch self {
      case .int8, .uint8, .utf8: 1
      case .int16, .uint16, .utf16: 2
      case .int32, .uint32, .single, .utf32: 4
      case .double, .int64, .uint64: 8
      case .matrix, .compressed: 1
      }
    }

    func value(_ bytes: ByteImage, at place: Int) -> Double {
      switch self {
      case .int8: Double(bytes.integer(Int8.self, at: place))
      case .uint8, .utf8: Double(bytes.byte(at: place))
      case .int16: Double(bytes.integer(Int16.self, at: place))
      case .uint16, .utf16: Double(bytes.uint16(at: place))
      case .int32: Double(bytes.int32(at: place))
      case .uint32, .utf32: Double(bytes.uint32(at: place))
      case .single: bytes.float(at: place)
      case .double: bytes.double(at: place)
      case .int64: Double(bytes.integer(Int64.self, at: place))
      case .uint64: Double(bytes.integer(UInt64.self, at: place))
      case .matrix, .compressed: .nan
      }
    }
  }

  /// What stands before the data of an element.
  private struct Tag {
    var type: ElementType?
    var start: Int
    var size: Int
    /// Where the next element begins.
    var next: Int

    init?(_ bytes: ByteImage, at: Int) {
      guard bytes.holds(at, 8) else { return nil }
      let first = bytes.uint32(at: at)
      if first >> 16 != 0 {
        // Small elements have type, size and data in eight bytes.
        type = ElementType(rawValue: first & 0xFFFF)
        (start, size, next) = (at + 4, min(4, first >> 16), at + 8)
      } else {
        type = ElementType(rawValue: first)
        (start, size) = (at + 8, bytes.uint32(at: at + 4))
        // Compressed elements are not filled up to a border of eight bytes.
        next = start + (type == .compressed ? size : (size + 7) & ~7)
      }
    }
  }

  /// The name and the value of an array; nil where it is damaged.
  private mutating func matrix(
    _ bytes: ByteImage, _ tag: Tag, depth: Int
  ) -> (name: String, value: Value)? {
    elementCount += 1
    guard depth <= Self.depthLimit, elementCount <= Self.elementLimit else { return nil }
    // A field that nobody set has no parts at all.
    if tag.size == 0 { return ("", .other("empty")) }
    let end = tag.start + tag.size
    guard let flags = Tag(bytes, at: tag.start), let shape = Tag(bytes, at: flags.next),
      let name = Tag(bytes, at: shape.next), name.next <= end, bytes.holds(name.start, name.size)
    else { return nil }
    let kind = bytes.uint32(at: flags.start) & 0xFF
    guard let sizes = dimensions(bytes, shape) else { return nil }
    let label = Self.identifier(bytes.text(name.start..<(name.start + name.size)))
    let value: Value?
    switch kind {
    case 1: value = .other("cells")
    case 2: value = structure(bytes, from: name.next, to: end, count: sizes.count, depth: depth)
    case 4: value = letters(bytes, at: name.next, to: end, rows: sizes.rows)
    case 6...15: value = numbers(bytes, at: name.next, to: end).map(Value.numbers)
    default: value = .other("an object")
    }
    return value.map { (label, $0) }
  }

  private func dimensions(_ bytes: ByteImage, _ tag: Tag) -> (rows: Int, count: Int)? {
    guard tag.type == .int32, tag.size >= 8, tag.size <= 128, bytes.holds(tag.start, tag.size)
    else { return nil }
    var count = 1
    for place in stride(from: tag.start, to: tag.start + tag.size - 3, by: 4) {
      let (product, overflow) = count.multipliedReportingOverflow(by: bytes.uint32(at: place))
      guard !overflow, product <= 1 << 40 else { return nil }
      count = product
    }
    return (bytes.uint32(at: tag.start), count)
  }

  private mutating func structure(
    _ bytes: ByteImage, from start: Int, to end: Int, count: Int, depth: Int
  ) -> Value? {
    guard let width = Tag(bytes, at: start), width.type == .int32,
      let names = Tag(bytes, at: width.next), names.next <= end,
      bytes.holds(names.start, names.size)
    else { return nil }
    // Names that no element bears would cost time and no bytes.
    if count == 0 { return .fields([]) }
    let length = bytes.uint32(at: width.start)
    guard (1...256).contains(length), names.size / length <= Self.fieldLimit else { return nil }
    let fields = (0..<(names.size / length)).map { field -> String in
      let from = names.start + field * length
      return Self.identifier(bytes.text(from..<(from + length)))
    }
    // Elements without fields have no bytes, and there may be any number of them.
    if fields.isEmpty { return .fields([]) }
    var elements: [[(name: String, value: Value)]] = []
    var at = names.next
    for _ in 0..<count {
      var element: [(name: String, value: Value)] = []
      for field in fields {
        guard at < end, let tag = Tag(bytes, at: at), tag.type == .matrix,
          tag.start + tag.size <= end, let inner = matrix(bytes, tag, depth: depth + 1)
        else { return nil }
        element.append((field, inner.value))
        at = tag.next
      }
      elements.append(element)
    }
    if count == 1 { return .fields(elements[0]) }
    // An array of structures becomes structures with a number as their name.
    return .fields(elements.enumerated().map { ("\($0 + 1)", .fields($1)) })
  }

  /// The real part; an imaginary one is of no use here.
  private func numbers(_ bytes: ByteImage, at start: Int, to end: Int) -> Numbers? {
    guard let tag = Tag(bytes, at: start), let type = tag.type, type != .matrix,
      tag.start + tag.size <= end, bytes.holds(tag.start, tag.size)
    else { return nil }
    return Numbers(bytes: bytes, start: tag.start, type: type, count: tag.size / type.width)
  }

  /// The rows of an array of letters, which lies column by column.
  private func letters(_ bytes: ByteImage, at start: Int, to end: Int, rows: Int) -> Value? {
    guard let codes = numbers(bytes, at: start, to: end)?.values() else { return nil }
    guard rows > 0, rows <= codes.count else { return .texts([]) }
    let columns = rows == 1 ? codes.count : min(codes.count / rows, 1024)
    let texts = (0..<rows).map { row -> String in
      var text = String.UnicodeScalarView()
      for column in 0..<columns {
        let code = codes[column * rows + row]
        text.append(code > 0 && code < 0xD800 ? Unicode.Scalar(UInt16(code)) ?? " " : " ")
      }
      return String(text)
    }
    return .texts(texts)
  }

  /// A name as MATLAB allows it: letters, digits and `_`; whatever else there is becomes `_`.
  private static func identifier(_ text: String) -> String {
    var name = ""
    for byte in text.utf8.prefix(64) {
      if byte == 0 { break }
      let isAllowed = Byte.isLetter(byte) || Byte.isDigit(byte)
      name.unicodeScalars.append(isAllowed ? Unicode.Scalar(byte) : "_")
    }
    return name
  }
}
