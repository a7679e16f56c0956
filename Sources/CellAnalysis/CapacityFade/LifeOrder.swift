import CellData

/// How the order of several runs was proven.
public enum LifeOrderProof: String, Sendable, CaseIterable {
  case singleRun = "single-run"
  /// Every run has a wall clock.
  case wallClock = "wall-clock"
  /// Every name holds a date as month_day_year, as the CALCE series do.
  case namesMonthDayYear = "names-month-day-year"
  /// Neither: the order of the names was taken.
  case unproven
}

/// The runs of one cell in the order in which they took place.
struct LifeOrder {
  private(set) var runs: [LifeRun]
  private(set) var proof: LifeOrderProof
  private(set) var findings: [QualityFinding] = []
  /// Whether the runs cannot be one life.
  private(set) var isRefused = false
  /// Stretches between two runs without a record.
  private(set) var stretches: [MissingStretch] = []
  /// Runs whose cycles a cycle table repeats; they count there.
  private(set) var covered: [CoveredRun] = []

  /// Stretches shorter than this are a change of files, not a missing part of the life.
  static let shortestStretch = 86400.0
  /// Clocks of neighbouring runs may overlap by this much.
  static let clockTolerance = 120.0

  init(_ given: [LifeRun]) {
    let kept = Self.withoutDoubles(given)
    let split = CoveredRun.split(kept.runs)
    covered = split.covered
    (runs, proof) = Self.sorted(split.runs)
    findings = kept.findings + covered.map(\.finding)
    if proof == .unproven { findings.append(QualityFinding(.runOrderUnproven, .warning)) }
    if proof == .wallClock { findSpans() }
  }

  /// Drops runs that are the same as another one or a beginning of it.
  private static func withoutDoubles(
    _ runs: [LifeRun]
  ) -> (runs: [LifeRun], findings: [QualityFinding]) {
    var kept: [LifeRun] = []
    var findings: [QualityFinding] = []
    for (index, run) in runs.enumerated() {
      let isDouble = runs.enumerated().contains { other, whole in
        other != index && run.isPart(of: whole) && (other < index || !whole.isPart(of: run))
      }
      if isDouble {
        findings.append(QualityFinding(.duplicatedRun, .repaired, subject: run.name))
      } else {
        kept.append(run)
      }
    }
    return (kept, findings)
  }

  private static func sorted(_ runs: [LifeRun]) -> ([LifeRun], LifeOrderProof) {
    guard runs.count > 1 else { return (runs, .singleRun) }
    let clocks = runs.compactMap(\.startUnixTime)
    if clocks.count == runs.count {
      return (order(runs, by: clocks), .wallClock)
    }
    let dates = runs.compactMap { date(in: $0.name) }
    if dates.count == runs.count, Set(dates).count == dates.count {
      return (order(runs, by: dates.map(Double.init)), .namesMonthDayYear)
    }
    return (runs, .unproven)
  }

  private static func order(_ runs: [LifeRun], by keys: [Double]) -> [LifeRun] {
    runs.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }.map { runs[$0] }
  }

  /// A date written as month_day_year at the end of a name, as a number that sorts; nil if none.
  static func date(in name: String) -> Int? {
    let stem = name.split(separator: ".").first ?? ""
    let parts = stem.split { $0 == "_" || $0 == "-" || $0 == " " }.suffix(3).map { Int($0) }
    guard parts.count == 3, let month = parts[0], let day = parts[1], var year = parts[2],
      (1...12).contains(month), (1...31).contains(day), year >= 0
    else { return nil }
    if year < 100 { year += year < 70 ? 2000 : 1900 }
    return year * 10000 + month * 100 + day
  }

  private mutating func findSpans() {
    for (earlier, later) in zip(runs, runs.dropFirst()) {
      guard let end = earlier.endUnixTime, let next = later.startUnixTime else { continue }
      let pause = next - end
      if pause < -Self.clockTolerance {
        isRefused = true
        findings.append(
          QualityFinding(
            .runsOverlapInTime, .warning, subject: later.name, values: ["overlap_s": -pause]))
      } else if pause > Self.shortestStretch {
        stretches.append(
          MissingStretch(after: earlier.name, before: later.name, days: pause / 86400))
      }
    }
  }
}

/// Time between two runs of which nothing was recorded.
public struct MissingStretch: Sendable, Equatable {
  public var after: String
  public var before: String
  public var days: Double
}
