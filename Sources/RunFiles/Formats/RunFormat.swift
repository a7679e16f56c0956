import CellData

/// A binary format of one maker.
protocol RunFormat: SendableMetatype {
  /// What the format is called in reports and lists.
  static var name: String { get }

  /// Whether a file can hold several runs, of which ``BinaryFile/part`` names one.
  static var hasParts: Bool { get }

  /// Whether the content is of this format; the file's name decides nothing.
  static func recognises(_ file: BinaryFile) -> Bool

  /// Reads the run; what is unknown and harmless becomes a finding, what is not is refused.
  static func decode(_ file: BinaryFile) throws(RunFileError) -> DecodedRun
}

extension RunFormat {
  static var hasParts: Bool { false }
}

/// A binary file as a whole.
struct BinaryFile: Sendable {
  /// The largest file that is taken into memory, in bytes.
  static let sizeLimit = 2 << 30

  let path: String
  /// The run that is wanted, where a file holds several.
  let part: String?
  let options: ReadOptions
  let bytes: ByteImage
  /// The members, where the file is a zip archive.
  let archive: ZipArchive?

  init(
    _ place: FilePlace, bytes: ByteImage, options: ReadOptions = ReadOptions()
  ) throws(RunFileError) {
    path = place.path
    part = place.part
    self.options = options
    self.bytes = bytes
    archive = bytes.has(ZipArchive.magic) ? try ZipArchive(bytes, path: place.path) : nil
  }

  /// The content in words, for a file of no format.
  var kind: String {
    guard let archive else { return "a binary file of a known maker in an unknown form" }
    let names = archive.members.prefix(12).map { "“\($0.name.prefix(40))”" }
    return "a zip archive with \(names.joined(separator: ", "))"
  }

  /// Reads a file to its end.
  static func bytes(of source: FileBytes) throws(RunFileError) -> ByteImage {
    var all = try stated(source)
    // A file that grew meanwhile, and a pipe, which has no size.
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer { unsafe piece.deallocate() }
    while case let count = try unsafe source.readWithoutHash(into: piece), count > 0 {
      guard all.count + count <= sizeLimit else {
        throw .unreadable(
          path: source.path, reason: "a binary file of more than \(sizeLimit) bytes is no run")
      }
      unsafe all.append(contentsOf: piece[..<count])
    }
    return ByteImage(all)
  }

  /// As many bytes as the file had when it was opened, straight to where they stay.
  private static func stated(_ source: FileBytes) throws(RunFileError) -> [UInt8] {
    var outcome: Result<Void, RunFileError> = .success(())
    let size = min(source.sizeAtStart ?? 0, sizeLimit)
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        do throws(RunFileError) {
          let rest = unsafe UnsafeMutableBufferPointer(rebasing: buffer[count...])
          let read = try unsafe source.readWithoutHash(into: UnsafeMutableRawBufferPointer(rest))
          if read == 0 { break }
          count += read
        } catch {
          outcome = .failure(error)
          break
        }
      }
    }
    try outcome.get()
    return bytes
  }
}

/// A run as columns, with what each of them was called in the file.
struct DecodedRun {
  var format: String
  var columns: [DecodedColumn] = []
  /// Further columns of a known quantity, such as a second temperature.
  var auxiliary: [DecodedColumn] = []
  var otherColumns: [String] = []
  var findings: [QualityFinding] = []
  /// Whether columns were chosen by the options already.
  var isSettled = false

  init(format: String) { self.format = format }

  /// Adds a column; one that holds nothing but NaN is left out.
  mutating func add(
    _ channel: Channel, _ label: String, unit: String? = nil, factor: Double = 1,
    _ values: [Double]
  ) {
    let isRequired = Channel.required.contains(channel)
    guard isRequired || values.contains(where: { !$0.isNaN }) else { return }
    columns.append(
      DecodedColumn(
        source: ChannelSource(
          channel: channel, label: label, unit: unit ?? channel.unitSymbol, factor: factor),
        values: values))
  }
}

extension DecodedRun {
  /// Adds a temperature: the first one is the channel's, further ones are auxiliary.
  mutating func addTemperature(_ label: String, _ values: [Double]) {
    guard columns.contains(where: { $0.source.channel == .temperature }) else {
      return add(.temperature, label, values)
    }
    addAuxiliary(.temperature, label, values)
  }

  /// Adds the wall clock where the file says when its test time was 0.
  mutating func addClock(startingAt start: Double) {
    guard let time = columns.first(where: { $0.source.channel == .time })?.values else { return }
    add(.unixTime, "start of the test and time (computed)", time.map { start + $0 })
  }

  /// Adds a further column of a channel's quantity.
  mutating func addAuxiliary(_ channel: Channel, _ label: String, _ values: [Double]) {
    guard values.contains(where: { !$0.isNaN }) else { return }
    auxiliary.append(
      DecodedColumn(
        source: ChannelSource(
          channel: channel, label: label, unit: channel.unitSymbol, factor: 1),
        values: values))
  }
}

/// The values of one channel in the stored unit.
struct DecodedColumn {
  var source: ChannelSource
  var values: [Double]
}
