public import CellData

/// A peak of dQ/dV.
public struct CapacityPeak: Sendable, Equatable {
  /// The same for the same peak at every age; counted from 1 in the order of first appearance.
  public var identity: Int
  public var position: Volts
  /// Voltages around the top at which the curve lies within two standard errors of it.
  public var low: Volts
  public var high: Volts
  /// Ah/V, and its standard error with what the smoothing may have taken off.
  public var height: Double
  public var heightError: Double
  /// The charge between the minima to either side, with the least and the most that the noise of
  /// these minima allows.
  public var area: AmpereHours
  public var leastArea: AmpereHours
  public var mostArea: AmpereHours

  /// The same peak moves by no more than this many volts from one age to the next.
  static let reach = 0.06

  /// The peaks with an identity each.
  public static func followed(_ ages: [[CapacityPeak]]) -> [[CapacityPeak]] {
    let identities = PeakFollowing(reach: reach).identities(ages.map { $0.map(\.position.value) })
    return zip(ages, identities).map { peaks, numbers in
      zip(peaks, numbers).map { peak, number in
        var copy = peak
        copy.identity = number
        return copy
      }
    }
  }
}

extension IncrementalCapacity {
  /// Noise and smoothing together, in V/Ah.
  func error(at k: Int) -> Double {
    (slopeError * slopeError + smoothingErrors[k] * smoothingErrors[k]).squareRoot()
  }

  /// The peaks of dQ/dV in order of rising voltage, without identity yet.
  ///
  /// - Complexity: O(n).
  public func peaks() -> [CapacityPeak] {
    let heights = capacitySlopes
    let search = PeakSearch(
      heights: heights, error: { slopeError * heights[$0] * heights[$0] },
      scale: heights.filter(\.isFinite).max() ?? 0)
    return search.peaks().map { found in
      let around = found.around.map { voltages[$0] }
      return CapacityPeak(
        identity: 0, position: Volts(voltages[found.top]),
        low: Volts(around.min() ?? voltages[found.top]),
        high: Volts(around.max() ?? voltages[found.top]), height: heights[found.top],
        heightError: heights[found.top] * heights[found.top] * error(at: found.top),
        area: AmpereHours(abs(charges[found.right] - charges[found.left])),
        leastArea: AmpereHours(
          max(0, charges[found.rightFoot.lowerBound] - charges[found.leftFoot.upperBound])),
        mostArea: AmpereHours(
          charges[found.rightFoot.upperBound] - charges[found.leftFoot.lowerBound]))
    }.sorted { $0.position < $1.position }
  }
}
