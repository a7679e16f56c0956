public import Assessment

/// F3: operating voltage against current at one depth of discharge, and the line E = E0 − r·I.
public struct VoltageCurrent: Drawing, Equatable {
  /// Magnitude of the discharge current in A and the voltage in V.
  public struct Point: Sendable, Equatable {
    public var current: Double
    public var voltage: Double

    public init(current: Double, voltage: Double) {
      self.current = current
      self.voltage = voltage
    }
  }

  /// The fitted line, in V and ohm; errors are standard errors, absent with two currents.
  public struct Line: Sendable, Equatable {
    public var openCircuitVoltage: Double
    public var resistance: Double
    public var openCircuitVoltageError: Double?
    public var resistanceError: Double?
    public var worstResidual: Double?

    public init(
      openCircuitVoltage: Double, resistance: Double, openCircuitVoltageError: Double? = nil,
      resistanceError: Double? = nil, worstResidual: Double? = nil
    ) {
      self.openCircuitVoltage = openCircuitVoltage
      self.resistance = resistance
      self.openCircuitVoltageError = openCircuitVoltageError
      self.resistanceError = resistanceError
      self.worstResidual = worstResidual
    }
  }

  public var points: [Point]
  public var line: Line
  /// Share of the capacity taken out; nil for the mean voltages.
  public var depth: Double?
  public var ratedCapacity: Double?
  public var maxTemperature: Double?
  public var name: String
  /// A line to compare with, such as that of the new cell.
  public var ghost: Line?

  public init(
    points: [Point], line: Line, depth: Double?, ratedCapacity: Double? = nil,
    maxTemperature: Double? = nil, name: String = "", ghost: Line? = nil
  ) {
    self.points = points.sorted { $0.current < $1.current }
    self.line = line
    self.depth = depth
    self.ratedCapacity = ratedCapacity
    self.maxTemperature = maxTemperature
    self.name = name
    self.ghost = ghost
  }

  /// - Parameters:
  ///   - report: with rate characteristics.
  ///   - depth: a whole tenth such as 0.5; nil for the mean voltages of the discharges.
  public init(_ report: Report, depth: Double? = 0.5) throws(FigureRefusal) {
    let rates = report.rateCharacteristics
    let rows = (rates?.discharges ?? []).filter { $0.exclusion == nil }
    let found: (line: ReportLine, points: [Point])?
    if let depth {
      let line = rates?.fit?.atDepthOfDischarge?.first {
        $0.points != nil && abs(($0.depthOfDischarge ?? -1) - depth) < 1e-6
      }
      found = line.map { line in
        (line, (line.points ?? []).map { Point(current: $0.current, voltage: $0.voltage) })
      }
    } else {
      found = rates?.fit?.meanVoltage.map { line in
        (line, rows.map { Point(current: $0.current, voltage: $0.meanVoltage) })
      }
    }
    guard let found, found.points.count >= 2 else {
      let place = depth.map { "\((100 * $0).digits(3)) %" }
      throw FigureRefusal(
        .voltageCurrent,
        en: "a line needs two full discharges at different currents"
          + (place.map { " that reach a depth of \($0); depths are whole tenths" } ?? ""),
        ja: "直線には異なる電流の全放電が二つ必要です"
          + (place.map { "（深度\($0)に達すること。深度は10 %刻み）" } ?? ""))
    }
    self.init(
      points: found.points, line: Line(found.line), depth: depth,
      ratedCapacity: report.cell?.ratedCapacity?.doubleValue,
      maxTemperature: rows.compactMap(\.maxTemperature).max(), name: report.cellName)
  }
}

extension VoltageCurrent.Line {
  init(_ line: ReportLine) {
    self.init(
      openCircuitVoltage: line.openCircuitVoltage, resistance: line.resistance,
      openCircuitVoltageError: line.openCircuitVoltageError,
      resistanceError: line.resistanceError, worstResidual: line.worstResidual)
  }

  func voltage(at current: Double) -> Double { openCircuitVoltage - resistance * current }
}
