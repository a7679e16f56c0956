import CellData

/// One finding of every code, with the numbers that the analysis gives.
enum SampleFindings {
  static let values: [QualityFinding.Code: [String: Double]] = [
    .clockRestart: ["previous_s": 1234.5, "found_s": 0],
    .clockRunsBack: ["previous_s": 1234.5, "found_s": 1100.25],
    .clockStandsStill: ["longest_s": 77],
    .clockStep: ["wallClock_s": 3661, "testTime_s": 61],
    .samplingGap: ["gap_s": 7200, "typical_s": 9.5, "confirmed": 2],
    .timeUnitSlip: ["duration_s": 1.324e9, "wallClock_s": 367_777, "factor": 3600],
    .counterDisagrees: ["integral_Ah": 1.036, "counter_Ah": 1.001, "tolerance_Ah": 0.0015],
    .counterRunsBack: ["jump_Ah": 0.25],
    .currentResolution: [
      "resolution_A": 0.0001, "current_A": 0.00035, "integral_Ah": 0.007144,
      "counter_Ah": 0.0063, "doubt_percent": 14.3,
    ],
    .currentSign: ["agree": 1, "disagree": 17],
    .currentUnitSlip: ["cRate": 1000, "capacity_Ah": 2750, "rated_Ah": 2.8],
    .cycleColumnIsNoCycle: ["value": 6.28319],
    .cycleColumnDisagrees: ["file": 12, "found": 10],
    .stepColumnIsNoStep: ["changes": 900, "records": 1000],
    .stepColumnDisagrees: ["file": 31, "found": 29],
    .temperatureColumnIsConstant: ["value_degC": 0],
    .missingValue: [:],
    .sentinelValue: ["value": 9999],
    .impossibleValue: ["value": 3700, "low": -10, "high": 10],
    .aboveMaximumVoltage: ["time_s": 61, "limit_V": 4.2, "extreme_V": 4.31, "cycles": 3],
    .belowMinimumVoltage: ["time_s": 62, "limit_V": 2.5, "extreme_V": 2.11, "cycles": 4],
    .cutFile: [:],
    .duplicatedRows: [:],
    .emptyRun: [:],
    .ambiguousText: [:],
    .unknownContent: [:],
    .interpolatedValue: [:],
    .recordedGap: ["slots": 12, "share_percent": 0.25, "longest_s": 77],
    .recordedEvent: ["first_s": 3600.5],
    .runStillOpen: [:],
    .startsInsideDischarge: [:],
    .moreCapacityAtHigherCurrent: [
      "current_A": 10, "capacity_Ah": 4.86, "lowerCurrent_A": 5, "lowerCapacity_Ah": 4.783,
    ],
    .runsOverlapInTime: ["overlap_s": 3600],
    .runOrderUnproven: [:],
    .duplicatedRun: [:],
    .cellsMixed: ["before_Ah": 0.9, "after_Ah": 1.1],
    .capacityRises: ["percentPerCycle": 0.02],
    .tooFewCycles: ["cycles": 5, "comparable": 1],
    .tableCoversRun: ["compared": 7, "worst_percent": 0.4],
    .chargeLimitedCycles: ["charge_Ah": 0.018997],
  ]

  /// All codes, none of them refused.
  static let all = QualityFinding.Code.allCases.map { code in
    QualityFinding(
      code, .warning, count: 19, records: [5, 77], effect: AmpereHours(2067.3),
      subject: "test_time", values: values[code] ?? [:])
  }
}
