public import CellData

/// What the life of one cell says of its capacity.
public struct CapacityFade: Sendable, Equatable {
  /// The runs in the order in which they took place, and how that order is known.
  public var inputs: [String]
  public var order: LifeOrderProof
  public var missingStretches: [MissingStretch]
  /// Every cycle of the recorded life.
  public var cycles: [CycleRow]
  /// Which of them count, and the first that does: its discharge capacity is the reference.
  public var series: FadeSeries
  public var referenceCycle: Int
  public var referenceCapacity: AmpereHours
  public var ratedCapacity: AmpereHours?
  /// The cycles that count.
  public var points: [FadePoint]
  public var life: LifeFade
  public var trends: LifeTrends
  /// Slow full cycles among the ageing cycles; nil with fewer than two.
  public var referenceTests: ReferenceTests?
  /// dQ/dV and dV/dQ of some charges and discharges at the current that counts, in order of age.
  public var chargeCurves: [AgeingCurve]
  public var dischargeCurves: [AgeingCurve]
  /// What half-cell curves say of slow sweeps; nil where no curves were supplied.
  public var degradation: DegradationModes?

  /// State of health of the last counted cycle against the reference.
  public var stateOfHealth: Double { points.last?.stateOfHealth ?? 1 }

  /// The same against the rated capacity; nil where none is declared.
  public var stateOfHealthOnRated: Double? {
    ratedCapacity.map { stateOfHealth * referenceCapacity.value / $0.value }
  }

  /// A section about fade needs at least this many cycles that can be compared.
  public static let fewestCycles = 2
}

/// What a life is measured by, beside the data.
public struct LifeSettings: Sendable {
  /// Declared by a person, nil where nobody did.
  public var ratedCapacity: AmpereHours?
  /// The state of health at which life ends, as a share of the reference capacity.
  public var endOfLife: Double
  /// The curves of both electrodes, by which modes of degradation are told apart.
  public var halfCells: HalfCells?

  public init(
    ratedCapacity: AmpereHours? = nil, endOfLife: Double = 0.8, halfCells: HalfCells? = nil
  ) {
    self.ratedCapacity = ratedCapacity
    self.endOfLife = endOfLife
    self.halfCells = halfCells
  }
}

/// Capacity fade, or why there is none in the report.
public struct LifeAnalysis: Sendable {
  public var fade: CapacityFade?
  public var findings: [QualityFinding]

  /// Takes the runs of one cell, in any order.
  ///
  /// - Complexity: O(steps), and the fits of ``LifeFade``.
  public init(_ runs: [LifeRun], settings: LifeSettings = LifeSettings()) {
    let order = LifeOrder(runs)
    findings = order.findings
    guard !order.isRefused else { return }
    let selected = SelectedCycles(CycleTable(order.runs).rows)
    findings += [selected.finding].compactMap(\.self)
    if let mixed = MixedCells.finding(selected.rows) {
      findings.append(mixed)
      return
    }
    let counted = selected.counted
    guard counted.count >= CapacityFade.fewestCycles,
      let reference = counted[0].discharge?.capacity, reference > .zero
    else {
      let all = selected.rows.count
      findings = all > 1 ? findings + [Self.tooFew(all, counted.count)] : []
      return
    }
    let rows = selected.rows.map { row in
      var copy = row
      copy.equivalentFullCycles = row.throughput.value / (2 * reference.value)
      return copy
    }
    let made = CapacityFade(order, selected, rows, reference, settings)
    fade = made
    if let rate = made.life.rates?.perCycle, rate.high < 0 {
      findings.append(
        QualityFinding(.capacityRises, .note, values: ["percentPerCycle": -rate.value]))
    }
  }

  private static func tooFew(_ rows: Int, _ counted: Int) -> QualityFinding {
    QualityFinding(
      .tooFewCycles, .note, values: ["cycles": Double(rows), "comparable": Double(counted)])
  }
}

extension CapacityFade {
  /// - Parameters:
  ///   - rows: the selected rows with their equivalent full cycles.
  ///   - reference: the capacity of the first row that counts.
  fileprivate init(
    _ order: LifeOrder, _ selected: SelectedCycles, _ rows: [CycleRow], _ reference: AmpereHours,
    _ settings: LifeSettings
  ) {
    let counted = rows.filter { $0.exclusion == nil }
    let points = counted.map { FadePoint($0, reference) }
    let breaks = Self.breaks(counted, order.stretches)
    let sweeps = LifeSweeps(order, rows)
    self.init(
      inputs: order.runs.map(\.name), order: order.proof, missingStretches: order.stretches,
      cycles: rows, series: selected.series, referenceCycle: counted.first?.number ?? 0,
      referenceCapacity: reference, ratedCapacity: settings.ratedCapacity, points: points,
      life: LifeFade(points, threshold: settings.endOfLife, breaks: breaks),
      trends: LifeTrends(counted), referenceTests: selected.referenceTests,
      chargeCurves: sweeps.ageingCurves(.charge), dischargeCurves: sweeps.ageingCurves(.discharge),
      degradation: settings.halfCells.map {
        DegradationModes(sweeps, $0, capacity: settings.ratedCapacity ?? reference)
      })
  }

  /// The places among the cycles that count before which some are missing.
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
