import Foundation

/// A cell whose two electrodes have voltages in closed form, so that every loss is known.
///
/// The positive falls evenly with one soft step; the negative has the stages of graphite. Neither
/// is measured on anything.
public struct ClosedFormCell: Sendable {
  /// Ah over the whole scale of each electrode, and Ah of lithium in both together.
  public var positiveCapacity: Double
  public var negativeCapacity: Double
  public var lithiumInventory: Double
  public var shape = Shape.stages

  public enum Shape: Sendable {
    /// Curves with features on both sides.
    case stages
    /// Two straight lines: how much belongs to which electrode cannot be told.
    case straight
  }

  public init(
    positiveCapacity: Double, negativeCapacity: Double, lithiumInventory: Double,
    shape: Shape = .stages
  ) {
    self.positiveCapacity = positiveCapacity
    self.negativeCapacity = negativeCapacity
    self.lithiumInventory = lithiumInventory
    self.shape = shape
  }

  /// The positive against lithium in V, at a lithiation from 0 to 1.
  public func positive(_ x: Double) -> Double {
    guard shape == .stages else { return 4.4 - 0.8 * x }
    return 4.34 - 0.62 * x - 0.11 * tanh((x - 0.55) / 0.09) - 0.6 * exp((x - 1) / 0.025)
  }

  /// The negative against lithium in V.
  public func negative(_ y: Double) -> Double {
    guard shape == .stages else { return 0.5 - 0.4 * y }
    return 0.085 + 0.75 * exp(-y / 0.035) + 0.045 * (1 - tanh((y - 0.2) / 0.035)) * 0.5
      + 0.04 * (1 - tanh((y - 0.52) / 0.025)) - 0.05 * exp((y - 1) / 0.02)
  }

  /// The cell's voltage at the negative's lithiation.
  public func voltage(atNegative y: Double) -> Double {
    positive((lithiumInventory - y * negativeCapacity) / positiveCapacity) - negative(y)
  }

  /// The negative's lithiation at which the cell has a voltage, by bisection.
  public func negative(at voltage: Double) -> Double {
    var low = max(0, (lithiumInventory - positiveCapacity) / negativeCapacity)
    var high = min(1, lithiumInventory / negativeCapacity)
    for _ in 0..<60 {
      let middle = 0.5 * (low + high)
      if self.voltage(atNegative: middle) < voltage { low = middle } else { high = middle }
    }
    return 0.5 * (low + high)
  }

  /// A charge between two voltages: Ah moved since its start, and V, plus a constant overpotential.
  public func charge(
    from low: Double, to high: Double, samples: Int, overpotential: Double = 0
  ) -> (charge: [Double], voltage: [Double]) {
    let (first, last) = (negative(at: low), negative(at: high))
    var (moved, volts): ([Double], [Double]) = ([], [])
    for k in 0...samples {
      let y = first + (last - first) * Double(k) / Double(samples)
      moved.append((y - first) * negativeCapacity)
      volts.append(voltage(atNegative: y) + overpotential)
    }
    return (moved, volts)
  }
}
