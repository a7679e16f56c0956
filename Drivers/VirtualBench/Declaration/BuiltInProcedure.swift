public import CellData

/// The procedures that can be asked for by name.
public enum BuiltInProcedure: String, Sendable, CaseIterable {
  /// Charge at 1C and 4.2 V, rests of 5 min, discharges at 0.2C, 0.5C, 1C, 2C and 3C.
  case rate
  /// Charge at 1C and discharge at 1C, for ever.
  case cycling
  /// Discharge at 1C to the cut-off voltage, then rest: all that a load can do.
  case discharge
  /// From full to empty in steps of a tenth, each with a pulse of discharge and one of charge.
  case pulses
  case rest

  public var summary: String {
    switch self {
    case .rate: "charge at 1C and discharge at 0.2C, 0.5C, 1C, 2C and 3C, rests of 5 min"
    case .cycling: "charge and discharge at 1C, again and again"
    case .discharge: "one discharge at 1C, then rest: what a load can do"
    case .pulses: "pulses of 10 s at 1C in each direction, every tenth of the charge"
    case .rest: "nothing: the cell as it was found"
    }
  }

  /// The plan for a cell of a rated capacity in Ah and a voltage window.
  public func plan(ratedCapacity: Double, window: ClosedRange<Volts>) -> VirtualChannel.Plan {
    switch self {
    case .rate:
      VirtualChannel.Plan(
        Procedure.rateTest(
          chargeCurrent: Amperes(ratedCapacity), chargeEnd: Amperes(ratedCapacity / 20),
          dischargeCurrents: [0.2, 0.5, 1, 2, 3].map { Amperes($0 * ratedCapacity) },
          window: window, rest: Seconds(300), firstRest: Seconds(120)))
    case .cycling:
      VirtualChannel.Plan(
        Procedure(
          steps: Self.fullCharge(ratedCapacity, window) + [
            Procedure.Step(
              .constantCurrent(Amperes(-ratedCapacity)), until: [.voltageAtMost(window.lowerBound)]),
            Self.pause,
          ]), rounds: nil)
    case .discharge:
      VirtualChannel.Plan(
        Procedure(steps: [
          Procedure.Step(.rest, until: [.elapsed(Seconds(10))]),
          Procedure.Step(
            .constantCurrent(Amperes(-ratedCapacity)), until: [.voltageAtMost(window.lowerBound)]),
        ]))
    case .pulses: VirtualChannel.Plan(Self.pulses(ratedCapacity, window))
    case .rest:
      VirtualChannel.Plan(Procedure(steps: [Procedure.Step(.rest, until: [])]))
    }
  }

  private static let pause = Procedure.Step(.rest, until: [.elapsed(Seconds(600))])

  private static func fullCharge(
    _ ratedCapacity: Double, _ window: ClosedRange<Volts>
  ) -> [Procedure.Step] {
    [
      Procedure.Step(
        .constantCurrent(Amperes(ratedCapacity)), until: [.voltageAtLeast(window.upperBound)]),
      Procedure.Step(
        .constantVoltage(window.upperBound), until: [.currentAtMost(Amperes(ratedCapacity / 20))]),
      pause,
    ]
  }

  private static func pulses(
    _ ratedCapacity: Double, _ window: ClosedRange<Volts>
  ) -> Procedure {
    func current(_ factor: Double, _ time: Double) -> Procedure.Step {
      Procedure.Step(
        .constantCurrent(Amperes(factor * ratedCapacity)),
        until: [
          .elapsed(Seconds(time)),
          factor < 0 ? .voltageAtMost(window.lowerBound) : .voltageAtLeast(window.upperBound),
        ])
    }
    func rest(_ time: Double) -> Procedure.Step {
      Procedure.Step(.rest, until: [.elapsed(Seconds(time))])
    }
    let level = [
      current(-1, 10), rest(40), current(0.75, 10), rest(40), current(-1, 360), rest(600),
    ]
    return Procedure(
      steps: fullCharge(ratedCapacity, window) + (0..<9).flatMap { _ in level })
  }
}

extension Procedure {
  /// A rate test whose samples are kept by whoever asks for them.
  static func rateTest(
    chargeCurrent: Amperes, chargeEnd: Amperes, dischargeCurrents: [Amperes],
    window: ClosedRange<Volts>, rest: Seconds, firstRest: Seconds
  ) -> Procedure {
    var procedure = Procedure.rateTest(
      chargeCurrent: chargeCurrent, chargeEnd: chargeEnd, dischargeCurrents: dischargeCurrents,
      window: window, rest: rest, charge: Logging(), discharge: { _ in Logging() },
      restLogging: Logging())
    procedure.steps[0].ends = [.elapsed(firstRest)]
    return procedure
  }
}
