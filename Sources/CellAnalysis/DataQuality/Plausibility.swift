import CellData
import ColumnKernels

/// Whether a whole run makes sense: sign, units and resolution against each other.
struct Plausibility {
  let segments: [Segment]
  let steps: [Step]
  let cycles: [Cycle]
  var pulses: [CurrentPulse] = []
  let restLevel: Double
  let settings: AnalysisSettings
  /// The smallest change of the current that was seen, in A.
  let smallestCurrentChange: Double

  func findings() -> [QualityFinding] {
    let resolution = currentResolution
    let counters = CounterCheck(
      segments: segments, restLevel: restLevel, currentResolution: resolution ?? .infinity)
    return [
      sign(), capacityAgainstRating(), samplingInterval(), coarseCurrent(),
      startsInsideDischarge(), window(.aboveMaximumVoltage), window(.belowMinimumVoltage),
    ].compactMap(\.self) + counters.findings()
  }

  private var active: [Segment] { segments.filter { !$0.isRest(restLevel) } }

  /// The decimal place to which the current was written, as far as its changes show it.
  private var currentResolution: Double? {
    guard smallestCurrentChange.isFinite, smallestCurrentChange > 1e-12 else { return nil }
    var power = 1.0
    while power > smallestCurrentChange * 1.001 { power /= 10 }
    while power * 10 <= smallestCurrentChange * 1.001 { power *= 10 }
    return power
  }

  // MARK: Sign

  /// At constant current the voltage rises on charge and falls on discharge.
  private func sign() -> QualityFinding? {
    let sweeps = steps.filter {
      $0.mode == .constantCurrent && $0.duration.value > 60
        && $0.lastRecord - $0.firstRecord >= 10
        && ($0.endVoltage - $0.startVoltage).magnitude.value > 0.02
    }
    guard !sweeps.isEmpty else { return signOfPulses() }
    let wrong = sweeps.filter { ($0.endVoltage > $0.startVoltage) != ($0.meanCurrent > .zero) }
    guard swing(wrong) > 0.25 * swing(sweeps) else { return nil }
    return QualityFinding(
      .currentSign, .refused, count: wrong.count, records: wrong.map(\.firstRecord),
      values: ["agree": Double(sweeps.count - wrong.count), "disagree": Double(wrong.count)])
  }

  /// A step of the current moves the voltage to its own side: no cell has a negative resistance.
  private func signOfPulses() -> QualityFinding? {
    let clear = pulses.compactMap { pulse in
      pulse.resistances.last.map { (record: pulse.record + 1, resistance: $0.resistance.value) }
    }.filter { $0.resistance != 0 }
    let wrong = clear.filter { $0.resistance < 0 }
    guard !wrong.isEmpty, 2 * wrong.count > clear.count else { return nil }
    return QualityFinding(
      .currentSign, .refused, count: wrong.count, records: wrong.map(\.record),
      values: ["agree": Double(clear.count - wrong.count), "disagree": Double(wrong.count)])
  }

  /// By how many volts the steps move the cell, all together.
  private func swing(_ steps: [Step]) -> Double {
    steps.reduce(0) { $0 + ($1.endVoltage - $1.startVoltage).magnitude.value }
  }

  // MARK: Units

  /// No step holds many times the rated capacity, and no tester drives hundreds of C.
  private func capacityAgainstRating() -> QualityFinding? {
    guard let rated = settings.ratedCapacity?.value, rated > 0 else { return nil }
    guard let largest = active.max(by: { abs($0.charge) < abs($1.charge) }) else { return nil }
    let capacity = abs(largest.charge) / 3600
    let fastest = active.map { abs($0.meanCurrent) }.max() ?? 0
    let spansWindow = zip2(settings.minimumVoltage, settings.maximumVoltage).map { low, high in
      largest.voltage.maximum - largest.voltage.minimum > 0.7 * (high - low).value
    }
    let tooSmall = spansWindow == true && capacity < rated / 50
    guard capacity > 20 * rated || fastest > 200 * rated || tooSmall else { return nil }
    return QualityFinding(
      .currentUnitSlip, .refused, records: [largest.first.record],
      values: ["capacity_Ah": capacity, "rated_Ah": rated, "cRate": fastest / rated])
  }

