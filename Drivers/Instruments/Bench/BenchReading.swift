import CellData
public import DeclaredText

extension Bench {
  /// The largest file that is read, in bytes.
  public static let sizeLimit = 4 << 20

  /// Reads a bench from the bytes of its file.
  ///
  /// - Parameters:
  ///   - bytes: the file's content, JSON in UTF-8.
  ///   - path: for messages.
  /// - Throws: what is wrong, with the line, what was expected, and the nearest known key.
  public init(json bytes: [UInt8], path: String) throws(DeclaredTextError) {
    let root: JSONNode
    do {
      root = try JSONParser.parse(bytes)
    } catch {
      throw DeclaredTextError(error, path: path, bytes: bytes)
    }
    do {
      self = try BenchReading.bench(from: root)
    } catch {
      throw DeclaredTextError(error, path: path, bytes: bytes)
    }
  }
}

/// The keys of a bench file and what each of them becomes.
enum BenchReading {
  static let schema = "urn:denchi:bench:1"

  static func bench(from root: JSONNode) throws(DeclarationError) -> Bench {
    let object = try DeclaredObject(
      root, path: "", known: ["schema", "archive", "clock", "timeScale", "lines"])
    if let written = try object.text("schema"), written != schema {
      throw object.error("schema", expected: "“\(schema)”")
    }
    var lines: [BenchLine] = []
    for item in try object.items("lines", atLeast: 1) { lines.append(try line(item)) }
    let bench = Bench(
      archive: try object.text("archive"), clock: try clock(in: object), lines: lines)
    try checkNames(bench, object)
    return bench
  }

  private static func clock(in object: DeclaredObject) throws(DeclarationError) -> RecordingClock {
    let scale = try object.positive("timeScale", zeroIsFine: true)
    switch try object.text("clock") {
    case nil, "recorder":
      if scale != nil {
        throw object.error(
          "timeScale", expected: "no time scale, since the recorder's own clock is kept")
      }
      return .recorder
    case "instrument": return .instrument(timeScale: scale?.doubleValue ?? 1)
    default: throw object.error("clock", expected: "“recorder” or “instrument”")
    }
  }

  private static func line(_ item: DeclaredItem) throws(DeclarationError) -> BenchLine {
    let object = try item.object(known: ["name", "connection", "instruments"])
    let written = try object.needed("connection")
    let connection: Connection
    do {
      connection = try Connection(parsing: written)
    } catch {
      throw object.error(
        "connection", found: error.reason,
        expected: "a connection such as modbus-tcp://10.0.0.7:502")
    }
    var instruments: [BenchInstrument] = []
    for item in try object.items("instruments", atLeast: 1) {
      instruments.append(try instrument(item))
    }
    return BenchLine(
      name: try object.text("name") ?? written, connection: connection, instruments: instruments)
  }

  private static func instrument(_ item: DeclaredItem) throws(DeclarationError) -> BenchInstrument {
    let object = try item.object(
      known: ["equipment", "unit", "serialNumber", "calibration", "channels"])
    var channels: [BenchChannel] = []
    for (index, item) in try object.items("channels", atLeast: 1).enumerated() {
      channels.append(try channel(item, position: index))
    }
    let inputs = channels.map(\.input)
    if let twice = inputs.first(where: { input in inputs.count { $0 == input } > 1 }) {
      throw object.error(
        "channels", found: "input \(twice) twice", expected: "each input once")
    }
    return BenchInstrument(
      equipment: try object.needed("equipment"),
      unit: try object.whole("unit", in: 0...255).map {
        UInt8($0)
      }, serialNumber: try object.text("serialNumber"),
      calibration: try object.text("calibration"), channels: channels)
  }

  private static func channel(
    _ item: DeclaredItem, position: Int
  ) throws(DeclarationError) -> BenchChannel {
    let object = try item.object(
      known: ["name", "input", "period_s", "cell", "needs", "limits", "stuckAfter_s"])
    guard let period = try object.positive("period_s") else {
      throw object.error("period_s", expected: "the distance of two samples in s")
    }
    guard (0.001...86_400).contains(period.doubleValue) else {
      throw object.error("period_s", expected: "between 0.001 and 86400 s")
    }
    return BenchChannel(
      name: try object.needed("name"),
      input: try object.whole("input", in: 0...9999) ?? position,
      period: Seconds(period.doubleValue),
      cell: try object.text("cell"), needs: try needs(in: object), limits: try limits(in: object),
      stuckAfter: try stuckAfter(in: object))
  }

  private static func stuckAfter(in channel: DeclaredObject) throws(DeclarationError) -> Seconds? {
    guard let time = try channel.positive("stuckAfter_s") else { return nil }
    guard time.doubleValue <= 1e6 else {
      throw channel.error("stuckAfter_s", expected: "at most 1000000 s")
    }
    return Seconds(time.doubleValue)
  }

  private static func needs(in channel: DeclaredObject) throws(DeclarationError) -> [Channel] {
    let known = ProfileQuantity.all
    return try channel.texts("needs").map { (name) throws(DeclarationError) in
      guard let quantity = known.first(where: { $0.name == name }) else {
        throw channel.error(
          "needs", found: "“\(name)”", expected: known.map(\.name).joined(separator: ", "))
      }
      return quantity.channel
    }
  }

  private static func limits(in channel: DeclaredObject) throws(DeclarationError) -> ChannelLimits {
    guard let node = channel.node("limits") else { return ChannelLimits() }
    let object = try DeclaredObject(
      node, path: channel.keyPath("limits"), known: WatchedQuantity.allCases.map(\.rawValue))
    var limits = ChannelLimits()
    for quantity in WatchedQuantity.allCases {
      let key = quantity.rawValue
      guard object.node(key) != nil else { continue }
      let ends = try object.items(key, atLeast: 2)
      guard ends.count == 2, let low = ends[0].number, let high = ends[1].number, low < high else {
        throw object.error(key, expected: "two numbers, the lower one first")
      }
      limits[quantity] = low...high
    }
    return limits
  }

  private static func checkNames(_ bench: Bench, _ object: DeclaredObject) throws(DeclarationError)
  {
    let names = bench.channels.map(\.name)
    if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
      throw object.error(
        "lines", found: "two channels named “\(twice)”", expected: "a name of its own for each")
    }
    let lines = bench.lines.map(\.connection)
    if let twice = lines.first(where: { line in lines.count { $0 == line } > 1 }) {
      throw object.error(
        "lines", found: "\(twice) twice",
        expected: "each connection once, with all its instruments")
    }
  }
}
