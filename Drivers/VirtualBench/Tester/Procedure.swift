public import CellData

/// A test plan as data: what to do with a cell, step by step.
public struct Procedure: Sendable, Equatable {
  public var steps: [Step]

  public init(steps: [Step]) { self.steps = steps }

  /// One instruction, what ends it, and which samples are kept of it.
  public struct Step: Sendable, Equatable {
    public var drive: Drive
    /// The first of these that is met ends the step.
    public var ends: [End]
    /// The cycle number that is written beside the samples.
    public var cycle: Int
    public var logging: Logging

    public init(_ drive: Drive, until ends: [End], cycle: Int = 1, logging: Logging = Logging()) {
      self.drive = drive
      self.ends = ends
      self.cycle = cycle
      self.logging = logging
    }
  }

  /// What the instrument does to the cell.
  public enum Drive: Sendable, Equatable {
    case rest
    /// Positive on charge.
    case constantCurrent(Amperes)
    case constantVoltage(Volts)
  }

  /// What ends a step.
  public enum End: Sendable, Equatable {
    case voltageAtMost(Volts)
    case voltageAtLeast(Volts)
    /// The magnitude of the current has fallen this far.
    case currentAtMost(Amperes)
    case elapsed(Seconds)
  }

  /// Which samples of a step are kept.
  ///
  /// Conditions on change are looked at once a second, as an instrument scans its channels.
  public struct Logging: Sendable, Equatable {
    /// Times after the start of the step, rising, at which a sample is kept whatever it says.
    public var atStart: [Seconds]
    /// The longest time between two samples, in whole seconds.
    public var interval: Seconds
    /// A sample is kept as soon as one of these changed by so much; nil: never for this reason.
    public var voltageChange: Volts?
    public var currentChange: Amperes?

    public init(
      atStart: [Seconds] = [], interval: Seconds = Seconds(10), voltageChange: Volts? = nil,
      currentChange: Amperes? = nil
    ) {
      self.atStart = atStart
      self.interval = interval
      self.voltageChange = voltageChange
      self.currentChange = currentChange
    }
  }
}

extension Procedure {
  /// A rate test: before each discharge the same full charge and the same rest.
  ///
  /// It begins with a rest of the cell as it was found. Each discharge current gets a cycle of its
  /// own: charge at constant current, then at constant voltage, rest, discharge, rest.
  ///
  /// - Parameters:
  ///   - chargeCurrent: magnitude of the constant current of every charge.
  ///   - chargeEnd: the current at which the charge at constant voltage ends.
  ///   - dischargeCurrents: magnitudes, in the order in which they are run.
  ///   - window: from the cut-off of the discharges to the voltage of the charges.
  ///   - rest: the length of each rest but the first.
  ///   - charge: the samples to keep of each charge.
  ///   - discharge: the samples to keep of each discharge, by its current.
  ///   - restLogging: the samples to keep of each rest.
  public static func rateTest(
    chargeCurrent: Amperes, chargeEnd: Amperes, dischargeCurrents: [Amperes],
    window: ClosedRange<Volts>, rest: Seconds, charge: Logging, discharge: (Amperes) -> Logging,
    restLogging: Logging
  ) -> Procedure {
    var steps = [
      Step(.rest, until: [.elapsed(Seconds(600))], cycle: 1, logging: restLogging)
    ]
    for (index, current) in dischargeCurrents.enumerated() {
      let cycle = index + 1
      let pause = Step(.rest, until: [.elapsed(rest)], cycle: cycle, logging: restLogging)
      steps += [
        Step(
          .constantCurrent(chargeCurrent), until: [.voltageAtLeast(window.upperBound)],
          cycle: cycle, logging: charge),
        Step(
          .constantVoltage(window.upperBound), until: [.currentAtMost(chargeEnd)], cycle: cycle,
          logging: charge),
        pause,
        Step(
          .constantCurrent(-current), until: [.voltageAtMost(window.lowerBound)], cycle: cycle,
          logging: discharge(current)),
        pause,
      ]
    }
    return Procedure(steps: steps)
  }
}
