public import CellData

/// All that the analysis of one run found.
public struct RunFindings: Sendable, Equatable {
  /// How many samples the run holds.
  public var recordCount: Int
  /// The first wall-clock time in s since 1970, where the run has one.
  public var startUnixTime: Double?
  /// First to last sample, after mending the clock.
  public var duration: Seconds
  public var quality: [QualityFinding]
  public var steps: [Step]
  public var cycles: [Cycle]
  /// Discharges and charges whose voltage curve was kept for the rate characteristics.
  public var sweeps: [Sweep]
  /// Later sweeps, at growing distances, whose curve was kept to show how the cell ages.
  public var laterSweeps: [Sweep]
  /// Steps of the current with the resistance after them, evenly over the run where there are many.
  public var pulses: [CurrentPulse]
  /// How many there were, and what was made of them.
  public var pulseCounts: PulseCounts

  public init(
    recordCount: Int = 0, startUnixTime: Double? = nil, duration: Seconds = .zero,
    quality: [QualityFinding] = [], steps: [Step] = [], cycles: [Cycle] = [], sweeps: [Sweep] = [],
    laterSweeps: [Sweep] = [], pulses: [CurrentPulse] = [],
    pulseCounts: PulseCounts = PulseCounts()
  ) {
    self.recordCount = recordCount
    self.startUnixTime = startUnixTime
    self.duration = duration
    self.quality = quality
    self.steps = steps
    self.cycles = cycles
    self.sweeps = sweeps
    self.laterSweeps = laterSweeps
    self.pulses = pulses
    self.pulseCounts = pulseCounts
  }

  /// Whether some finding forbids reporting numbers of this run.
  public var isRefused: Bool { quality.contains { $0.severity == .refused } }
}
