public import Assessment

/// F17: voltage, current and what else was recorded, over time.
public struct StripChart: Drawing, Equatable {
  public enum Quantity: String, Sendable, CaseIterable {
    case voltage, current, temperature, charge
  }

  /// What was recorded of one quantity; current and charge are positive on charge.
  public struct Trace: Sendable, Equatable {
    public var quantity: Quantity
    public var points: [TracePoint]

    public init(_ quantity: Quantity, points: [TracePoint]) {
      self.quantity = quantity
      self.points = points
    }
  }

  /// Time of which there is no sample, in s, and why.
  public struct Gap: Sendable, Equatable {
    public var from: Double
    public var to: Double
    /// A code such as `no-answer`.
    public var cause: String
    public var words: Words

    public init(from: Double, to: Double, cause: String, words: Words) {
      self.from = from
      self.to = to
      self.cause = cause
      self.words = words
    }
  }

  /// Where a step begins.
  public struct StepMark: Sendable, Equatable {
    public var time: Double
    public var number: Int
    public var mode: String

    public init(time: Double, number: Int, mode: String) {
      self.time = time
      self.number = number
      self.mode = mode
    }
  }

  /// Where a limit was crossed.
  public struct Alarm: Sendable, Equatable {
    public var time: Double
    public var quantity: Quantity
    public var limit: Double

    public init(time: Double, quantity: Quantity, limit: Double) {
      self.time = time
      self.quantity = quantity
      self.limit = limit
    }
  }

  public var traces: [Trace]
  public var gaps: [Gap]
  public var steps: [StepMark]
  public var alarms: [Alarm]
  /// The window in s; nil for all.
  public var window: ClosedRange<Double>?
  /// The present time of a run that goes on: from the last sample to it nothing is known.
  public var now: Double?
  public var name: String

  public init(
    traces: [Trace], gaps: [Gap] = [], steps: [StepMark] = [], alarms: [Alarm] = [],
    window: ClosedRange<Double>? = nil, now: Double? = nil, name: String = ""
  ) {
    self.traces = traces
    self.gaps = gaps
    self.steps = steps
    self.alarms = alarms
    self.window = window
    self.now = now
    self.name = name
  }
}
