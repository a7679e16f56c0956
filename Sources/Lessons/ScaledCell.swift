import CellAnalysis
import CellData
import VirtualBench

/// One of the four cells of the lesson on C-rates: the cell of the lessons, made larger or smaller.
///
/// Capacity grows and resistance falls in proportion, as if more area were wound in. Each cell
/// holds a little more or less than is printed on it, as real ones do.
struct ScaledCell: Sendable, Hashable {
  /// As printed on the cell, in Ah.
  var rated: Double
  /// Measured over rated capacity when new.
  var surplus: Double

  static let all = [
    ScaledCell(rated: 0.05, surplus: 1.06), ScaledCell(rated: 2.9, surplus: 1.017),
    ScaledCell(rated: 50, surplus: 1.03), ScaledCell(rated: 200, surplus: 0.99),
  ]

  /// The current that a C-rate means; age does not enter.
  func current(atCRate cRate: Double) -> Amperes { Amperes(cRate * rated) }

  /// A full discharge from full, at 25 °C.
  func discharge(atCRate cRate: Double, cycles: Int) -> VirtualDischarge {
    var parameters = RateCell.parameters
    let scale = rated * surplus / parameters.capacity.value
    parameters.capacity = AmpereHours(rated * surplus)
    let curve = parameters.seriesResistance
    parameters.seriesResistance = SmoothCurve(
      zip(curve.positions, curve.values).map { ($0, $1 / scale) })
    let cell = VirtualCell(
      parameters, stateOfCharge: 1, ageing: RateCell.ageing.age(after: cycles))
    return VirtualDischarge(cell, current: current(atCRate: cRate), cutOff: Self.cutOff)
  }

  static let cutOff = Volts(2.7)

  /// What the analysis finds in the samples of a discharge; nil where it ends at once.
  func step(of discharge: VirtualDischarge) -> Step? {
    guard !discharge.fellAtOnce else { return nil }
    let settings = AnalysisSettings(
      ratedCapacity: AmpereHours(rated), minimumVoltage: Self.cutOff,
      maximumVoltage: RateCell.fullVoltage)
    return discharge.findings(settings).steps.last { $0.direction == .discharge }
  }
}
