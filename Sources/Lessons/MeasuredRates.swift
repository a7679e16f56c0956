import CellAnalysis
import CellData

/// What the recordings of “measure it yourself” say together.
struct MeasuredRates {
  /// Discharges by rising current: the three known ones, and the foretold one once it is measured.
  let rows: [RateRow]
  /// E0, r and the points behind them at the deepest compared depth, from the known currents alone.
  let line: Line?
  /// Foretold from the known currents; nil before the foretold one was measured.
  let prediction: CapacityPrediction?
  /// The measured capacity at the foretold current.
  let foretold: RateRow?

  struct Line {
    var depth: Double
    var fit: LineFit
    var points: [(current: Amperes, voltage: Volts)]
  }

  /// Nil where nothing was recorded, or no recorded discharge is complete.
  init?(_ runs: [MeasuredRun], target: Amperes) {
    func rates(_ runs: [MeasuredRun]) -> RateCharacteristics? {
      RateCharacteristics(
        runs.map { (name: $0.part.rawValue, findings: $0.findings) }, direction: .discharge,
        settings: MeasurementSetting.analysis)
    }
    guard let known = rates(runs.filter { $0.part == .known }) else { return nil }
    line =
      [0.5, 0.3, 0.2, 0.1].lazy.compactMap { depth -> Line? in
        let points = known.points(atDepth: depth)
        guard points.count == known.rows.count,
          let fit = known.depthFits.first(where: { abs($0.depth - depth) < 1e-9 })
        else { return nil }
        return Line(depth: depth, fit: fit.line, points: points)
      }.first
    let isComplete = runs.contains { $0.part == .foretold }
    let all = isComplete ? rates(runs) ?? known : known
    rows = all.rows
    func isTarget(_ current: Amperes) -> Bool { abs(current.value / target.value - 1) < 0.01 }
    prediction = isComplete ? all.predictions.first { isTarget($0.current) } : nil
    foretold = isComplete ? all.rows.first { isTarget($0.current) && $0.input == "foretold" } : nil
  }
}
