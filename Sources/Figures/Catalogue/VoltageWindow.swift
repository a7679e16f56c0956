public import Assessment

/// F19: the voltage over time between its declared limits, and how long it was outside.
public struct VoltageWindow: Drawing, Equatable {
  /// The lowest and the highest voltage of a stretch of time, in s and V.
  public struct Span: Sendable, Equatable {
    public var from: Double
    public var to: Double
    public var low: Double
    public var high: Double

    public init(from: Double, to: Double, low: Double, high: Double) {
      self.from = from
      self.to = to
      self.low = low
      self.high = high
    }
  }

  /// The samples, or where only findings are known the range of each step.
  public var points: [TracePoint]
  public var spans: [Span]
  public var lowerLimit: Double?
  public var upperLimit: Double?
  /// Seconds outside, as the analysis found them.
  public var timeAbove: Double?
  public var timeBelow: Double?
  public var name: String

  public init(
    points: [TracePoint] = [], spans: [Span] = [], lowerLimit: Double?, upperLimit: Double?,
    timeAbove: Double? = nil, timeBelow: Double? = nil, name: String = ""
  ) {
    self.points = points
    self.spans = spans
    self.lowerLimit = lowerLimit
    self.upperLimit = upperLimit
    self.timeAbove = timeAbove
    self.timeBelow = timeBelow
    self.name = name
  }

  /// The steps of a report's first input, each as the range of its voltages.
  public init(_ report: Report) throws(FigureRefusal) {
    let steps = report.steps ?? []
    let lower = report.cell?.minimumVoltage?.doubleValue
    let upper = report.cell?.maximumVoltage?.doubleValue
    guard !steps.isEmpty, lower != nil || upper != nil else {
      throw FigureRefusal(
        .voltageWindow,
        en: "it needs a run, and minimumVoltage_V or maximumVoltage_V in cell.json",
        ja: "試験データと、cell.jsonのminimumVoltage_VまたはmaximumVoltage_Vが必要です")
    }
    let input = steps[0].input
    let shown = steps.filter { $0.input == input }
    let cycles = (report.cycles ?? []).filter { $0.input == input }
    func sum(_ times: [Double?]) -> Double? {
      let known = times.compactMap(\.self)
      return known.isEmpty ? nil : known.reduce(0, +)
    }
    self.init(
      spans: shown.map {
        Span(
          from: $0.start, to: $0.start + $0.duration, low: $0.minimumVoltage,
          high: $0.maximumVoltage)
      }, lowerLimit: lower, upperLimit: upper,
      timeAbove: sum(cycles.map(\.timeAboveMaximumVoltage)),
      timeBelow: sum(cycles.map(\.timeBelowMinimumVoltage)),
      name: [report.cellName, input].compactMap(\.self).joined(separator: " · "))
  }
}
