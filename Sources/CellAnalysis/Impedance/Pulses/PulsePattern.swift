import CellData

/// The shapes of test that pulses are part of, told by what comes before and after each.
///
/// A shape says which definition of a direct-current resistance the readings can be compared with;
/// it does not say that the test met the standard.
public enum PulsePattern: String, Sendable, CaseIterable {
  /// A discharge pulse of 10 or 30 s, 40 s of rest, a charge pulse of about 0.75 of the current
  /// (INL/EXT-14-32849, USABC).
  case hppc
  /// The same with 18 s (VDA, ISO 12405-1).
  case iso = "iso-12405"
  /// A constant current right after a smaller one of the same direction (IEC 61960-3, IEC 62620):
  /// R = (V1 − V2)/(I2 − I1) is the resistance at the end.
  case twoStep = "iec-two-step"
  /// A pulse of a minute or more between rests at least as long, the same again and again (GITT).
  case titration = "gitt"

  /// For each reading in the order of the run the shape that it is part of, if any.
  static func patterns(_ readings: [PulseReading]) -> [PulsePattern?] {
    var patterns: [PulsePattern?] = Array(repeating: nil, count: readings.count)
    for k in readings.indices.dropLast() {
      let (a, b) = (readings[k].pulse, readings[k + 1].pulse)
      if isTwoStep(a, b) { patterns[k + 1] = .twoStep }
      if isTitration(a, b) { (patterns[k], patterns[k + 1]) = (.titration, .titration) }
      if let pair = pair(a, b) { (patterns[k], patterns[k + 1]) = (pair, pair) }
    }
    return patterns
  }

  private static func pair(_ a: CurrentPulse, _ b: CurrentPulse) -> PulsePattern? {
    let ratio = abs(b.current.value / a.current.value)
    let pause = b.time.value - a.time.value - a.duration.value
    guard a.direction == .discharge, b.direction == .charge, (0.65...0.85).contains(ratio),
      (35...45).contains(pause), a.restBefore.value > 0
    else { return nil }
    func lasts(_ seconds: Double) -> Bool { abs(a.duration.value - seconds) <= 0.05 * seconds }
    return lasts(10) || lasts(30) ? .hppc : lasts(18) ? .iso : nil
  }

  private static func isTwoStep(_ a: CurrentPulse, _ b: CurrentPulse) -> Bool {
    let gap = b.time.value - a.time.value - a.duration.value
    return a.direction == b.direction && b.restBefore.value == 0
      && abs(gap) <= max(0.1 * a.duration.value, 2 * b.samplingInterval.value)
      && abs(b.currentBefore.value - a.current.value) <= 0.05 * abs(a.current.value)
      && abs(b.current.value) >= 3 * abs(a.current.value)
  }

  private static func isTitration(_ a: CurrentPulse, _ b: CurrentPulse) -> Bool {
    a.direction == b.direction && a.kind == .pulse && b.kind == .pulse
      && a.duration.value >= 60 && abs(b.duration.value / a.duration.value - 1) <= 0.1
      && abs(b.current.value / a.current.value - 1) <= 0.05
      && b.restBefore.value >= 0.9 * a.duration.value
  }
}
