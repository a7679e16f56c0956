import CellData

/// Makes pulses of readings, once the steps of the whole run are known.
///
/// Only what is given is interpreted, and a ladder is fitted to pulses alone: at most ``most``
/// fits a run, however long it is.
struct PulseInterpreting {
  private let steps: [Step]
  private let scale: StateOfChargeScale
  private let openCircuit: OpenCircuitCurve
  private let ratedCapacity: Double?

  /// The most pulses, and the most beginnings of longer steps, that are given of a run.
  static let most = 200
  static let mostBeginnings = 40
  /// A pulse of over a minute moves at most this share of the capacity.
  static let pulseShare = 0.125

  init(_ steps: [Step], settings: AnalysisSettings) {
    self.steps = steps
    scale = StateOfChargeScale(steps, settings: settings)
    openCircuit = OpenCircuitCurve(steps)
    ratedCapacity = settings.ratedCapacity?.value
  }

  /// The pulses in the order of the run.
  ///
  /// - Complexity: O(steps + readings), and at most ``most`` fits.
  func pulses(_ readings: [PulseReading], found: Int) -> ([CurrentPulse], PulseCounts) {
    var placed = placed(readings)
    for (k, pattern) in PulsePattern.patterns(placed).enumerated() {
      placed[k].pulse.pattern = pattern
    }
    let kept = thinned(placed)
    let pulses = kept.map(interpreted)
    return (
      pulses,
      PulseCounts(
        found: found, read: readings.count, pulses: placed.count { $0.pulse.kind == .pulse },
        listed: pulses.count, fitted: pulses.count { $0.fit == .fitted })
    )
  }

  /// Readings with the charge that the steps before each brought, their cycle and their kind.
  private func placed(_ readings: [PulseReading]) -> [PulseReading] {
    var charge = 0.0
    var next = 0
    let largest =
      readings.map(\.pulse).filter { $0.duration.value <= PulseReading.longestPulse }
      .map(moved).max() ?? 0
    return readings.map { reading in
      var copy = reading
      while next < steps.count, steps[next].lastRecord <= reading.pulse.record {
        charge += steps[next].charge.value
        next += 1
      }
      var inside = 0.0
      if next < steps.count, steps[next].firstRecord <= reading.pulse.record {
        // Not every edge begins a step: take the charge within it as even over its time.
        let share =
          (reading.pulse.time.value - steps[next].start.value)
          / max(steps[next].duration.value, 1e-9)
        inside = steps[next].charge.value * min(max(share, 0), 1)
      }
      copy.pulse.charge = AmpereHours(charge + inside)
      copy.pulse.cycle = next < steps.count ? steps[next].cycle : nil
      copy.pulse.kind = kind(copy.pulse)
      if inside == 0 || steps[next].mode != .profile {
        copy.pulse.stateOfCharge = scale.stateOfCharge(
          at: charge + inside, after: next, largestPulse: largest)
      }
      return copy
    }
  }

  private func kind(_ pulse: CurrentPulse) -> CurrentPulse.Kind {
    let duration = pulse.duration.value
    if duration <= PulseReading.beginning { return .pulse }
    let capacity = ratedCapacity ?? scale.range
    return duration <= PulseReading.longestPulse && moved(pulse) <= Self.pulseShare * capacity
      ? .pulse : .beginning
  }

  /// In Ah.
  private func moved(_ pulse: CurrentPulse) -> Double {
    abs(pulse.current.value) * pulse.duration.value / 3600
  }

  /// Of pulses and of beginnings, of charges and of discharges, evenly over the run so many.
  private func thinned(_ readings: [PulseReading]) -> [PulseReading] {
    var kept = Array(repeating: true, count: readings.count)
    for kind in CurrentPulse.Kind.allCases {
      let limit = kind == .pulse ? Self.most : Self.mostBeginnings
      let alike = readings.indices.filter { readings[$0].pulse.kind == kind }
      guard alike.count > limit else { continue }
      let sides = [Direction.charge, .discharge].map { side in
        alike.filter { readings[$0].pulse.direction == side }
      }
      for side in sides where !side.isEmpty {
        let share = min(side.count, max(1, limit * side.count / alike.count))
        let chosen = Set((0..<share).map { side[$0 * (side.count - 1) / max(share - 1, 1)] })
        for k in side where !chosen.contains(k) { kept[k] = false }
      }
    }
    return zip(readings, kept).filter(\.1).map(\.0)
  }

  private func interpreted(_ reading: PulseReading) -> CurrentPulse {
    var pulse = reading.pulse
    let isPulse = pulse.kind == .pulse
    let raw = isPulse ? reading.curve : reading.curve.upTo(PulseReading.beginning)
    let slope = isPulse ? slope(reading) : nil
    let curve = slope.flatMap { raw.without(slope: $0.slope) } ?? raw
    let removed = curve == raw ? nil : slope
    pulse.openCircuitSlope = removed?.perCharge
    pulse.resistances = Self.times(raw).map { time in
      CurrentPulse.TimedResistance(
        time: Seconds(time), resistance: Ohms(raw.value(at: time)),
        withoutDrift: removed == nil ? nil : Ohms(curve.value(at: time)))
    }
    pulse.parts = curve.parts(noise: pulse.noise.value, without: removed)
    guard isPulse else { return pulse }
    pulse.ladder = RelaxationLadder(curve)
    pulse.fit = pulse.ladder == nil ? .tooFewSamples : .fitted
    if pulse.restBefore.value >= pulse.duration.value {
      pulse.diffusion = DiffusionSlope(
        raw, pulse: pulse, drift: reading.drift?.voltage,
        restRatio: (reading.drift?.rest ?? 0) / pulse.duration.value)
    }
    return pulse
  }

  /// The rests of the run tell the drift best; else the rest after the pulse does.
  private func slope(_ reading: PulseReading) -> OpenCircuitSlope? {
    if let slope = openCircuit.slope(at: reading.pulse, range: scale.range),
      slope.restRatio >= OpenCircuitSlope.settledRatio
    {
      return slope
    }
    return reading.drift.flatMap {
      OpenCircuitSlope(drift: $0.voltage, pulse: reading.pulse, rest: $0.rest)
    }
  }

  /// The times at which the standards read a pulse, in s.
  ///
  /// INL and USABC end at 10 and 30, ISO 12405 reads 0.1, 2, 5, 10, 18, 20, 30, 60, 90 and 120, IEC
  /// 61960 1 and 10, IEC 62620 5 and 30; the decades from 1 ms on show what a reading contains.
  /// Given are those that were sampled.
  private static let standardTimes = [
    0.001, 0.01, 0.03, 0.1, 1, 2, 5, 10, 18, 20, 30, 60, 90, 120, 600, 1800, 3600,
  ]

  private static func times(_ curve: ResistanceCurve) -> [Double] {
    let (first, last) = (curve.first.time, curve.last.time)
    let between = standardTimes.filter {
      $0 > first * 1.0001 && $0 < last * 0.9999 && curve.isSampled(at: $0)
    }
    return [first] + between + [last]
  }
}
