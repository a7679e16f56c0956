import CellData

/// What is kept of one step of the current: its curve of resistance, not yet interpreted.
struct PulseReading: Sendable {
  /// Without resistances, parts, ladder and state of charge.
  var pulse: CurrentPulse
  var curve: ResistanceCurve
  /// How far the voltage at rest went over the pulse; nil where no rest after it shows that.
  var drift: Drift?

  struct Drift: Sendable {
    /// In V, and the length of the rest in s.
    var voltage, rest: Double
  }

  /// Of a step that lasts longer only the first ``beginning`` is kept, in s.
  static let longestPulse = 3600.0
  static let beginning = 60.0

  /// Nil where the current did not settle, or goes to rest: that is a relaxation, no pulse.
  init?(_ capture: PulseCapture) {
    let start = Self.before(capture)
    let change = capture.level - start.current
    var samples = capture.samples
    if let latest = capture.latest, let kept = samples.last, latest.time > kept.time {
      samples.append(latest)
    }
    let settled = samples.filter { abs($0.current - capture.level) <= 0.01 * abs(change) }
    guard settled.count >= 2, abs(capture.level) > 0.5 * abs(change), let first = settled.first,
      let last = settled.last, first.time > 0, last.time > first.time
    else { return nil }
    let points = settled.map {
      ResistanceCurve.Point(
        time: $0.time, resistance: ($0.voltage - start.voltage) / ($0.current - start.current))
    }
    guard let curve = ResistanceCurve(points) else { return nil }
    self.curve = last.time > Self.longestPulse ? curve.upTo(Self.beginning) : curve
    let mean = settled.reduce(0) { $0 + $1.current } / Double(settled.count)
    pulse = CurrentPulse(
      kind: .beginning, record: capture.record, time: Seconds(capture.edgeTime),
      currentBefore: Amperes(start.current), current: Amperes(mean),
      direction: mean > 0 ? .charge : .discharge,
      duration: Seconds(capture.latest?.time ?? last.time),
      restBefore: Seconds(capture.restBefore), voltageBefore: Volts(start.voltage),
      samplingInterval: Seconds(first.time), charge: .zero,
      temperature: capture.temperature.map { Celsius($0) }, resistances: [],
      noise: Ohms(Self.noise(capture) / abs(change)), fit: .notAPulse)
  }

  /// Voltage and current just before the edge: the mean of the last samples at the old current.
  private static func before(_ capture: PulseCapture) -> (voltage: Double, current: Double) {
    let tail = capture.before.suffix(5)
    guard let last = tail.last else { return (0, 0) }
    // While the voltage still moves, only the last samples are near the edge.
    let span = last.time - (tail.first?.time ?? last.time)
    let drift = abs(last.voltage - (tail.first?.voltage ?? last.voltage))
    let near = span > 0 && drift > 1e-4 ? tail.suffix(1) : tail
    let n = Double(near.count)
    return (
      near.reduce(0) { $0 + $1.voltage } / n, near.reduce(0) { $0 + $1.current } / n
    )
  }

  /// The noise of the voltage: its scatter before the step, at least that of its last digit.
  private static func noise(_ capture: PulseCapture) -> Double {
    let volts = capture.before.map(\.voltage)
    var smallest = Double.infinity
    for (a, b) in zip(volts, volts.dropFirst()) where a != b {
      smallest = min(smallest, abs(a - b))
    }
    for (a, b) in zip(capture.samples, capture.samples.dropFirst()) where a.voltage != b.voltage {
      smallest = min(smallest, abs(a.voltage - b.voltage))
    }
    // An error that is even over one digit has a variance of a twelfth of its square.
    let digit = smallest.isFinite ? smallest / 12.0.squareRoot() : 0
    guard volts.count >= 4 else { return digit }
    // Second differences do not see a drift; their variance is six times the noise's.
    var squares = 0.0
    for k in 1..<volts.count - 1 {
      let bend = volts[k - 1] - 2 * volts[k] + volts[k + 1]
      squares += bend * bend
    }
    return max(digit, (squares / Double(6 * (volts.count - 2))).squareRoot())
  }
}
