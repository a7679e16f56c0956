public import CellData

/// A Modbus device that a profile describes.
public final class ProfiledModbusInstrument: Instrument {
  public let profile: Profile
  public let quantities: [Channel]
  /// Where the number of inputs was left open and the device tells how many it has, that many from
  /// the identification on.
  public private(set) var inputCount: Int

  private let registers: RegisterProfile
  private let bank: any RegisterBank
  private let unit: UInt8
  private var pace: MessagePace
  private let takesAllInputs: Bool
  private var plan: RegisterPlan
  private var decoder: RegisterDecoder
  private var answers: [[UInt16]]

  /// - Parameters:
  ///   - profile: what the registers mean.
  ///   - bank: where they are read.
  ///   - unit: the unit identifier; nil takes that of the profile's first link.
  ///   - inputs: how many inputs are read; nil takes the profile's usual number.
  ///   - clock: for the gaps between messages.
  /// - Throws: `unusable` where the profile is for text, or has fewer inputs.
  public init(
    _ profile: Profile, on bank: any RegisterBank, unit: UInt8? = nil, inputs: Int? = nil,
    clock: any TimeSource
  ) throws(InstrumentError) {
    guard case .modbus(let registers) = profile.language else {
      throw .unusable("\(profile.name) is a text instrument, not one for Modbus")
    }
    inputCount = try profile.inputCount(asked: inputs)
    takesAllInputs = inputs == nil
    self.profile = profile
    self.registers = registers
    self.bank = bank
    guard let unit = unit ?? profile.links.lazy.compactMap(\.unit).first else {
      throw .unusable("\(profile.name): the unit is set on the device; name it")
    }
    self.unit = unit
    quantities = profile.values.map(\.quantity)
    pace = MessagePace(profile.timing, clock: clock)
    plan = RegisterPlan(
      registers, inputCount: inputCount, stride: profile.inputs.stride, unit: unit)
    decoder = RegisterDecoder(registers)
    answers = Array(repeating: [], count: plan.reads.count)
  }

  /// The reads of one reading, in order, as they go to the registers.
  public var requests: [RegisterRequest] { plan.reads }

  public func identify(by deadline: MonotonicTime) throws(InstrumentError) -> InstrumentIdentity {
    for expectation in registers.identity.expectations {
      try check(expectation, by: deadline)
    }
    if let field = profile.inputs.available {
      try take(available: field.number(try read(field, by: deadline), at: 0))
    }
    var scales: [Double] = []
    for scale in registers.scales {
      let number = scale.field.number(try read(scale.field, by: deadline), at: 0)
      guard scale.range.contains(number) else {
        throw .badAnswer(
          "\(scale.name) is \(number), expected \(scale.range.lowerBound) to "
            + "\(scale.range.upperBound)")
      }
      scales.append(number)
    }
    decoder.setScales(scales)
    return InstrumentIdentity(
      maker: profile.maker,
      model: try text(registers.identity.model, by: deadline)
        ?? profile.models.joined(separator: ", "),
      serialNumber: try text(registers.identity.serialNumber, by: deadline) ?? "",
      firmware: try text(registers.identity.firmware, by: deadline) ?? "")
  }

  /// Suits itself to the inputs that the device says it has.
  private func take(available: Double) throws(InstrumentError) {
    let there = Int(exactly: available) ?? 0
    guard there > 0, takesAllInputs || there >= inputCount else {
      throw .unusable(
        "\(profile.name): the device has \(there) inputs, \(inputCount) are asked for")
    }
    guard takesAllInputs else { return }
    inputCount = min(there, profile.inputs.maximum)
    plan = RegisterPlan(
      registers, inputCount: inputCount, stride: profile.inputs.stride, unit: unit)
    answers = Array(repeating: [], count: plan.reads.count)
  }

  public func read(by deadline: MonotonicTime) throws(InstrumentError) -> [InputReading] {
    precondition(decoder.isReady, "identify before the first reading")
    for (i, request) in plan.reads.enumerated() {
      answers[i] = try ask(request, by: deadline)
    }
    return decoder.readings(answers, plan: plan, inputCount: inputCount)
  }

