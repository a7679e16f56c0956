public import CellData

/// A peak of |dV/dQ|: where one electrode passes from one plateau to the next.
///
/// Positions are counted in charge from the beginning of the sweep.
public struct VoltagePeak: Sendable, Equatable {
  /// The same for the same peak at every age; counted from 1 in the order of first appearance.
  public var identity: Int
  public var position: AmpereHours
  /// Charges around the top at which the curve lies within two standard errors of it.
  public var low: AmpereHours
  public var high: AmpereHours
  public var voltage: Volts
  /// V/Ah, not negative, and its standard error with what the smoothing may have taken off.
  public var height: Double
  public var heightError: Double
  /// The voltage between the minima to either side, with the least and the most that the noise of
  /// these minima allows.
  public var area: Volts
  public var leastArea: Volts
  public var mostArea: Volts

  /// The same peak moves by no more than this share of a sweep from one age to the next.
  static let reach = 0.06

  /// The peaks with an identity each.
  ///
  /// Ages of one direction; a peak's place is taken relative to the widest sweep.
  public static func followed(_ ages: [[VoltagePeak]]) -> [[VoltagePeak]] {
    let widest = ages.flatMap { $0.map(\.position.value) }.max() ?? 0
    let identities = PeakFollowing(reach: reach * widest).identities(
      ages.map { $0.map(\.position.value) })
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
  /// The peaks of |dV/dQ| in the order of the sweep, without identity yet.
  ///
  /// Its scale is the median, since dV/dQ has no bound at the ends of a sweep.
  ///
  /// - Complexity: O(n log n).
  public func voltagePeaks() -> [VoltagePeak] {
    let sign: Double = (voltages.last ?? 0) >= (voltages.first ?? 0) ? 1 : -1
    let heights = voltageSlopes.map { sign * $0 }
    let search = PeakSearch(
      heights: heights, error: { _ in slopeError }, scale: abs(heights.median ?? 0))
    return search.peaks().map { found in
      func rise(_ from: Int, _ to: Int) -> Volts { Volts(sign * (voltages[to] - voltages[from])) }
      return VoltagePeak(
        identity: 0, position: AmpereHours(charges[found.top]),
        low: AmpereHours(charges[found.around.lowerBound]),
        high: AmpereHours(charges[found.around.upperBound]), voltage: Volts(voltages[found.top]),
        height: heights[found.top],
        heightError: error(at: found.top),
        area: rise(found.left, found.right),
        leastArea: rise(
          min(found.leftFoot.upperBound, found.top), max(found.rightFoot.lowerBound, found.top)),
        mostArea: rise(found.leftFoot.lowerBound, found.rightFoot.upperBound))
    }
  }
}
