#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
public import CellData

extension RateCharacteristics {
  /// The depths at which the line through the currents is laid: 0 to 1.
  static let depthStep = 0.01

  /// Finds the rate characteristics in one or several runs of one cell.
  ///
  /// - Parameters:
  ///   - runs: the runs in the order in which they took place.
  ///   - direction: `.discharge` or `.charge`.
  ///   - settings: for C-rates and the declared cut-off.
  /// - Returns: nil where the runs hold no full sweep at constant current in that direction.
  /// - Complexity: O(sweeps × (``VoltageCurve/binLimit`` + 1/depth step)).
  public init?(
    _ runs: [(name: String, findings: RunFindings)], direction: Direction,
    settings: AnalysisSettings
  ) {
    let table = RateTable(
      runs.map { ($0.name, $0.findings.sweeps) }, direction: direction, settings: settings)
    guard !table.entries.isEmpty else { return nil }
    let compared = table.entries.filter { $0.row.exclusion == nil }
    let capacities = (compared.isEmpty ? table.entries : compared).map(\.row.capacity)
    let reference = capacities.max() ?? .zero
    self.init(
      direction: direction, rows: table.entries.map(\.row), cutOff: table.cutOff?.voltage,
      cutOffIsDeclared: table.cutOff?.isDeclared ?? false, referenceCapacity: reference,
      curves: table.entries.map(\.sweep.curve))
    guard compared.count >= 2 else { return }
    let curves = compared.map { CurveReading($0.sweep) }
    let rows = compared.map(\.row)
    depthFits = Self.depthFits(curves, reference: reference.value, direction)
    meanVoltageFit = LineFit(
      rows.map { ($0.current.value, $0.meanVoltage.value) }, direction: direction)
    capacityLaw = CapacityLaw(rows)
    if let cutOff {
      let predicting = CapacityPredicting(
        curves: curves, cutOff: cutOff.value, direction: direction)
      predictions = rows.indices.map {
        predicting.prediction(leavingOut: $0, measured: rows[$0].capacity)
      }
    }
  }

  /// The points behind the line at one depth, in order of rising current.
  ///
  /// Only rows that take part in the fits; a row that does not reach the depth gives no point.
  ///
  /// - Parameter depth: charge moved over ``referenceCapacity``, 0 to 1.
  /// - Complexity: O(rows × ``VoltageCurve/binLimit``).
  public func points(atDepth depth: Double) -> [(current: Amperes, voltage: Volts)] {
    zip(rows, curves).filter { $0.0.exclusion == nil }.compactMap { row, curve in
      CurveReading(curve, current: row.current).voltage(at: depth * referenceCapacity.value)
        .map { (row.current, Volts($0)) }
    }
  }

  private static func depthFits(
    _ curves: [CurveReading], reference: Double, _ direction: Direction
  ) -> [DepthFit] {
    (0...Int((1 / depthStep).rounded())).compactMap { k in
      let depth = Double(k) * depthStep
      let points = curves.compactMap { curve in
        curve.voltage(at: depth * reference).map { (x: curve.current, y: $0) }
      }
      return LineFit(points, direction: direction).map { DepthFit(depth: depth, line: $0) }
    }
  }

  /// What is unusual about the rows: a higher current that gave more capacity.
  ///
  /// It is reported as found, never corrected: self-heating does that.
  public var findings: [QualityFinding] {
    let compared = rows.filter { $0.exclusion == nil }
    let reversals = zip(compared, compared.dropFirst()).filter { slow, fast in
      fast.capacity.value - slow.capacity.value > 1e-3 * slow.capacity.value
    }
    guard
      let worst = reversals.max(by: { a, b in
        a.1.capacity - a.0.capacity < b.1.capacity - b.0.capacity
      })
    else { return [] }
    return [
      QualityFinding(
        .moreCapacityAtHigherCurrent, .note, count: reversals.count, subject: worst.1.input,
        values: [
          "current_A": worst.1.current.value, "capacity_Ah": worst.1.capacity.value,
          "lowerCurrent_A": worst.0.current.value, "lowerCapacity_Ah": worst.0.capacity.value,
        ])
    ]
  }
}

extension CapacityLaw {
  /// Fits ln Q = ln a + b·ln I; nil with fewer than two currents.
  init?(_ rows: [RateRow]) {
    let points = rows.map { (x: log($0.current.value), y: log($0.capacity.value)) }
    guard let line = StraightLine(points) else { return nil }
    self.init(
      capacityAtOneAmpere: AmpereHours(exp(line.intercept)), exponent: line.slope,
      worstRelativeResidual: line.degreesOfFreedom > 0 ? exp(line.worstResidual) - 1 : nil)
  }
}
