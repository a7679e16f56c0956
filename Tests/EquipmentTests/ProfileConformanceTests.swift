import CellData
import Equipment
import Instruments
import Testing
import TestSupport

/// What holds for every Modbus profile in the catalogue: what is put in comes out.
struct ProfileConformanceTests {
  static let modbus = EquipmentCatalogue.profiles.filter {
    if case .modbus = $0.language { true } else { false }
  }

  static let text = EquipmentCatalogue.profiles.filter {
    if case .text = $0.language { true } else { false }
  }

  private func device(_ profile: Profile) throws -> (ProfileEncoder, [ProfileValue]) {
    let model = profile.models.first ?? ""
    let identity = InstrumentIdentity(
      maker: profile.maker, model: model, serialNumber: "42", firmware: "1.5")
    let encoder = try ProfileEncoder(profile, inputs: profile.inputs.maximum, identity: identity)
    return (encoder, profile.values)
  }

  private func read(_ encoder: ProfileEncoder) throws -> [InputReading] {
    let clock = testClock()
    let instrument = try ProfiledModbusInstrument(
      encoder.profile, on: ImageRegisters(encoder.image), unit: 7, inputs: encoder.inputCount,
      clock: clock)
    _ = try instrument.identify(by: clock.deadline(seconds: 60))
    return try instrument.read(by: clock.deadline(seconds: 60))
  }

  /// A number for a quantity that every cell tester has, another one for each input.
  private func example(_ quantity: Channel, input: Int, charge: Bool) -> Double {
    switch quantity {
    case .voltage: 3.2 + 0.0005 * Double(input)
    case .current: (charge ? 1 : -1) * (1.5 + 0.001 * Double(input))
    case .temperature: 25 + 0.01 * Double(input)
    default: 0
    }
  }

  /// What one count of a whole number means, at most.
  ///
  /// EA counts in 1/52428 of 120 A, a BMS in 0.1 degC; floating point has 24 bits.
  private func step(of value: ProfileValue) -> Double {
    switch value.field?.type {
    case .f32, .f64, nil: 0
    default:
      abs(value.scaling.factor / value.scaling.divisor) * (value.scaling.scale == nil ? 1 : 120)
    }
  }

  @Test(arguments: modbus)
  func `values that are put in come out with their sign`(profile: Profile) throws {
    for charge in [true, false] {
      // A supply cannot discharge, a load cannot charge: their magnitude has one sign.
      let current = profile.values.first { $0.quantity == .current }
      if case .own(let positiveIsCharge) = current?.sign, current?.field?.type == .u16,
        positiveIsCharge != charge
      {
        continue
      }
      var (encoder, values) = try device(profile)
      for input in 0..<encoder.inputCount {
        let given = values.map { value in
          example(value.quantity, input: value.isPerInput ? input : 0, charge: charge)
        }
        try encoder.put(given, input: input)
      }
      for (input, reading) in try read(encoder).enumerated() {
        guard case .reading(let reading) = reading else {
          #expect(Bool(false), "\(reading)")
          return
        }
        for (value, number) in zip(values, reading.values) {
          let given = example(
            value.quantity, input: value.isPerInput ? input : 0, charge: charge)
          let allowed = step(of: value) / 2 + abs(given) * 1e-7
          #expect(abs(number - given) <= allowed)
          #expect((number < 0) == (given < 0))
        }
        #expect(reading.quality == [])
      }
    }
  }

