import CellData
import DeclaredText

extension TestInstrument {
  /// Meters like those of the sample cells, without an error of their own.
  static let usual = TestInstrument(
    voltage: Meter(noise: 0.0002, countsPerUnit: 10_000),
    current: Meter(noise: 0.0003, countsPerUnit: 10_000),
    temperature: Meter(noise: 0.05, countsPerUnit: 10))

  /// Meters that show the truth, to a tenth of a millionth.
  static let ideal = TestInstrument(
    voltage: Meter(countsPerUnit: 1e7), current: Meter(countsPerUnit: 1e7),
    temperature: Meter(countsPerUnit: 1e7), capacityCountsPerAmpereHour: 1e9)

  /// Meters as a file declares them; what it does not say is as in ``usual``.
  init(declared item: DeclaredItem) throws(DeclarationError) {
    let object = try item.object(known: [
      "voltage", "current", "temperature", "currentSettingFactor", "leakage_A",
      "capacityResolution_Ah",
    ])
    self = .usual
    if let meter = try Self.meter("voltage", in: object, usual: voltage) { voltage = meter }
    if let meter = try Self.meter("current", in: object, usual: current) { current = meter }
    if let meter = try Self.meter("temperature", in: object, usual: temperature ?? voltage) {
      temperature = meter
    }
    if let factor = try object.number("currentSettingFactor", in: 0.5...2) {
      currentSettingFactor = factor
    }
    if let value = try object.number("leakage_A", in: 0...10) { leakage = Amperes(value) }
    if let value = try object.positive("capacityResolution_Ah") {
      capacityCountsPerAmpereHour = 1 / value.doubleValue
    }
  }

  private static func meter(
    _ key: String, in object: DeclaredObject, usual: Meter
  ) throws(DeclarationError) -> Meter? {
    guard let node = object.node(key) else { return nil }
    let declared = try DeclaredObject(
      node, path: object.keyPath(key), known: ["gain", "offset", "noise", "resolution"])
    return Meter(
      gain: try declared.number("gain", in: 0.1...10) ?? usual.gain,
      offset: try declared.number("offset", in: -1000...1000) ?? usual.offset,
      noise: try declared.number("noise", in: 0...1000) ?? usual.noise,
      countsPerUnit: try declared.positive("resolution").map { 1 / $0.doubleValue }
        ?? usual.countsPerUnit)
  }
}

extension Fault {
  /// A fault as a file declares it.
  init(declared item: DeclaredItem) throws(DeclarationError) {
    let object = try item.object(known: [
      "fault", "line", "channel", "chance", "atAnswer", "everyAnswers", "at_s", "every_s", "for_s",
      "count",
    ])
    guard let kind = try object.choice("fault", of: Kind.self) else {
      let all = Kind.allCases.map(\.rawValue).joined(separator: ", ")
      throw object.error("fault", expected: "one of \(all)")
    }
    self.init(
      kind, try Self.trigger(object), line: try object.text("line"),
      channel: try object.text("channel"), duration: try object.number("for_s", in: 0...86_400),
      count: try object.whole("count", in: 0...65_535))
  }

  private static func trigger(_ object: DeclaredObject) throws(DeclarationError) -> Trigger {
    var found: [Trigger] = []
    if let chance = try object.number("chance", in: 0...1) { found.append(.chance(chance)) }
    if let answer = try object.whole("atAnswer", in: 1...Int.max) {
      found.append(.answer(answer, every: try object.whole("everyAnswers", in: 1...Int.max)))
    }
    if let time = try object.number("at_s", in: 0...1e9) {
      found.append(.time(time, every: try object.number("every_s", in: 0.01...1e9)))
    }
    guard found.count == 1 else {
      throw object.error(
        "chance", found: "\(found.count) of them", expected: "one of chance, atAnswer, at_s")
    }
    return found[0]
  }
}
