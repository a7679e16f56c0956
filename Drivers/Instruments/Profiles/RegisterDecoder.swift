import CellData

/// Turns the registers of one reading into stored units and sign.
struct RegisterDecoder {
  private let profile: RegisterProfile
  private let fields: [RegisterField]
  /// Factor × scale of each value.
  private var factors: [Double]
  private var ranges: [ClosedRange<Double>]
  private(set) var isReady: Bool

  init(_ profile: RegisterProfile) {
    self.profile = profile
    fields = profile.values.compactMap(\.field)
    precondition(fields.count == profile.values.count, "every value of a Modbus profile is a field")
    factors = []
    ranges = []
    isReady = false
    if profile.scales.isEmpty { setScales([]) }
  }

  /// Takes the numbers that the device says its values are multiples of.
  mutating func setScales(_ scales: [Double]) {
    factors = profile.values.map { value in
      value.scaling.factor * (value.scaling.scale.map { scales[$0] } ?? 1)
    }
    ranges = profile.values.map { value in
      if let range = value.rangeOfScale, let scale = value.scaling.scale.map({ scales[$0] }) {
        return (range.lowerBound * scale)...(range.upperBound * scale)
      }
      return value.range ?? (-.greatestFiniteMagnitude)...(.greatestFiniteMagnitude)
    }
    isReady = true
  }

  func readings(
    _ answers: [[UInt16]], plan: RegisterPlan, inputCount: Int
  ) -> [InputReading] {
    var readings: [InputReading] = []
    readings.reserveCapacity(inputCount)
    for input in 0..<inputCount {
      readings.append(reading(answers, plan: plan, input: input))
    }
    return readings
  }

  private func deviceTime(
    _ answers: [[UInt16]], _ plan: RegisterPlan, _ input: Int
  ) -> Double? {
    guard let time = profile.deviceTime else { return nil }
    let spot = plan.deviceTimes[input]
    let number = time.field.number(answers[spot.read], at: spot.offset)
    let seconds = time.scaling.stored(number, scale: 1)
    return seconds.isFinite ? seconds : nil
  }

  private func reading(
    _ answers: [[UInt16]], plan: RegisterPlan, input: Int
  ) -> InputReading {
    let count = fields.count
    var values = [Double](repeating: .nan, count: count)
    var quality: SampleQuality = []
    for i in 0..<count {
      let value = profile.values[i]
      let spot = plan.values[input * count + i]
      let number = fields[i].number(answers[spot.read], at: spot.offset)
      if let mark = value.sentinels.first(where: { $0.matches(number) }) {
        if value.isOptional { continue }
        return .noValue("\(ProfileQuantity.name(of: value.quantity)): \(mark.meaning)")
      }
      guard number.isFinite else {
        if value.isOptional { continue }
        return .noValue("\(ProfileQuantity.name(of: value.quantity)): \(number)")
      }
      var stored = number * factors[i] / value.scaling.divisor + value.scaling.offset
      guard ranges[i].contains(stored) else {
        if value.isOptional { continue }
        return .noValue(
          "\(ProfileQuantity.name(of: value.quantity)): \(stored) \(value.quantity.unitSymbol), "
            + "outside \(ranges[i].lowerBound) to \(ranges[i].upperBound)")
      }
      if let sign = value.sign {
        guard let signed = signed(stored, by: sign, answers, plan, input, &quality) else {
          return .noValue("\(ProfileQuantity.name(of: value.quantity)): unknown direction")
        }
        stored = signed
      }
      values[i] = stored
    }
    if profile.doubts.contains(where: { state($0.state, answers, plan, input) >> $0.bit & 1 == 1 })
    {
      quality.insert(.doubtedByInstrument)
    }
    return .reading(
      Reading(
        values: values, quality: quality, deviceTime: deviceTime(answers, plan, input)))
  }

  /// The value with its sign, positive on charge; nil where the device names no direction we know.
  private func signed(
    _ stored: Double, by sign: SignRule, _ answers: [[UInt16]], _ plan: RegisterPlan,
    _ input: Int, _ quality: inout SampleQuality
  ) -> Double? {
    switch sign {
    case .own(let positiveIsCharge): return positiveIsCharge ? stored : negated(stored)
    case .bit(let bit, let state, let setIsCharge):
      let isSet = self.state(state, answers, plan, input) >> bit & 1 == 1
      if let again = stateAgain(state, answers, plan, input), (again >> bit & 1 == 1) != isSet {
        quality.insert(.signUncertain)
      }
      return isSet == setIsCharge ? stored : negated(stored)
    case .direction(let state, let charge, let discharge, let rest):
      let direction = Int(truncatingIfNeeded: self.state(state, answers, plan, input))
      if let again = stateAgain(state, answers, plan, input),
        Int(truncatingIfNeeded: again) != direction
      {
        quality.insert(.signUncertain)
      }
      if charge.contains(direction) { return stored }
      if discharge.contains(direction) { return negated(stored) }
      guard rest.contains(direction) else { return nil }
      if stored != 0 { quality.insert(.signUncertain) }
      return stored
    }
  }

  /// A zero current stays +0, so that equal readings have equal bits.
  private func negated(_ value: Double) -> Double { 0 - value }

  private func state(
    _ state: Int, _ answers: [[UInt16]], _ plan: RegisterPlan, _ input: Int
  ) -> UInt64 {
    bits(plan.states[input * profile.states.count + state], of: state, answers)
  }

  private func stateAgain(
    _ state: Int, _ answers: [[UInt16]], _ plan: RegisterPlan, _ input: Int
  ) -> UInt64? {
    plan.statesAgain[input * profile.states.count + state].map { bits($0, of: state, answers) }
  }

  private func bits(_ spot: RegisterPlan.Spot, of state: Int, _ answers: [[UInt16]]) -> UInt64 {
    let field = profile.states[state].field
    let bits = field.rawBits(answers[spot.read], at: spot.offset)
    return field.type == .bit ? bits >> UInt64(field.bit) & 1 : bits
  }
}