  private func ask(
    _ request: RegisterRequest, by deadline: MonotonicTime
  ) throws(InstrumentError) -> [UInt16] {
    let limit = try pace.begin(by: deadline)
    defer { pace.end() }
    let answer = try bank.read(request, by: limit)
    guard answer.count == request.count else {
      throw .badAnswer("\(answer.count) registers instead of \(request.count)")
    }
    return answer
  }

  private func read(
    _ field: RegisterField, by deadline: MonotonicTime
  ) throws(InstrumentError) -> [UInt16] {
    try ask(
      RegisterRequest(
        unit: unit, table: field.table, address: UInt16(field.address), count: field.count,
        spare: min(registers.spare(after: field.address + field.count - 1), 125 - field.count)),
      by: deadline)
  }

  private func check(
    _ expectation: RegisterIdentity.Expectation, by deadline: MonotonicTime
  ) throws(InstrumentError) {
    let answer = try read(expectation.field, by: deadline)
    let found: String
    if expectation.field.type == .text {
      found = expectation.field.text(answer, at: 0)
      if expectation.beginnings.contains(where: { found.hasPrefix($0) }) { return }
    } else {
      let number = expectation.field.number(answer, at: 0)
      if expectation.numbers.contains(where: { Double($0) == number }) { return }
      if let between = expectation.between, between.contains(number) { return }
      found = "\(ShortNumber(number))"
    }
    var expected =
      expectation.field.type == .text
      ? expectation.beginnings.map { "“\($0)…”" } : expectation.numbers.map(String.init)
    if let between = expectation.between {
      expected.append("\(ShortNumber(between.lowerBound)) to \(ShortNumber(between.upperBound))")
    }
    throw .wrongIdentity(
      expected: "\(expectation.what) \(expected.joined(separator: " or ")) (\(profile.name))"
        + (expectation.otherwise.map { "; \($0)" } ?? ""),
      found: "\(expectation.what) \(found)")
  }

  private func text(
    _ part: RegisterIdentity.Part?, by deadline: MonotonicTime
  ) throws(InstrumentError) -> String? {
    guard let part else { return nil }
    let answer: [UInt16]
    do throws(InstrumentError) {
      answer = try read(part.field, by: deadline)
    } catch .refused {
      // An older firmware without this register is still the device that was expected.
      return nil
    }
    if part.field.type == .text { return part.field.text(answer, at: 0) }
    let number = part.field.number(answer, at: 0)
    if let name = Int(exactly: number).flatMap({ part.names[$0] }) { return name }
    return "\(ShortNumber(number / part.divisor))"
  }
}

extension Profile {
  /// How many inputs an instrument of this profile is made for.
  func inputCount(asked: Int?) throws(InstrumentError) -> Int {
    let count = asked ?? inputs.count
    guard (1...inputs.maximum).contains(count) else {
      throw .unusable("\(name) has 1 to \(inputs.maximum) inputs, \(count) are asked for")
    }
    return count
  }
}

/// A number without a useless fraction.
struct ShortNumber: CustomStringConvertible {
  var number: Double
  init(_ number: Double) { self.number = number }
  var description: String { Int(exactly: number).map(String.init) ?? "\(number)" }
}

/// The time between messages that a device needs, and how long each may take.
package struct MessagePace {
  private let gap: Int64
  private let answerDeadline: Int64
  private let clock: any TimeSource
  private var lastEnd: MonotonicTime?

  package init(_ timing: ProfileTiming, clock: any TimeSource) {
    gap = timing.minimumGap
    answerDeadline = timing.answerDeadline
    self.clock = clock
  }

  /// Waits until the next message may go.
  ///
  /// - Returns: until when its answer is waited for.
  /// - Throws: `noAnswer` where the deadline comes first.
  package func begin(by deadline: MonotonicTime) throws(InstrumentError) -> MonotonicTime {
    var now = clock.now
    if gap > 0, let earliest = lastEnd?.advanced(byNanoseconds: gap), earliest > now {
      guard earliest < deadline else { throw .noAnswer }
      clock.sleep(until: earliest)
      now = clock.now
    }
    return min(deadline, now.advanced(byNanoseconds: answerDeadline))
  }

  package mutating func end() {
    if gap > 0 { lastEnd = clock.now }
  }
}
