import CellData
public import DeclaredText

extension Profile {
  /// What a profile's file says of itself under `schema`.
  static let schemaName = "urn:denchi:profile:1"

  /// The JSON Schema (2020-12) of a profile.
  public static var schema: [UInt8] { PackageResources.profile_schema_json }

  /// Reads a profile from its JSON text and checks that it makes sense.
  ///
  /// - Parameters:
  ///   - json: the file's content in UTF-8.
  ///   - path: the file's name, for messages.
  /// - Throws: the first fault, with its line and key.
  public init(json: [UInt8], path: String) throws(DeclaredTextError) {
    let (profile, faults) = try Self.check(json: json, path: path)
    if let fault = faults.first { throw fault }
    self = profile
  }

  /// Reads a profile and tells everything that is wrong with its meaning.
  ///
  /// - Throws: a fault in the text itself, after which nothing more can be told.
  public static func check(
    json: [UInt8], path: String
  ) throws(DeclaredTextError) -> (profile: Profile, faults: [DeclaredTextError]) {
    let root: JSONNode
    do {
      root = try JSONParser.parse(json)
    } catch {
      throw DeclaredTextError(error, path: path, bytes: json)
    }
    do {
      let profile = try ProfileReader.profile(root)
      let places = KeyPlaces(root)
      let faults = ProfileChecker.faults(of: profile).map { fault in
        DeclaredTextError(
          path: path, line: TextPlace.of(places.offset(of: fault.key), in: json).line,
          message: "“\(fault.key)”: \(fault.message)")
      }.sorted { $0.line < $1.line }
      return (profile, faults)
    } catch {
      throw DeclaredTextError(error, path: path, bytes: json)
    }
  }
}

/// Where each key of a file stands.
struct KeyPlaces {
  private var offsets: [String: Int] = [:]

  init(_ root: JSONNode) { add(root, path: "") }

  /// The place of a key, or of the nearest object around it.
  func offset(of key: String) -> Int {
    var path = Substring(key)
    while !path.isEmpty {
      if let offset = offsets[String(path)] { return offset }
      guard let end = path.lastIndex(where: { $0 == "." || $0 == "[" }) else { break }
      path = path[..<end]
    }
    return offsets[""] ?? 0
  }

  private mutating func add(_ node: JSONNode, path: String) {
    offsets[path] = node.offset
    switch node.value {
    case .object(let members):
      for member in members {
        add(member.node, path: path.isEmpty ? member.key : "\(path).\(member.key)")
      }
    case .array(let nodes):
      for (i, element) in nodes.enumerated() { add(element, path: "\(path)[\(i)]") }
    default: break
    }
  }
}

/// Reads the parts that Modbus and text profiles share.
enum ProfileReader {
  static let known = [
    "schema", "name", "title", "maker", "models", "sheet", "confirmation", "links", "timing",
    "inputs", "modbus", "text", "refused", "notes",
  ]

  static func profile(_ root: JSONNode) throws(DeclarationError) -> Profile {
    let file = try DeclaredObject(root, path: "", known: known)
    guard try file.text("schema") == Profile.schemaName else {
      throw file.error("schema", expected: "“\(Profile.schemaName)”")
    }
    let inputs = try inputs(file)
    let modbus = try file.object("modbus", known: RegisterProfileReader.known)
    let text = try file.object("text", known: TextProfileReader.known)
    let language: Profile.Language
    switch (modbus, text) {
    case (let modbus?, nil):
      let reader = try RegisterProfileReader(modbus)
      language = .modbus(try reader.profile(isMany: inputs.maximum > 1))
    case (nil, let text?):
      language = .text(try TextProfileReader.profile(text, isMany: inputs.maximum > 1))
    default:
      throw file.error(
        modbus == nil ? "modbus" : "text", found: modbus == nil ? "neither" : "both",
        expected: "either “modbus” or “text”, which say how the device is asked")
    }
    return Profile(
      name: try name(file), title: try file.neededText("title"),
      maker: try file.neededText("maker"), models: try file.texts("models"),
      sheet: try file.neededText("sheet"),
      confirmation: try file.needed(
        "confirmation", try file.choice("confirmation", of: Profile.Confirmation.self),
        "A, B, C or own"),
      links: try links(file), timing: try timing(file), inputs: inputs, language: language,
      refused: try refused(file), notes: try file.texts("notes"))
  }

