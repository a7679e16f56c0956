public import CellData

/// A value with its 95 % interval.
public struct Estimate: Sendable, Equatable {
  public var value: Double
  public var low: Double
  public var high: Double

  init(_ value: Double, error: Double) {
    self.value = value
    low = value - error
    high = value + error
  }

  var halfWidth: Double { 0.5 * (high - low) }
}

/// How much of each electrode and of lithium a cell has, told from one slow sweep.
public struct ElectrodeBalance: Sendable, Equatable {
  /// Ah that each electrode takes over the whole scale of its half-cell curve.
  public var positiveCapacity: Estimate
  public var negativeCapacity: Estimate
  /// Ah of lithium in both electrodes together, counted on the scales of the two curves.
  public var lithiumInventory: Estimate
  /// What is added to the difference of the half-cell voltages, in V; positive on charge.
  public var overpotential: Estimate
  /// Lithiations at the first and the last point of the sweep.
  public var positiveWindow: (start: Double, end: Double)
  public var negativeWindow: (start: Double, end: Double)
  /// Root mean square of the residuals.
  public var residual: Volts
  /// Correlation of neighbouring residuals, for which the intervals allow.
  public var autocorrelation: Double
  public var doubts: Set<Doubt>
  /// Standard errors of the logarithms of the two capacities and of the inventory.
  var relativeErrors: [Double]
  var quantile: Double

  /// Why the numbers may not mean what they say.
  public enum Doubt: String, Sendable, CaseIterable {
    /// Both electrodes together are known, not each by itself; and so on.
    case positiveAndNegative = "positive-and-negative-not-told-apart"
    case positiveAndLithium = "positive-and-lithium-not-told-apart"
    case negativeAndLithium = "negative-and-lithium-not-told-apart"
    /// Some interval is wider than a tenth of its value.
    case undetermined
    /// A different balance fits as well.
    case anotherSolution = "another-solution"
    /// The cell goes on where a half-cell curve ends.
    case curveTooShort = "half-cell-curve-too-short"
    /// The curves do not describe the cell.
    case poorFit = "poor-fit"
    /// The current is too high for voltages near equilibrium.
    case fastSweep = "fast-sweep"
  }

  public static func == (a: Self, b: Self) -> Bool {
    a.positiveCapacity == b.positiveCapacity && a.negativeCapacity == b.negativeCapacity
      && a.lithiumInventory == b.lithiumInventory && a.overpotential == b.overpotential
      && a.positiveWindow == b.positiveWindow && a.negativeWindow == b.negativeWindow
      && a.residual == b.residual && a.doubts == b.doubts
  }
}

/// What an electrode balance has lost against an earlier one, as shares of the earlier.
public struct ModesOfLoss: Sendable, Equatable {
  public var lithiumInventory: Estimate
  public var positiveMaterial: Estimate
  public var negativeMaterial: Estimate

  package init(_ now: ElectrodeBalance, since first: ElectrodeBalance) {
    func loss(_ place: Int, _ new: Estimate, _ old: Estimate) -> Estimate {
      let ratio = new.value / old.value
      let errors = [now.relativeErrors[place], first.relativeErrors[place]]
      let error = (errors[0] * errors[0] + errors[1] * errors[1]).squareRoot()
      return Estimate(1 - ratio, error: max(now.quantile, first.quantile) * ratio * error)
    }
    positiveMaterial = loss(0, now.positiveCapacity, first.positiveCapacity)
    negativeMaterial = loss(1, now.negativeCapacity, first.negativeCapacity)
    lithiumInventory = loss(2, now.lithiumInventory, first.lithiumInventory)
  }
}