  /// Nobody drives current for days with a sample every few hours.
  private func samplingInterval() -> QualityFinding? {
    let intervals = active.reduce(0) { $0 + $1.sampleCount - 1 }
    let time = active.reduce(0) { $0 + $1.duration }
    guard intervals >= 50, time / Double(intervals) > 3600 else { return nil }
    return QualityFinding(
      .timeUnitSlip, .refused,
      values: [
        "interval_s": time / Double(intervals),
        "duration_s": (segments.last?.last.time ?? 0) - (segments.first?.first.time ?? 0),
      ])
  }

  // MARK: Resolution

  /// A current of a few units of its last decimal gives no capacity worth the name.
  private func coarseCurrent() -> QualityFinding? {
    guard let resolution = currentResolution else { return nil }
    let largest = active.map { abs($0.charge) }.max() ?? 0
    let main = active.filter { abs($0.charge) >= 0.1 * largest && $0.sampleCount > 10 }
    guard let coarsest = main.min(by: { abs($0.meanCurrent) < abs($1.meanCurrent) }) else {
      return nil
    }
    let doubt = resolution / 2 / abs(coarsest.meanCurrent)
    guard doubt > 0.01 else { return nil }
    var values = [
      "resolution_A": resolution, "current_A": abs(coarsest.meanCurrent),
      "integral_Ah": abs(coarsest.charge) / 3600, "doubt_percent": doubt * 100,
    ]
    guard let counter = coarsest.counters.netCharge(side: coarsest.side) else {
      // Without a counter only a current that was seen to jump by its last decimal is coarse: an
      // ideal current may be a round number.
      guard smallestCurrentChange < 0.5 * abs(coarsest.meanCurrent) else { return nil }
      return QualityFinding(.currentResolution, .note, values: values)
    }
    values["counter_Ah"] = abs(counter)
    let difference = abs(abs(counter) * 3600 - abs(coarsest.charge))
    guard difference > 0.01 * abs(coarsest.charge) else { return nil }
    return QualityFinding(
      .currentResolution, .refused, records: [coarsest.first.record],
      effect: AmpereHours((abs(coarsest.charge) - abs(counter) * 3600) / 3600), values: values)
  }

  // MARK: The test

  private func startsInsideDischarge() -> QualityFinding? {
    guard let first = steps.first, first.direction == .discharge else { return nil }
    return QualityFinding(.startsInsideDischarge, .note, records: [first.firstRecord])
  }

  private func window(_ code: QualityFinding.Code) -> QualityFinding? {
    let isAbove = code == .aboveMaximumVoltage
    guard let limit = isAbove ? settings.maximumVoltage : settings.minimumVoltage else {
      return nil
    }
    let times = cycles.map {
      (isAbove ? $0.timeAboveMaximumVoltage : $0.timeBelowMinimumVoltage)?.value ?? 0
    }
    let extreme =
      isAbove
      ? segments.map(\.voltage.maximum).max() ?? limit.value
      : segments.map(\.voltage.minimum).min() ?? limit.value
    guard isAbove ? extreme > limit.value : extreme < limit.value else { return nil }
    let outside = steps.filter {
      isAbove ? $0.maximumVoltage > limit : $0.minimumVoltage < limit
    }
    return QualityFinding(
      code, abs(extreme - limit.value) > 0.01 ? .warning : .note,
      count: max(1, times.count { $0 > 0 }), records: outside.map(\.firstRecord),
      values: [
        "time_s": times.reduce(0, +), "limit_V": limit.value, "extreme_V": extreme,
        "cycles": Double(times.count { $0 > 0 }),
      ])
  }
}

private func zip2<A, B>(_ a: A?, _ b: B?) -> (A, B)? {
  guard let a, let b else { return nil }
  return (a, b)
}
