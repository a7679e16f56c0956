public import CellData

/// A peak of dQ/dV.
public struct CapacityPeak: Sendable, Equatable {
  /// The same for the same peak at every age; counted from 1 in the order of first appearance.
  public var identity: Int
  public var position: Volts
  /// Voltages around the top at which the curve lies within two standard errors of it.
  public var low: Volts
  public var high: Volts
  /// Ah/V, and its standard error.
  public var height: Double
  public var heightError: Double
  /// The charge between the minima to either side.
  public var area: AmpereHours

  /// A peak rises above the higher of its two minima by this many standard errors and by this
  /// share of the highest one.
  static let errors = 4.0
  static let smallestShare = 0.05
  /// The same peak moves by no more than this from one age to the next.
  static let reach = 0.06
}

extension IncrementalCapacity {
  /// The peaks in order of rising voltage, without identity yet.
  ///
  /// - Complexity: O(n).
  public func peaks() -> [CapacityPeak] {
    let heights = capacitySlopes
    let highest = heights.filter(\.isFinite).max() ?? 0
    var peaks: [CapacityPeak] = []
    for top in heights.indices.dropFirst().dropLast()
    where heights[top] > heights[top - 1] && heights[top] >= heights[top + 1] {
      let left = foot(heights, from: top, step: -1)
      let right = foot(heights, from: top, step: 1)
      let error = slopeError * heights[top] * heights[top]
      let rise = heights[top] - max(heights[left], heights[right])
      let needed = max(CapacityPeak.errors * error, CapacityPeak.smallestShare * highest)
      guard left < top, right > top, rise >= needed else { continue }
      peaks.append(peak(heights, top: top, left: left, right: right, error: error))
    }
    return peaks.sorted { $0.position < $1.position }
  }

  /// The lowest point on the way down to a higher one; an end where the curve only falls.
  private func foot(_ heights: [Double], from top: Int, step: Int) -> Int {
    var (lowest, k) = (top, top + step)
    while heights.indices.contains(k), heights[k] <= heights[top] {
      if heights[k] < heights[lowest] { lowest = k }
      k += step
    }
    return lowest
  }

  private func peak(
    _ heights: [Double], top: Int, left: Int, right: Int, error: Double
  ) -> CapacityPeak {
    let near = (left...right).filter { heights[$0] >= heights[top] - 2 * error }
    let around = near.map { voltages[$0] }
    return CapacityPeak(
      identity: 0, position: Volts(voltages[top]),
      low: Volts(around.min() ?? voltages[top]), high: Volts(around.max() ?? voltages[top]),
      height: heights[top], heightError: error,
      area: AmpereHours(abs(charges[right] - charges[left])))
  }
}

extension CapacityPeak {
  /// Gives the peaks of each age the identity of the nearest one of an earlier age.
  ///
  /// - Complexity: O(ages · peaks²).
  public static func followed(_ ages: [[CapacityPeak]]) -> [[CapacityPeak]] {
    var known: [(identity: Int, position: Double)] = []
    return ages.map { peaks in
      var taken: Set<Int> = []
      let pairs = peaks.indices.flatMap { k in
        known.indices.map { (k, $0, abs(peaks[k].position.value - known[$0].position)) }
      }.filter { $0.2 <= reach }.sorted { $0.2 < $1.2 }
      var result = peaks
      for (k, other, _) in pairs
      where result[k].identity == 0 && !taken.contains(other) {
        result[k].identity = known[other].identity
        known[other].position = peaks[k].position.value
        taken.insert(other)
      }
      for k in result.indices where result[k].identity == 0 {
        result[k].identity = known.count + 1
        known.append((known.count + 1, result[k].position.value))
      }
      return result
    }
  }
}
