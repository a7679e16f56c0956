import CellData

/// Reads the resistances from the samples around a step.
struct PulseReading {
  let pulse: CurrentPulse?

  /// The times at which the standards read a pulse, in s: INL and USABC end at 10 and 30, ISO
  /// 12405 reads 0.1, 2, 10 and 18, IEC 61960 1 and 10, IEC 62620 5 and 30; the decades of 1 ms on
  /// show what a reading contains.
  static let times = [0.001, 0.01, 0.1, 1, 2, 5, 10, 18, 30, 60, 120, 600, 1800, 3600]

  /// Nil where the current did not settle, or goes to rest: that is a relaxation, no pulse.
  init(_ capture: PulseCapture) {
    pulse = Self.read(capture)
  }

  private static func read(_ capture: PulseCapture) -> CurrentPulse? {
    let change = capture.level - before(capture).current
    var samples = capture.samples
    if let latest = capture.latest, let kept = samples.last, latest.time > kept.time {
      samples.append(latest)
    }
    let settled = samples.filter { abs($0.current - capture.level) <= 0.01 * abs(change) }
    guard settled.count >= 2, abs(capture.level) > 0.5 * abs(change), let first = settled.first,
      let last = settled.last, first.time > 0, last.time > first.time
    else { return nil }
    let start = before(capture)
    let curve = settled.map {
      ResistanceCurve.Point(
        time: $0.time, resistance: ($0.voltage - start.voltage) / ($0.current - start.current))
    }
    guard let resistances = ResistanceCurve(curve) else { return nil }
    let mean = settled.reduce(0) { $0 + $1.current } / Double(settled.count)
    var pulse = CurrentPulse(
      record: capture.record, time: Seconds(capture.edgeTime),
      currentBefore: Amperes(start.current), current: Amperes(mean),
      direction: mean > 0 ? .charge : .discharge, duration: Seconds(last.time),
      restBefore: Seconds(capture.restBefore), voltageBefore: Volts(start.voltage),
      samplingInterval: Seconds(first.time), charge: .zero,
      temperature: capture.temperature.map { Celsius($0) }, openCircuitSlope: nil,
      resistances: [], parts: nil, ladder: nil)
    fill(&pulse, resistances, noise: noise(capture, abs(change)))
    return pulse
  }

  /// Puts resistances, parts and ladder into a pulse.
  static func fill(_ pulse: inout CurrentPulse, _ curve: ResistanceCurve, noise: Double) {
    let end = curve.last.time
    var at = times.filter { $0 > curve.first.time * 1.0001 && $0 < end * 0.9999 }
    at = [curve.first.time] + at + [end]
    pulse.resistances = at.map {
      CurrentPulse.TimedResistance(time: Seconds($0), resistance: Ohms(curve.value(at: $0)))
    }
    pulse.ladder = RelaxationLadder(curve)
    pulse.parts = curve.parts(noise: noise)
    pulse.curve = curve
    pulse.noise = noise
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

  /// The noise of a resistance: the scatter of the voltage before the step, over the change of
  /// current.
  private static func noise(_ capture: PulseCapture, _ change: Double) -> Double {
    let volts = capture.before.map(\.voltage)
    guard volts.count >= 4 else { return 0 }
    // Second differences do not see a drift; their variance is six times the noise's.
    var squares = 0.0
    for k in 1..<volts.count - 1 {
      let bend = volts[k - 1] - 2 * volts[k] + volts[k + 1]
      squares += bend * bend
    }
    return (squares / Double(6 * (volts.count - 2))).squareRoot() / change
  }
}

/// The share of a pulse's voltage that is the open-circuit voltage moving with the charge.
struct OpenCircuitDrift {
  /// How far the voltage at rest went during a pulse of this length, in V and s.
  let voltage: Double
  let seconds: Double

  init(voltage: Double, over seconds: Double) {
    self.voltage = voltage
    self.seconds = seconds
  }

  /// The pulse without it; as it was where the drift has the wrong sign.
  func removed(from pulse: CurrentPulse) -> CurrentPulse {
    let change = pulse.current.value - pulse.currentBefore.value
    guard let curve = pulse.curve, voltage * change > 0, seconds > 0 else { return pulse }
    var copy = pulse
    copy.openCircuitSlope = voltage / (pulse.current.value * seconds / 3600)
    let slope = voltage / change / seconds
    guard let straight = curve.without(slope: slope) else { return pulse }
    PulseReading.fill(&copy, straight, noise: pulse.noise)
    return copy
  }
}