  private static func name(_ file: DeclaredObject) throws(DeclarationError) -> String {
    let name = try file.neededText("name")
    guard name.utf8.count <= 60, name.utf8.first != UInt8(ascii: "-"),
      name.utf8.allSatisfy({
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-")
      })
    else {
      throw file.error("name", expected: "small letters, digits and hyphens, at most 60")
    }
    return name
  }

  private static func inputs(_ file: DeclaredObject) throws(DeclarationError) -> ProfileInputs {
    guard
      let inputs = try file.object(
        "inputs", known: ["count", "maximum", "stride", "available", "first"])
    else { return ProfileInputs() }
    let maximum = try inputs.needed(
      "maximum", try inputs.integer("maximum", in: 1...4096), "the most inputs a device has")
    var available: RegisterField?
    if let field = try inputs.object("available", known: FieldReader.known + ["source"]) {
      available = try FieldReader().field(field)
    }
    return ProfileInputs(
      count: try inputs.integer("count", in: 1...maximum) ?? 1, maximum: maximum,
      stride: try inputs.integer("stride", in: 0...65535) ?? 0, available: available,
      first: try inputs.integer("first", in: 0...9999) ?? 1)
  }

  private static func links(_ file: DeclaredObject) throws(DeclarationError) -> [ProfileLink] {
    var links: [ProfileLink] = []
    let known = ["kind", "port", "baud", "parity", "stop", "unit", "source"]
    for link in try file.objects("links", known: known) {
      links.append(
        ProfileLink(
          kind: try link.needed(
            "kind", try link.choice("kind", of: ProfileLink.Kind.self),
            "modbus-tcp, modbus-rtu, serial or tcp"),
          port: try link.integer("port", in: 1...65535).map { UInt16($0) },
          baud: try link.integer("baud", in: 50...4_000_000),
          parity: try link.choice("parity", of: SerialSettings.Parity.self) ?? .none,
          stopBits: try link.integer("stop", in: 1...2) ?? 1,
          unit: try link.integer("unit", in: 0...255).map { UInt8($0) },
          source: try link.neededText("source")))
    }
    guard !links.isEmpty else {
      throw file.error("links", expected: "a list with at least one way to the device")
    }
    return links
  }

  private static func timing(_ file: DeclaredObject) throws(DeclarationError) -> ProfileTiming {
    let known = ["minimumGap_ms", "answerDeadline_ms", "slowestAnswer_ms", "source"]
    guard let timing = try file.object("timing", known: known) else {
      throw file.error("timing", expected: "an object with \(known.joined(separator: ", "))")
    }
    let bounds = 1...60_000.0
    return ProfileTiming(
      minimumGap: try timing.needed(
        "minimumGap_ms", try timing.milliseconds("minimumGap_ms", in: 0...10_000), "ms"),
      answerDeadline: try timing.needed(
        "answerDeadline_ms", try timing.milliseconds("answerDeadline_ms", in: bounds), "ms"),
      slowestAnswer: try timing.needed(
        "slowestAnswer_ms", try timing.milliseconds("slowestAnswer_ms", in: bounds), "ms"),
      source: try timing.neededText("source"))
  }

  private static func refused(
    _ file: DeclaredObject
  ) throws(DeclarationError) -> [RefusedFunction] {
    var refused: [RefusedFunction] = []
    for function in try file.objects(
      "refused", known: ["function", "quantity", "reason", "source"])
    {
      var quantity: Channel?
      if function.node("quantity") != nil { quantity = try ValueReader().quantity(function) }
      refused.append(
        RefusedFunction(
          function: try function.neededText("function"), quantity: quantity,
          reason: try function.neededText("reason"),
          source: try function.neededText("source")))
    }
    return refused
  }
}
