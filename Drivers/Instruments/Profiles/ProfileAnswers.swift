public import CellData

/// The other direction of a text profile: what a device of it answers.
///
/// The virtual bench serves it; a conformance test puts values in and reads them back.
public struct ProfileAnswers: Sendable {
  public enum Answer: Sendable, Equatable {
    /// The line that is sent, without its end.
    case line(String)
    /// A command that is known and has no answer.
    case nothing
    /// No command of this profile.
    case unknown
  }

  public let profile: Profile
  public let inputCount: Int
  private let text: TextProfile
  private let identity: InstrumentIdentity
  /// The device's own numbers: for each input, for each value.
  private var numbers: [[Double]]

  public init(
    _ profile: Profile, inputs: Int? = nil, identity: InstrumentIdentity
  ) throws(ProfileEncoderError) {
    guard case .text(let text) = profile.language else {
      throw .unfit("\(profile.name) is an instrument for Modbus, not one for text")
    }
    do {
      inputCount = try profile.inputCount(asked: inputs)
    } catch {
      throw .unfit("\(error)")
    }
    self.profile = profile
    self.text = text
    self.identity = identity
    numbers = Array(repeating: Array(repeating: 0, count: text.values.count), count: inputCount)
  }

  public var quantities: [Channel] { profile.values.map(\.quantity) }

  /// Puts a reading of one input, in stored units and sign; NaN is “no value”.
  public mutating func put(_ values: [Double], input: Int) throws(ProfileEncoderError) {
    precondition(values.count == text.values.count, "one number for each value of the profile")
    for (place, (value, stored)) in zip(text.values, values).enumerated() {
      if stored.isNaN {
        guard let mark = value.sentinels.first else { throw .noMark(value.quantity) }
        numbers[input][place] = mark.value
      } else if case .own(false) = value.sign {
        numbers[input][place] = value.scaling.number(0 - stored, scale: 1)
      } else {
        numbers[input][place] = value.scaling.number(stored, scale: 1)
      }
    }
  }

  /// What the device answers to a line, blanks at its ends aside.
  public func answer(to command: String) -> Answer {
    let command = String(command.drop { $0 == " " })
    if command == text.identity.ask { return .line(identityLine) }
    if let check = (text.checks + [text.setUpCheck].compactMap { $0 })
      .first(where: { $0.ask == command })
    {
      return .line(check.good[0])
    }
    if text.setUp.contains(where: { $0.send == command }) { return .nothing }
    if command == text.errorQuery?.ask { return .line("0,\"No error\"") }
    for (i, request) in text.requests.enumerated() {
      for input in 0..<inputCount
      where request.question(input: profile.inputs.first + input) == command {
        return .line(values(of: request, at: i, input: input))
      }
    }
    return .unknown
  }

  private var identityLine: String {
    let wanted = text.identity
    var parts: [Int: String] = [:]
    for expectation in wanted.expectations { parts[expectation.part] = expectation.beginnings[0] }
    func put(_ text: String, at place: Int?) {
      guard let place, !text.isEmpty else { return }
      let beginnings = wanted.expectations.first { $0.part == place }?.beginnings ?? [""]
      guard beginnings.contains(where: { text.uppercased().hasPrefix($0.uppercased()) })
      else { return }
      parts[place] = text
    }
    put(identity.maker, at: wanted.makerPart)
    put(identity.model, at: wanted.modelPart)
    put(identity.serialNumber, at: wanted.serialNumberPart)
    if let shared = wanted.sharedSerialNumbers.first { put(shared, at: wanted.serialNumberPart) }
    put(identity.firmware, at: wanted.firmwarePart)
    let count = (parts.keys.max() ?? 0) + 1
    return (0..<count).map { parts[$0] ?? "0" }.joined(separator: wanted.separator)
  }

  private func values(of request: TextProfile.Request, at place: Int, input: Int) -> String {
    let parts = (0..<request.parts).map { part in
      let value = text.values.firstIndex { $0.place == .part(part, ofRequest: place) }
      let number = value.map { numbers[input][$0] } ?? 0
      return NumberPattern(request.written.isEmpty ? "" : request.written[part])
        .text(of: number, suffix: request.suffixes.isEmpty ? "" : request.suffixes[part])
    }
    return parts.joined(separator: request.separator)
  }
}

/// How an instrument writes a number, such as `-**.****E-3`.
///
/// A first letter `-` leaves a blank where the number is positive, `+` writes a plus. Digits stand
/// as `*`, and leading zeros become blanks; what follows an `E` is the fixed exponent. An empty
/// pattern writes the shortest digits that mean the number.
struct NumberPattern {
  private let pattern: String

  init(_ pattern: String) { self.pattern = pattern }

  func text(of number: Double, suffix: String = "") -> String {
    guard let first = pattern.first else { return "\(number)\(suffix)" }
    let body = pattern.drop { $0 == "+" || $0 == "-" }
    let mantissa = body.prefix { $0 != "E" }
    let exponent = Int(body.drop { $0 != "E" }.dropFirst()) ?? 0
    let whole = mantissa.prefix { $0 != "." }.count
    let decimals = max(0, mantissa.count - whole - 1)
    let sign = number < 0 ? "-" : first == "+" ? "+" : first == "-" ? " " : ""
    let tail = String(body.drop { $0 != "E" })
    // The device's own unit of the last digit.
    let steps = (number.magnitude / Self.power(exponent - decimals)).rounded()
    guard steps < Self.power(whole + decimals) else {
      return sign + Self.large(number.magnitude) + suffix
    }
    let digits = String(Int64(steps))
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    let split = padded.index(padded.endIndex, offsetBy: -decimals)
    let blanks = String(repeating: " ", count: max(0, whole - padded[..<split].count))
    let fraction = decimals > 0 ? "." + padded[split...] : ""
    return sign + blanks + padded[..<split] + fraction + tail + suffix
  }

  /// A number beyond the pattern, such as a mark, with four digits.
  private static func large(_ magnitude: Double) -> String {
    var exponent = 0
    var mantissa = magnitude
    while mantissa >= 1000 {
      mantissa /= 10
      exponent += 1
    }
    let digits = String(Int64((mantissa * 100).rounded()))
    return digits.dropLast(2) + "." + digits.suffix(2) + "E+\(exponent)"
  }

  private static func power(_ exponent: Int) -> Double {
    var power = 1.0
    for _ in 0..<abs(exponent) { power *= 10 }
    return exponent < 0 ? 1 / power : power
  }
}
