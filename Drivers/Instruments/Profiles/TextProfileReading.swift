import CellData
import DeclaredText

/// Reads the part of a profile that describes a text instrument.
enum TextProfileReader {
  static let known = [
    "sendEnd", "answerEnd", "echo", "longestAnswer", "identity", "checks", "setUp", "setUpCheck",
    "errorQuery", "requests", "values",
  ]

  /// The ends of lines a profile may name.
  enum LineEnd: String, CaseIterable {
    case cr = "CR"
    case lf = "LF"
    case crlf = "CRLF"

    var bytes: [UInt8] {
      switch self {
      case .cr: [0x0D]
      case .lf: [0x0A]
      case .crlf: [0x0D, 0x0A]
      }
    }
  }

  static func profile(
    _ object: DeclaredObject, isMany: Bool
  ) throws(DeclarationError) -> TextProfile {
    let requests = try requests(object)
    return TextProfile(
      sendEnd: try lineEnd("sendEnd", of: object),
      answerEnd: try lineEnd("answerEnd", of: object),
      hasEcho: try object.flag("echo") ?? false,
      longestAnswer: try object.integer("longestAnswer", in: 1...65536) ?? 256,
      identity: try identity(object),
      checks: try object.objects("checks", known: checkKeys).map(check),
      setUp: try setUp(object),
      setUpCheck: try object.object("setUpCheck", known: checkKeys).map(check),
      errorQuery: try object.object("errorQuery", known: ["ask", "source"])
        .map { query throws(DeclarationError) in
          TextProfile.Query(
            ask: try query.neededText("ask"), source: try query.neededText("source"))
        },
      requests: requests,
      values: try values(object, requests: requests, isMany: isMany))
  }

  private static let checkKeys = ["ask", "good", "source"]

  private static func lineEnd(
    _ key: String, of object: DeclaredObject
  ) throws(DeclarationError) -> [UInt8] {
    try object.needed(key, try object.choice(key, of: LineEnd.self), "CR, LF or CRLF").bytes
  }

  private static func check(
    _ object: DeclaredObject
  ) throws(DeclarationError) -> TextProfile.Check {
    let good = try object.texts("good")
    guard !good.isEmpty else { throw object.error("good", expected: "a list of good answers") }
    return TextProfile.Check(
      ask: try object.neededText("ask"), good: good, source: try object.neededText("source"))
  }

  private static func setUp(
    _ object: DeclaredObject
  ) throws(DeclarationError) -> [TextProfile.SetUp] {
    var commands: [TextProfile.SetUp] = []
    for command in try object.objects("setUp", known: ["send", "settle_ms", "source"]) {
      commands.append(
        TextProfile.SetUp(
          send: try command.neededText("send"),
          settle: try command.milliseconds("settle_ms", in: 0...10_000) ?? 0,
          source: try command.neededText("source")))
    }
    return commands
  }

  private static func identity(_ object: DeclaredObject) throws(DeclarationError) -> TextIdentity {
    let known = [
      "ask", "separator", "maker", "model", "serialNumber", "firmware", "sharedSerialNumbers",
      "expect", "source",
    ]
    guard let identity = try object.object("identity", known: known) else {
      throw object.error("identity", expected: "an object with \(known.joined(separator: ", "))")
    }
    var expectations: [TextIdentity.Expectation] = []
    for expectation in try identity.objects("expect", known: ["part", "startsWith"]) {
      let part = try expectation.integer("part", in: 0...31)
      let beginnings = try expectation.texts("startsWith")
      guard !beginnings.isEmpty else {
        throw expectation.error("startsWith", expected: "a list of beginnings")
      }
      expectations.append(
        TextIdentity.Expectation(
          part: try expectation.needed("part", part, "a part of the answer, from 0"),
          beginnings: beginnings))
    }
    return TextIdentity(
      ask: try identity.neededText("ask"), separator: try identity.text("separator") ?? ",",
      makerPart: try identity.integer("maker", in: 0...31),
      modelPart: try identity.integer("model", in: 0...31),
      serialNumberPart: try identity.integer("serialNumber", in: 0...31),
      firmwarePart: try identity.integer("firmware", in: 0...31),
      sharedSerialNumbers: try identity.texts("sharedSerialNumbers"),
      expectations: expectations, source: try identity.neededText("source"))
  }

  private static func requests(
    _ object: DeclaredObject
  ) throws(DeclarationError) -> [TextProfile.Request] {
    var requests: [TextProfile.Request] = []
    let known = ["name", "ask", "separator", "parts", "suffixes", "written", "source"]
    for request in try object.objects("requests", known: known) {
      requests.append(
        TextProfile.Request(
          name: try request.neededText("name"), ask: try request.neededText("ask"),
          separator: try request.text("separator") ?? ",",
          parts: try request.integer("parts", in: 1...1024) ?? 1,
          suffixes: try request.texts("suffixes"), written: try request.texts("written"),
          source: try request.neededText("source")))
    }
    guard !requests.isEmpty else {
      throw object.error("requests", expected: "a list with at least one request")
    }
    return requests
  }

  private static func values(
    _ object: DeclaredObject, requests: [TextProfile.Request], isMany: Bool
  ) throws(DeclarationError) -> [ProfileValue] {
    var values: [ProfileValue] = []
    let names = requests.map(\.name)
    for value in try object.objects("values", known: ["request", "part"] + ValueReader.known) {
      let request = try value.needed(
        "request", try value.reference("request", among: names, what: "a request"),
        "the name of a request")
      let last = requests[request].parts - 1
      let part = try value.integer("part", in: 0...last) ?? 0
      values.append(
        try ValueReader().value(value, at: .part(part, ofRequest: request), isMany: isMany))
    }
    guard !values.isEmpty else {
      throw object.error("values", expected: "a list with at least one value")
    }
    return values
  }
}
