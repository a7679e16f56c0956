import CellData
import ColumnKernels

/// A stretch of samples over which the current did not jump, with its sums.
///
/// Segments are the raw material of steps: some are joined once the whole run is known.
struct Segment: Sendable {
  /// What separates a segment from the one before it.
  enum Edge: Sendable {
    /// The first of the run.
    case start
    /// The file's step number changed.
    case fileStep
    /// The current jumped, or changed between charge, rest and discharge.
    case signal
    /// The current left its constant value without a jump.
    case departure
    /// No sample for much longer than usual, or the clock was set.
    case gap
  }

  var edge: Edge
  /// The trapezoid over the interval that leads into the segment; not part of ``sums``.
  var lead: Lead
  var first: Sample
  var last: Sample
  /// The last interval within the segment, for interpolating to a cut-off voltage.
  var beforeLast: Sample?
  var sums = IntervalSums()
  var voltage = Moments()
  /// Spread of current, voltage and power, without the first samples, where the tester settles.
  var settledCurrent = Moments()
  var settledVoltage = Moments()
  var settledPower = Moments()
  /// The first samples, which do not count as settled.
  private(set) var unsettled: [Sample] = []
  var temperature = TemperatureSums()
  var counters: CounterSpan
  var longestInterval = 0.0
  var timeAboveMaximum = 0.0
  var timeBelowMinimum = 0.0
  var curve: VoltageCurve?
  /// Whether the curve was kept to show how the cell ages, not for the rate characteristic.
  var isLaterCurve = false
  /// The charge in As up to which the curve has come.
  var curveCharge = 0.0
  /// Whether it was joined from many very short ones.
  var isProfile = false
  /// Time inside the segment that was not integrated: gaps.
  var excludedTime = 0.0
  var fileCycle: Double = .nan
  /// Whether the current was still at its constant value; false after a ``Edge/departure``.
  var isSteady: Bool

  /// How many samples at the start of a segment do not count as settled.
  static let settling = 2

  init(at sample: Sample, after previous: Sample?, edge: Edge, counters: CounterSpan) {
    self.edge = edge
    self.lead = Lead(from: previous, to: sample)
    self.first = sample
    self.last = sample
    self.counters = counters
    self.isSteady = edge != .departure
  }

  var sampleCount: Int { voltage.count }
  var duration: Double { last.time - first.time }
  /// Net charge in As.
  var charge: Double { sums.positive + sums.negative }
  /// Net energy in Ws.
  var energy: Double { sums.positiveProduct + sums.negativeProduct }

  /// Mean current over time; the only sample's where there is just one.
  var meanCurrent: Double { duration > 0 ? charge / duration : last.current }

  /// The change of current that began the segment; nil where no jump was recorded.
  var entry: CurrentJump? {
    guard edge == .signal || edge == .fileStep, lead.dt > 0 else { return nil }
    return CurrentJump(
      time: Seconds(first.time), interval: Seconds(lead.dt), voltageBefore: Volts(lead.voltage0),
      voltageAfter: Volts(lead.voltage1), currentBefore: Amperes(lead.current0),
      currentAfter: Amperes(lead.current1))
  }

  /// Notes one of the first samples.
  mutating func noteUnsettled(_ sample: Sample) { unsettled.append(sample) }

  /// Counts the first samples as settled after all: the segment is a piece of a longer stretch.
  mutating func settleAll() {
    for sample in unsettled {
      settledCurrent.add(sample.current)
      settledVoltage.add(sample.voltage)
      settledPower.add(sample.current * sample.voltage)
    }
    unsettled = []
  }

  /// Adds the interval that leads in to the segment's own sums.
  mutating func absorbLead() {
    sums.add(
      dt: lead.dt, x0: lead.current0, x1: lead.current1, y0: lead.voltage0, y1: lead.voltage1)
  }
}

/// The interval between the last sample of one segment and the first of the next.
struct Lead: Sendable {
  var dt = 0.0
  var current0 = 0.0
  var current1 = 0.0
  var voltage0 = 0.0
  var voltage1 = 0.0

  init(from previous: Sample?, to sample: Sample) {
    guard let previous else { return }
    dt = sample.time - previous.time
    (current0, current1) = (previous.current, sample.current)
    (voltage0, voltage1) = (previous.voltage, sample.voltage)
  }

  /// The trapezoid of the current, in As.
  var charge: Double { (current0 + current1) * 0.5 * dt }
}

/// The temperature over time, weighted by the intervals.
struct TemperatureSums: Sendable {
  var weighted = 0.0
  var weight = 0.0
  var maximum = -Double.infinity

  mutating func add(_ value: Double, dt: Double) {
    guard value.isFinite else { return }
    weighted += value * dt
    weight += dt
    maximum = Swift.max(maximum, value)
  }

  mutating func merge(_ other: TemperatureSums) {
    weighted += other.weighted
    weight += other.weight
    maximum = Swift.max(maximum, other.maximum)
  }

  var mean: Celsius? { weight > 0 ? Celsius(weighted / weight) : nil }
  var highest: Celsius? { maximum.isFinite ? Celsius(maximum) : nil }
}
