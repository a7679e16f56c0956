import CellData

/// What Maccor's exports leave unsaid about the units of their columns.
enum MaccorText {
  static let name = "Maccor text"

  static func recognises(_ labels: [String]) -> Bool {
    let names = Set(labels)
    return names.contains("Rec#") && (names.contains("Cyc#") || names.contains("Amps"))
      || names.contains("Cap. [Ah]") && names.contains("TestTime")
      || names.contains("Amp-hr") && names.contains("Volts")
  }

  /// Settles the units, where a person has not.
  ///
  /// `TestTime` is in minutes where the wall clock of the records says so; without one nothing
  /// tells, and it counts as seconds. A column called `Volts` with values above 1000 is in mV: no
  /// cell has as many volts.
  static func settle(
    _ plan: inout ColumnPlan, _ sample: SampleRows, _ options: ReadOptions
  ) -> [QualityFinding] {
    var findings: [QualityFinding] = []
    if options.units[.time] == nil, isInMinutes(plan.labels, sample) {
      plan.assume("min", for: .time, under: "TestTime")
      plan.assume("min", for: .stepTime, under: "StepTime")
    }
    if options.units[.voltage] == nil, let column = plan.labels.firstIndex(of: "Volts"),
      sample.numbers(of: column).contains(where: { abs($0) > 1000 })
    {
      plan.assume("mV", for: .voltage, under: "Volts")
      findings.append(QualityFinding(.ambiguousText, .repaired, subject: "Volts"))
    }
    return findings
  }

  /// Whether a minute of the wall clock is one unit of `TestTime`.
  private static func isInMinutes(_ labels: [String], _ sample: SampleRows) -> Bool {
    guard let time = labels.firstIndex(of: "TestTime"),
      let clock = labels.firstIndex(where: { $0.lowercased() == "dpt time" })
    else { return false }
    let records = zip(sample.numbers(of: time), sample.timesOfDay(of: clock))
    guard let first = records.first(where: { _ in true }) else { return false }
    for (units, seconds) in records where units > first.0 && seconds >= first.1 + 10 {
      return (55...65).contains((seconds - first.1) / (units - first.0))
    }
    return false
  }
}
