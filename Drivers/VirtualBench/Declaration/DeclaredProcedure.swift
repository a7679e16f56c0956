import CellData
import DeclaredText

/// A procedure as a file declares it; currents may be given as multiples of the rated capacity.
enum DeclaredProcedure {
  case builtIn(BuiltInProcedure)
  case rate(RateTest, rounds: Int?)
  case steps([Step], rounds: Int?)

  /// What a rate test may set.
  struct RateTest {
    var chargeRate = 1.0
    var chargeEndRate = 0.05
    var dischargeRates = [0.2, 0.5, 1, 2, 3]
    var rest = 300.0
    var firstRest = 120.0
  }

  /// One step, with its current in A or as a multiple of the rated capacity.
  struct Step {
    enum Size {
      case amperes(Double)
      case rate(Double)
    }

    enum Drive {
      case rest
      case charge(Size)
      case discharge(Size)
      case hold(Volts)
    }

    var drive: Drive
    var untilVoltage: Double?
    var untilCurrent: Size?
    var time: Double?
    var cycle: Int
  }

  init(_ item: DeclaredItem) throws(DeclarationError) {
    let object = try item.object(known: [
      "kind", "steps", "rounds", "forever", "chargeRate", "chargeEndRate", "dischargeRates",
      "rest_s",
      "firstRest_s",
    ])
    var rounds = try object.whole("rounds", in: 1...1_000_000)
    if object.node("rounds") == nil { rounds = 1 }
    if try object.flag("forever") == true { rounds = nil }
    if object.node("steps") != nil {
      var steps: [Step] = []
      for item in try object.items("steps", atLeast: 1) { steps.append(try Step(item)) }
      self = .steps(steps, rounds: rounds)
      return
    }
    guard try object.needed("kind") == "rate" else {
      throw object.error("kind", expected: "“rate”, or the key “steps” instead")
    }
    self = .rate(try RateTest(object), rounds: rounds)
  }

  func plan(for cell: DeclaredCellModel) -> VirtualChannel.Plan {
    switch self {
    case .builtIn(let procedure):
      var plan = procedure.plan(ratedCapacity: cell.ratedCapacity, window: cell.window)
      plan.ageing = cell.ageing
      return plan
    case .rate(let test, let rounds):
      return VirtualChannel.Plan(test.procedure(for: cell), rounds: rounds, ageing: cell.ageing)
    case .steps(let steps, let rounds):
      return VirtualChannel.Plan(
        Procedure(steps: steps.map { $0.step(for: cell) }), rounds: rounds, ageing: cell.ageing)
    }
  }
}

extension DeclaredProcedure.RateTest {
  fileprivate init(_ object: DeclaredObject) throws(DeclarationError) {
    self.init()
    if let value = try object.positive("chargeRate") { chargeRate = value.doubleValue }
    if let value = try object.positive("chargeEndRate") { chargeEndRate = value.doubleValue }
    if let value = try object.positive("rest_s") { rest = value.doubleValue }
    if let value = try object.positive("firstRest_s") { firstRest = value.doubleValue }
    if object.node("dischargeRates") != nil {
      let items = try object.items("dischargeRates", atLeast: 1)
      dischargeRates = items.compactMap(\.number)
      guard dischargeRates.count == items.count, dischargeRates.allSatisfy({ $0 > 0 }) else {
        throw object.error("dischargeRates", expected: "numbers above 0")
      }
    }
  }

  fileprivate func procedure(for cell: DeclaredCellModel) -> Procedure {
    let rated = cell.ratedCapacity
    return Procedure.rateTest(
      chargeCurrent: Amperes(chargeRate * rated), chargeEnd: Amperes(chargeEndRate * rated),
      dischargeCurrents: dischargeRates.map { Amperes($0 * rated) }, window: cell.window,
      rest: Seconds(rest), firstRest: Seconds(firstRest))
  }
}

extension DeclaredProcedure.Step {
  fileprivate init(_ item: DeclaredItem) throws(DeclarationError) {
    let object = try item.object(known: [
      "rest_s", "charge_A", "charge_C", "discharge_A", "discharge_C", "hold_V", "untilVoltage_V",
      "untilCurrent_A", "untilCurrent_C", "time_s", "cycle",
    ])
    drive = try Self.drive(object)
    untilVoltage = try object.positive("untilVoltage_V")?.doubleValue
    untilCurrent = try Self.size("untilCurrent", in: object)
    let rest = try object.positive("rest_s")
    let limit = try object.positive("time_s")
    time = (rest ?? limit)?.doubleValue
    cycle = try object.whole("cycle", in: 1...1_000_000) ?? 1
    if untilVoltage == nil, untilCurrent == nil, time == nil {
      throw object.error(
        "untilVoltage_V", expected: "an end: untilVoltage_V, untilCurrent_A or _C, or time_s")
    }
  }

  private static func drive(_ object: DeclaredObject) throws(DeclarationError) -> Drive {
    var found: [Drive] = []
    if let size = try size("charge", in: object) { found.append(.charge(size)) }
    if let size = try size("discharge", in: object) { found.append(.discharge(size)) }
    if let volts = try object.positive("hold_V") { found.append(.hold(Volts(volts.doubleValue))) }
    if object.node("rest_s") != nil { found.append(.rest) }
    guard found.count == 1 else {
      throw object.error(
        "rest_s", found: "\(found.count) drives",
        expected: "one of rest_s, charge_A, charge_C, discharge_A, discharge_C, hold_V")
    }
    return found[0]
  }

  /// A current from a pair of keys of which at most one may stand.
  private static func size(
    _ stem: String, in object: DeclaredObject
  ) throws(DeclarationError) -> Size? {
    let amperes = try object.positive("\(stem)_A")?.doubleValue
    let rate = try object.positive("\(stem)_C")?.doubleValue
    if amperes != nil, rate != nil {
      throw object.error("\(stem)_C", expected: "either \(stem)_A or \(stem)_C")
    }
    return amperes.map(Size.amperes) ?? rate.map(Size.rate)
  }

  fileprivate func step(for cell: DeclaredCellModel) -> Procedure.Step {
    func amperes(_ size: Size) -> Double {
      switch size {
      case .amperes(let value): value
      case .rate(let value): value * cell.ratedCapacity
      }
    }
    var ends: [Procedure.End] = []
    let drive: Procedure.Drive
    switch self.drive {
    case .rest: drive = .rest
    case .charge(let size):
      drive = .constantCurrent(Amperes(amperes(size)))
      if let untilVoltage { ends.append(.voltageAtLeast(Volts(untilVoltage))) }
    case .discharge(let size):
      drive = .constantCurrent(Amperes(0 - amperes(size)))
      if let untilVoltage { ends.append(.voltageAtMost(Volts(untilVoltage))) }
    case .hold(let volts): drive = .constantVoltage(volts)
    }
    if let untilCurrent { ends.append(.currentAtMost(Amperes(amperes(untilCurrent)))) }
    if let time { ends.append(.elapsed(Seconds(time))) }
    return Procedure.Step(drive, until: ends, cycle: cycle)
  }
}
