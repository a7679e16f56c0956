public import CellData

/// An instrument that is asked in text, as a profile describes it.
///
/// After an error it asks who the instrument is before it asks for values again (`IdentityProof`): a
/// late number is no identity and is never taken for a value.
public final class ProfiledTextInstrument: Instrument {
  public let profile: Profile
  public let quantities: [Channel]
  public let inputCount: Int

  private let text: TextProfile
  private var conversation: TextConversation
  private let clock: any TimeSource
  private var proof: IdentityProof

  /// - Parameters:
  ///   - profile: what is asked, and what the answers mean.
  ///   - line: the way to the instrument.
  ///   - inputs: how many inputs are read; nil takes the profile's usual number.
  ///   - clock: for the gaps between messages.
  /// - Throws: `unusable` where the profile is for Modbus, or has fewer inputs.
  public init(
    _ profile: Profile, on line: any Line, inputs: Int? = nil, clock: any TimeSource
  ) throws(InstrumentError) {
    guard case .text(let text) = profile.language else {
      throw .unusable("\(profile.name) is an instrument for Modbus, not one for text")
    }
    inputCount = try profile.inputCount(asked: inputs)
    self.profile = profile
    self.text = text
    quantities = profile.values.map(\.quantity)
    self.clock = clock
    proof = IdentityProof(slowestAnswer: profile.timing.slowestAnswer)
    conversation = TextConversation(
      on: line, sendEnd: text.sendEnd, answerEnd: text.answerEnd, hasEcho: text.hasEcho,
      longestAnswer: text.longestAnswer, timing: profile.timing, clock: clock)
  }

  public func identify(by deadline: MonotonicTime) throws(InstrumentError) -> InstrumentIdentity {
    let identity = try askIdentity(by: deadline)
    proof.doubt()
    for check in text.checks { try ask(check, by: deadline) }
    for command in text.setUp {
      try conversation.tell(command.send, settle: command.settle, by: deadline)
    }
    if let check = text.setUpCheck { try ask(check, by: deadline) }
    proof.trust()
    return identity
  }

  public func read(by deadline: MonotonicTime) throws(InstrumentError) -> [InputReading] {
    if !proof.isInStep { _ = try askIdentity(by: deadline) }
    proof.doubt()
    var readings: [InputReading] = []
    var shared: [[Double]?] = Array(repeating: nil, count: text.requests.count)
    for input in 0..<inputCount {
      var numbers: [[Double]] = []
      for (i, request) in text.requests.enumerated() {
        if let known = shared[i] {
          numbers.append(known)
          continue
        }
        let answer = try ask(request, input: input, by: deadline)
        if !request.ask.contains("{input}") { shared[i] = answer }
        numbers.append(answer)
      }
      readings.append(reading(numbers, input: input))
    }
    proof.trust()
    return readings
  }

  private func askIdentity(by deadline: MonotonicTime) throws(InstrumentError)
    -> InstrumentIdentity
  {
    let wanted = text.identity
    let answer = try conversation.askIdentity(
      wanted.ask, proof: &proof, at: clock, by: deadline
    ) { Self.isValue($0, separators: text.requests.map(\.separator)) }
    let parts = Self.split(answer, by: wanted.separator)
    for expectation in wanted.expectations {
      let found = expectation.part < parts.count ? parts[expectation.part].uppercased() : ""
      guard expectation.beginnings.contains(where: { found.hasPrefix($0.uppercased()) }) else {
        let names = expectation.beginnings.map { "“\($0)…”" }.joined(separator: " or ")
        throw .wrongIdentity(
          expected: "\(names) in part \(expectation.part + 1) (\(profile.name))",
          found: "“\(answer)”")
      }
    }
    for request in text.requests {
      if let fault = HarmlessCommand.fault(ofQuestion: request.ask, to: answer) {
        throw .unusable("\(profile.name): \(fault)")
      }
    }
    func part(_ place: Int?) -> String? {
      place.flatMap { $0 < parts.count ? parts[$0] : nil }
    }
    let serialNumber = part(wanted.serialNumberPart) ?? ""
    let isShared = wanted.sharedSerialNumbers.contains(serialNumber)
    return InstrumentIdentity(
      maker: part(wanted.makerPart) ?? profile.maker,
      model: part(wanted.modelPart) ?? profile.models.joined(separator: ", "),
      serialNumber: isShared ? "" : serialNumber, firmware: part(wanted.firmwarePart) ?? "")
  }