  @Test(arguments: modbus)
  func `a mark for no value is no sample`(profile: Profile) throws {
    let (blank, values) = try device(profile)
    for (place, value) in values.enumerated() {
      var encoder = blank
      var given = values.map { example($0.quantity, input: 0, charge: true) }
      given[place] = .nan
      do throws(ProfileEncoderError) {
        try encoder.put(given, input: 0)
      } catch {
        #expect(error == .noMark(value.quantity))
        continue
      }
      let reading = try read(encoder)[0]
      if value.isOptional {
        guard case .reading(let reading) = reading else { return #expect(Bool(false)) }
        #expect(reading.values[place].isNaN)
      } else {
        guard case .noValue = reading else { return #expect(Bool(false), "\(reading)") }
      }
    }
  }

  @Test(arguments: modbus)
  func `a number outside its range is no sample`(profile: Profile) throws {
    for (place, value) in profile.values.enumerated() where !value.isOptional {
      guard let range = value.range, let field = value.field, field.type == .f32 else { continue }
      var (encoder, values) = try device(profile)
      var given = values.map { example($0.quantity, input: 0, charge: true) }
      given[place] = 2 * max(abs(range.upperBound), abs(range.lowerBound))
      try encoder.put(given, input: 0)
      guard case .noValue(let seen) = try read(encoder)[0] else { return #expect(Bool(false)) }
      #expect(seen.contains("outside"))
    }
  }

  @Test(arguments: modbus)
  func `every fact names its line of the sheet`(profile: Profile) {
    #expect(profile.values.allSatisfy { !$0.source.isEmpty })
    #expect(!profile.timing.source.isEmpty)
    #expect(profile.links.allSatisfy { !$0.source.isEmpty })
  }

  /// A line that answers as the profile says a device does.
  private final class AnsweringLine: Line {
    private let device: ProfileAnswers
    private let ends: TextProfile
    private var waiting: [UInt8] = []
    var unknown: [String] = []
    var isOpen: Bool { true }

    init(_ device: ProfileAnswers, _ ends: TextProfile) {
      self.device = device
      self.ends = ends
    }

    func open(by deadline: MonotonicTime) throws(InstrumentError) {}
    func close() {}
    func discardInput() { waiting = [] }

    func send(_ bytes: [UInt8], by deadline: MonotonicTime) throws(InstrumentError) {
      let command = String(decoding: bytes.dropLast(ends.sendEnd.count), as: UTF8.self)
      switch device.answer(to: command) {
      case .line(let text): waiting += Array(text.utf8) + ends.answerEnd
      case .nothing: break
      case .unknown: unknown.append(command)
      }
    }

    func receive(
      upTo limit: Int, by deadline: MonotonicTime
    ) throws(InstrumentError) -> [UInt8] {
      guard !waiting.isEmpty else { throw .noAnswer }
      defer { waiting = [] }
      return waiting
    }
  }

  @Test(arguments: text)
  func `text that is put in comes out`(profile: Profile) throws {
    guard case .text(let ends) = profile.language else { return }
    let identity = InstrumentIdentity(maker: "", model: "", serialNumber: "42", firmware: "1.5")
    var device = try ProfileAnswers(profile, identity: identity)
    for sign in [1.0, -1] {
      let given = profile.values.map { value in
        switch value.quantity {
        case .voltage: 3.7124
        case .current: sign * 1.25
        case .internalResistance: 0.015125
        default: 0.0
        }
      }
      try device.put(given, input: 0)
      let line = AnsweringLine(device, ends)
      let clock = testClock()
      let instrument = try ProfiledTextInstrument(profile, on: line, clock: clock)
      _ = try instrument.identify(by: clock.deadline(seconds: 10))
      let readings = try instrument.read(by: clock.deadline(seconds: 10))
      #expect(readings == [.reading(Reading(values: given))])
      #expect(line.unknown.isEmpty)
    }
    for (place, value) in profile.values.enumerated() where !value.sentinels.isEmpty {
      var given = profile.values.map { _ in 1.0 }
      given[place] = .nan
      try device.put(given, input: 0)
      let clock = testClock()
      let instrument = try ProfiledTextInstrument(
        profile, on: AnsweringLine(device, ends), clock: clock)
      _ = try instrument.identify(by: clock.deadline(seconds: 10))
      guard case .noValue = try instrument.read(by: clock.deadline(seconds: 10))[0] else {
        return #expect(Bool(false), "the mark of \(value.quantity) is a sample")
      }
    }
  }

  @Test func `a rack of 1,000 inputs takes no more reads than its registers need`() throws {
    let profile = try #require(EquipmentCatalogue.profile(named: "denchi-rack"))
    let (encoder, _) = try device(profile)
    let clock = testClock()
    let instrument = try ProfiledModbusInstrument(
      profile, on: ImageRegisters(encoder.image), inputs: 1000, clock: clock)
    // 10 inputs of 12 registers fit in 121, beside 4 spare ones.
    #expect(instrument.requests.count == 100)
    #expect(instrument.requests.allSatisfy { $0.count + $0.spare <= 125 })
  }
}
