import CellData
import ColumnKernels

/// Compares, step by step, the integral of the current with the instrument's own counter.
struct CounterCheck {
  let segments: [Segment]
  let restLevel: Double
  /// The resolution of the current in A, infinity if unknown.
  let currentResolution: Double

  /// Beyond what rounding and sampling explain, this share of the charge is tolerated.
  static let share = 2e-3

  private struct Comparison {
    var record: Int
    var integral: Double
    var counter: Double
    var tolerance: Double
    var difference: Double { abs(abs(counter) - abs(integral)) }
  }

  private var comparisons: [Comparison] {
    segments.compactMap { segment in
      guard !segment.isRest(restLevel), segment.sampleCount > 2,
        let counter = segment.counters.netCharge(side: segment.side)
      else { return nil }
      return Comparison(
        record: segment.first.record, integral: segment.charge / 3600, counter: counter,
        tolerance: tolerance(segment))
    }
  }

  /// What rounding of the current and its change between samples can make up, in Ah.
  private func tolerance(_ segment: Segment) -> Double {
    let rounding = currentResolution.isFinite ? currentResolution / 2 * segment.duration : 0
    let settled = segment.settledCurrent
    let change = max(
      abs(segment.last.current - segment.first.current),
      settled.count > 0 ? settled.maximum - settled.minimum : 0)
    let sampling = change * segment.longestInterval
    return (rounding + sampling) / 3600 + Self.share * abs(segment.charge / 3600)
  }

  func findings() -> [QualityFinding] {
    let all = comparisons
    let total = all.map { abs($0.integral) }.max() ?? 0
    let wrong = all.filter { $0.difference > $0.tolerance + 1e-4 * total }
    return [falls(), contradiction(), disagreement(wrong, of: all)].compactMap(\.self)
  }

  private func falls() -> QualityFinding? {
    let fallen = segments.filter { $0.counters.falls > 0 }
    guard let worst = fallen.max(by: { $0.counters.largestFall < $1.counters.largestFall }) else {
      return nil
    }
    return QualityFinding(
      .counterRunsBack, .warning, count: fallen.reduce(0) { $0 + $1.counters.falls },
      records: fallen.map(\.counters.fallRecord),
      values: ["jump_Ah": worst.counters.largestFall])
  }

  /// Steps with current of one sign during which only the counter of the other direction moved.
  private func contradiction() -> QualityFinding? {
    let main = segments.filter { !$0.isRest(restLevel) && $0.sampleCount > 10 }
    let wrong = main.filter { $0.counters.contradicts(side: $0.side) }
    guard wrong.count * 2 > main.count else { return nil }
    return QualityFinding(
      .currentSign, .refused, count: wrong.count, records: wrong.map(\.first.record),
      subject: "capacity counters",
      values: ["agree": Double(main.count - wrong.count), "disagree": Double(wrong.count)])
  }

  private func disagreement(_ wrong: [Comparison], of all: [Comparison]) -> QualityFinding? {
    guard let worst = wrong.max(by: { $0.difference < $1.difference }) else { return nil }
    let ratio = abs(worst.counter) / abs(worst.integral)
    let isSlip =
      wrong.count * 2 > all.count && (abs(ratio / 1000 - 1) < 0.05 || abs(ratio * 1000 - 1) < 0.05)
    let difference = wrong.reduce(0) { $0 + abs($1.counter) - abs($1.integral) }
    return QualityFinding(
      isSlip ? .currentUnitSlip : .counterDisagrees, isSlip ? .refused : .warning,
      count: wrong.count, records: wrong.map(\.record), effect: AmpereHours(difference),
      values: [
        "integral_Ah": worst.integral, "counter_Ah": worst.counter,
        "tolerance_Ah": worst.tolerance, "difference_percent": (ratio - 1) * 100,
      ])
  }
}
