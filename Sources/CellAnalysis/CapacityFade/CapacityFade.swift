public import CellData

/// What the life of one cell says of its capacity.
public struct CapacityFade: Sendable, Equatable {
  /// The runs in the order in which they took place, and how that order is known.
  public var inputs: [String]
  public var order: LifeOrderProof
  public var missingStretches: [MissingStretch]
  /// Every cycle of the recorded life.
  public var cycles: [CycleRow]
  /// The first cycle that counts, whose discharge capacity is the reference.
  public var referenceCycle: Int
  public var referenceCapacity: AmpereHours
  public var ratedCapacity: AmpereHours?
  /// The cycles that count.
  public var points: [FadePoint]
  public var life: LifeFade
  /// dQ/dV of some charges and discharges at the ageing currents, in order of age.
  public var chargeCurves: [AgeingCurve]
  public var dischargeCurves: [AgeingCurve]

  /// State of health of the last counted cycle against the reference.
  public var stateOfHealth: Double { points.last?.stateOfHealth ?? 1 }

  /// The same against the rated capacity; nil where none is declared.
  public var stateOfHealthOnRated: Double? {
    ratedCapacity.map { stateOfHealth * referenceCapacity.value / $0.value }
  }

  /// A section about fade needs at least this many cycles that can be compared.
  public static let fewestCycles = 2
  /// A capacity this much higher in the next run cannot be of the same cell.
  static let mixedShare = 0.1
}

/// Capacity fade, or why there is none in the report.
public struct LifeAnalysis: Sendable {
  public var fade: CapacityFade?
  public var findings: [QualityFinding]

  /// Takes the runs of one cell, in any order.
  ///
  /// - Complexity: O(steps).
  public init(_ runs: [LifeRun], settings: AnalysisSettings, threshold: Double = 0.8) {
    let order = LifeOrder(runs)
    findings = order.findings
    guard !order.isRefused else { return }
    let table = CycleTable(order.runs)
    var rows = CycleSelection(table.rows).marked(table.rows)
    let counted = rows.filter { $0.exclusion == nil }
    guard counted.count >= CapacityFade.fewestCycles,
      let reference = counted[0].discharge?.capacity, reference > .zero
    else {
      findings = rows.count > 1 ? findings + [Self.tooFew(rows, counted.count)] : []
      return
    }
    if let mixed = Self.mixed(counted, reference) {
      findings.append(mixed)
      return
    }
    for index in rows.indices {
      rows[index].equivalentFullCycles = rows[index].throughput.value / (2 * reference.value)
    }
    let points = rows.filter { $0.exclusion == nil }.map { FadePoint($0, reference) }
    let breaks = Self.breaks(counted, order.stretches)
    let life = LifeFade(points, threshold: threshold, breaks: breaks)
    if let rates = life.rates, rates.perCycle.high < 0 {
      findings.append(
        QualityFinding(
          .capacityRises, .note, values: ["percentPerCycle": -rates.perCycle.value]))
    }
    fade = CapacityFade(
      inputs: order.runs.map(\.name), order: order.proof, missingStretches: order.stretches,
      cycles: rows, referenceCycle: counted[0].number, referenceCapacity: reference,
      ratedCapacity: settings.ratedCapacity, points: points, life: life,
      chargeCurves: CapacityFade.ageingCurves(order.runs, rows, direction: .charge),
      dischargeCurves: CapacityFade.ageingCurves(order.runs, rows, direction: .discharge))
  }

  private static func tooFew(_ rows: [CycleRow], _ counted: Int) -> QualityFinding {
    QualityFinding(
      .tooFewCycles, .note,
      values: ["cycles": Double(rows.count), "comparable": Double(counted)])
  }

  /// A run whose capacity is well above all that the run before it gave.
  ///
  /// A cell that has rested gives back some of its capacity, so one higher cycle proves nothing.
  private static func mixed(
    _ counted: [CycleRow], _ reference: AmpereHours
  ) -> QualityFinding? {
    var runs: [(input: String, capacities: [Double])] = []
    for row in counted {
      let capacity = row.discharge?.capacity.value ?? 0
      if runs.last?.input == row.input {
        runs[runs.count - 1].capacities.append(capacity)
      } else {
        runs.append((row.input, [capacity]))
      }
    }
    for (earlier, later) in zip(runs, runs.dropFirst()) {
      guard let before = earlier.capacities.max(), let after = later.capacities.median,
        after - before > CapacityFade.mixedShare * reference.value
      else { continue }
      return QualityFinding(
        .cellsMixed, .warning, subject: later.input,
        values: ["before_Ah": before, "after_Ah": after])
    }
    return nil
  }

  private static func breaks(_ counted: [CycleRow], _ stretches: [MissingStretch]) -> [Int] {
    counted.indices.dropFirst().filter { k in
      stretches.contains { stretch in
        counted[k - 1].input != counted[k].input && counted[k].input == stretch.before
      }
    }
  }
}

extension FadePoint {
  init(_ row: CycleRow, _ reference: AmpereHours) {
    self.init(
      cycle: Double(row.number), equivalentFullCycles: row.equivalentFullCycles ?? 0,
      days: row.calendarDays,
      stateOfHealth: (row.discharge?.capacity.value ?? 0) / reference.value)
  }
}
