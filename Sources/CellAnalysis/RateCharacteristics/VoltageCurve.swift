public import CellData

/// Voltage against charge moved, in bins whose width doubles as the sweep goes on.
///
/// Memory is bounded by ``binLimit`` bins whatever the number of samples, and the result does not
/// depend on how the samples were cut into chunks. Each bin keeps the mean charge and the mean
/// voltage of its samples, so that a curve that is straight within a bin is not displaced.
public struct VoltageCurve: Sendable, Equatable {
  /// Never more bins than this; a finished curve has between half as many and all of them.
  public static let binLimit = 1024

  /// The bins' width in As, a power of two.
  private(set) var width = 0x1p-30
  private var counts: [Double] = []
  private var charges: [Double] = []
  private var voltages: [Double] = []

  public init() {}

  /// Adds a sample at `charge` As (not negative, not below the one before).
  mutating func add(charge: Double, voltage: Double) {
    add(count: 1, charge: charge, voltage: voltage)
  }

  private mutating func halve() {
    width *= 2
    Self.addPairs(&counts)
    Self.addPairs(&charges)
    Self.addPairs(&voltages)
  }

  private static func addPairs(_ column: inout [Double]) {
    let pairs = (column.count + 1) / 2
    for k in 0..<pairs {
      column[k] = column[2 * k] + (2 * k + 1 < column.count ? column[2 * k + 1] : 0)
    }
    column.removeSubrange(pairs...)
  }

  /// Adds the points of a curve that goes on where this one ends, at `charge` As.
  mutating func append(_ next: VoltageCurve, from charge: Double) {
    for k in next.counts.indices where next.counts[k] > 0 {
      let n = next.counts[k]
      add(
        count: n, charge: next.charges[k] + n * charge, voltage: next.voltages[k])
    }
  }

  private mutating func add(count: Double, charge: Double, voltage: Double) {
    while charge / count >= width * Double(Self.binLimit) { halve() }
    let index = max(0, Int(charge / count / width))
    while counts.count <= index {
      counts.append(0)
      charges.append(0)
      voltages.append(0)
    }
    counts[index] += count
    charges[index] += charge
    voltages[index] += voltage
  }

  /// The curve's points in order of rising charge: the mean of each bin that holds samples.
  ///
  /// - Complexity: O(``binLimit``).
  public func points() -> [(charge: AmpereHours, voltage: Volts)] {
    counts.indices.compactMap { k in
      guard counts[k] > 0 else { return nil }
      return (AmpereHours(charges[k] / counts[k] / 3600), Volts(voltages[k] / counts[k]))
    }
  }

  /// The curve without the bins that reach beyond `charge` As.
  func truncated(to charge: Double) -> VoltageCurve {
    var copy = self
    let keep = min(counts.count, max(0, Int(charge / width)))
    copy.counts.removeSubrange(keep...)
    copy.charges.removeSubrange(keep...)
    copy.voltages.removeSubrange(keep...)
    return copy
  }
}