  /// Whether a line may be the late answer to a question for values: numbers, in whatever unit.
  private static func isValue(_ line: String, separators: [String]) -> Bool {
    separators.contains { separator in
      split(line, by: separator).allSatisfy { part in
        let digits = part.filter { $0 != " " }
        return digits.first.map { "+-.0123456789".contains($0) } ?? false
      }
    }
  }

  private func ask(
    _ check: TextProfile.Check, by deadline: MonotonicTime
  ) throws(InstrumentError) {
    let answer = try conversation.ask(check.ask, by: deadline)
    let bare = answer.filter { $0 != " " && $0 != "\"" }
    guard check.good.contains(where: { $0.filter { $0 != " " && $0 != "\"" } == bare }) else {
      throw .refused(
        "“\(answer)” to \(check.ask), expected “\(check.good.joined(separator: "” or “"))”")
    }
  }

  /// The numbers of one answer.
  private func ask(
    _ request: TextProfile.Request, input: Int, by deadline: MonotonicTime
  ) throws(InstrumentError) -> [Double] {
    let question = request.question(input: profile.inputs.first + input)
    let answer = try conversation.ask(question, by: deadline)
    let parts = Self.split(answer, by: request.separator)
    guard parts.count == request.parts else {
      throw .badAnswer(
        "“\(answer)” to \(question): \(parts.count) parts instead of \(request.parts)")
    }
    var numbers: [Double] = []
    for (place, part) in parts.enumerated() {
      let suffix = request.suffixes.isEmpty ? "" : request.suffixes[place]
      guard let number = Self.number(part, suffix: suffix) else {
        throw .badAnswer(
          "“\(answer)” to \(question): “\(part)” is no number" + deviceError(deadline))
      }
      numbers.append(number)
    }
    return numbers
  }

  /// A number as instruments write it: with a unit behind, or with blanks between sign and digits.
  private static func number(_ part: String, suffix: String) -> Double? {
    guard part.hasSuffix(suffix) else { return nil }
    let bare = part.dropLast(suffix.count).filter { $0 != " " }
    // Words and hexadecimal are numbers to Swift, yet no instrument means them.
    guard bare.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }) else { return nil }
    return Double(bare)
  }

  /// What the instrument itself says of the fault, for the operator; nothing where it does not.
  private func deviceError(_ deadline: MonotonicTime) -> String {
    guard let query = text.errorQuery,
      let answer = try? conversation.ask(query.ask, by: deadline)
    else { return "" }
    return "; \(query.ask) says “\(answer)”"
  }

  private func reading(_ numbers: [[Double]], input: Int) -> InputReading {
    var values: [Double] = []
    for value in text.values {
      guard case .part(let place, let request) = value.place else { continue }
      switch value.stored(numbers[request][place]) {
      case .success(let stored): values.append(stored)
      case .failure(let mark):
        guard value.isOptional else { return .noValue(mark.text) }
        values.append(.nan)
      }
    }
    return .reading(Reading(values: values))
  }

  private static func split(_ answer: String, by separator: String) -> [String] {
    guard !separator.isEmpty else { return [answer] }
    return answer.split(separator: separator, omittingEmptySubsequences: false)
      .map { part in String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
  }
}

extension TextProfile.Request {
  /// The question for one input, by the number that the instrument gives it.
  func question(input: Int) -> String {
    ask.split(separator: "{input}", omittingEmptySubsequences: false)
      .joined(separator: "\(input)")
  }
}

extension ProfileValue {
  /// Why a number is no value.
  struct NoValue: Error { var text: String }

  /// The value in its stored unit, positive on charge, of an instrument that gives the sign itself.
  func stored(_ number: Double) -> Result<Double, NoValue> {
    let name = ProfileQuantity.name(of: quantity)
    if let mark = sentinels.first(where: { $0.matches(number) }) {
      return .failure(NoValue(text: "\(name): \(mark.meaning)"))
    }
    guard number.isFinite else { return .failure(NoValue(text: "\(name): \(number)")) }
    let stored = scaling.stored(number, scale: 1)
    if let range, !range.contains(stored) {
      return .failure(
        NoValue(
          text: "\(name): \(stored) \(quantity.unitSymbol), outside \(range.lowerBound) to "
            + "\(range.upperBound)"))
    }
    if case .own(false) = sign { return .success(0 - stored) }
    return .success(stored)
  }
}
