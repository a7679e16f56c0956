/// Something about the data that a reader of the results must know.
///
/// A finding holds a code and numbers; the words for people are made where the report is written.
public struct QualityFinding: Sendable, Equatable {
  /// What was found; the raw values are part of the contract of the report.
  public enum Code: String, Sendable, CaseIterable {
    // The clock.
    case clockRestart = "clock-restart"
    case clockRunsBack = "clock-runs-back"
    case clockStandsStill = "clock-stands-still"
    case clockStep = "clock-step"
    case samplingGap = "sampling-gap"
    case timeUnitSlip = "time-unit-slip"
    // The current and the counters.
    case counterDisagrees = "counter-disagrees"
    case counterRunsBack = "counter-runs-back"
    case currentResolution = "current-resolution"
    case currentSign = "current-sign"
    case currentUnitSlip = "current-unit-slip"
    // The columns of the file.
    case cycleColumnIsNoCycle = "cycle-column-is-no-cycle"
    case cycleColumnDisagrees = "cycle-column-disagrees"
    case stepColumnIsNoStep = "step-column-is-no-step"
    case stepColumnDisagrees = "step-column-disagrees"
    case temperatureColumnIsConstant = "temperature-column-is-constant"
    // Values.
    case missingValue = "missing-value"
    case sentinelValue = "sentinel-value"
    case impossibleValue = "impossible-value"
    case aboveMaximumVoltage = "above-maximum-voltage"
    case belowMinimumVoltage = "below-minimum-voltage"
    // The file as a whole.
    case cutFile = "cut-file"
    case duplicatedRows = "duplicated-rows"
    case emptyRun = "empty-run"
    case ambiguousText = "ambiguous-text"
    case unknownContent = "unknown-content"
    case interpolatedValue = "interpolated-value"
    // The recording, where the run comes from an archive.
    case recordedGap = "recorded-gap"
    case recordedEvent = "recorded-event"
    case runStillOpen = "run-still-open"
    // The test.
    case startsInsideDischarge = "starts-inside-discharge"
    case moreCapacityAtHigherCurrent = "more-capacity-at-higher-current"
    // Several runs as one life.
    case runsOverlapInTime = "runs-overlap-in-time"
    case runOrderUnproven = "run-order-unproven"
    case duplicatedRun = "duplicated-run"
    case cellsMixed = "cells-mixed"
    case capacityRises = "capacity-rises"
    case tooFewCycles = "too-few-cycles"
    case tableCoversRun = "table-covers-run"
    case chargeLimitedCycles = "charge-limited-cycles"
  }

  /// How much the finding matters.
  public enum Severity: String, Sendable, CaseIterable {
    /// Worth knowing; no number changes.
    case note
    /// A number may be off by the stated effect.
    case warning
    /// A number would have been wrong; it was mended by the rule named.
    case repaired
    /// Numbers that depend on this are not reported.
    case refused
  }

  public var code: Code
  public var severity: Severity
  /// How often it was seen.
  public var count: Int
  /// The first samples where it was seen, counted from 1; at most ``recordLimit`` of them.
  public var records: [Int]
  /// What a tool that trusts the data would add to the summed capacity, in Ah; nil if unknown.
  public var effect: AmpereHours?
  /// The column, counter or file that is spoken of, as it is called there.
  public var subject: String?
  /// Numbers for the message, by name; the name carries the unit (`counter_Ah`).
  public var values: [String: Double]

  /// How many sample numbers a finding keeps.
  public static let recordLimit = 20

  public init(
    _ code: Code, _ severity: Severity, count: Int = 1, records: [Int] = [],
    effect: AmpereHours? = nil, subject: String? = nil, values: [String: Double] = [:]
  ) {
    self.code = code
    self.severity = severity
    self.count = count
    self.records = Array(records.prefix(Self.recordLimit))
    self.effect = effect
    self.subject = subject
    self.values = values
  }
}
