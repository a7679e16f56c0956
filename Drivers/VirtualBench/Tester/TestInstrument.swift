public import CellData

/// The charge and discharge equipment, with what it gets wrong.
public struct TestInstrument: Sendable, Equatable {
  public var voltage: Meter
  public var current: Meter
  /// Nil where no sensor is attached; there is no temperature column then.
  public var temperature: Meter?
  /// How many times a second the instrument looks for the end of a step; times are multiples of it.
  public var controlRate: Int
  /// The current that flows over the current that was asked for.
  public var currentSettingFactor: Double
  /// Drawn from the cell at rest, not negative.
  public var leakage: Amperes
  public var stepEnd: StepEnd
  /// Counters of charge in each direction that never reset; nil: the instrument has none.
  ///
  /// They count inside the instrument, at its control rate and without its reading noise.
  public var capacityCountsPerAmpereHour: Double?

  public init(
    voltage: Meter, current: Meter, temperature: Meter? = nil, controlRate: Int = 100,
    currentSettingFactor: Double = 1, leakage: Amperes = .zero, stepEnd: StepEnd = .logged,
    capacityCountsPerAmpereHour: Double? = nil
  ) {
    precondition(controlRate > 0, "an instrument that never looks")
    self.voltage = voltage
    self.current = current
    self.temperature = temperature
    self.controlRate = controlRate
    self.currentSettingFactor = currentSettingFactor
    self.leakage = leakage
    self.stepEnd = stepEnd
    self.capacityCountsPerAmpereHour = capacityCountsPerAmpereHour
  }

  /// How the instrument notices and records that a step is over.
  public enum StepEnd: Sendable, Equatable {
    /// Noticed at the control rate; the sample of that instant is kept.
    case logged
    /// Noticed at the control rate; only periodic samples are kept, the last one before the end.
    case unlogged
    /// Noticed at periodic samples only, so that the last two lie on either side of a cut-off.
    case atSamples
  }

  /// One measured quantity: an error of its own, noise, and a last digit.
  public struct Meter: Sendable, Equatable {
    public var gain: Double
    public var offset: Double
    /// Standard deviation of the noise of a single reading.
    public var noise: Double
    /// The reading moves in steps of one over this, such as 10,000 for 0.1 mV.
    public var countsPerUnit: Double

    public init(
      gain: Double = 1, offset: Double = 0, noise: Double = 0, countsPerUnit: Double
    ) {
      precondition(countsPerUnit > 0, "a meter without digits")
      self.gain = gain
      self.offset = offset
      self.noise = noise
      self.countsPerUnit = countsPerUnit
    }

    /// What the meter says of a true value: the double nearest to a whole number of counts.
    func reading(of value: Double, noise source: inout SeededNoise) -> Double {
      let deviation = noise == 0 ? 0 : noise * source.gaussian()
      return rounded(value * gain + offset + deviation)
    }

    /// A number cut to whole counts, never minus zero.
    func rounded(_ value: Double) -> Double {
      // Division of a whole number rounds correctly, so a decimal text reads back to the same bits.
      (value * countsPerUnit).rounded() / countsPerUnit + 0
    }
  }
}
