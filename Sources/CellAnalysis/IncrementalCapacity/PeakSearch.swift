/// Peaks of a curve that stand out of its noise.
///
/// A peak rises above the higher of its two feet, the lowest points on the way down to something
/// higher, by ``errors`` standard errors and by a share of a scale. Noise alone spans four to five
/// standard errors over the independent stretches of a curve.
struct PeakSearch {
  struct Found {
    var top: Int
    var left: Int
    var right: Int
    /// The points around the top that lie within two standard errors of it, and its neighbours.
    var around: ClosedRange<Int>
    /// The points around each foot that lie within two standard errors of that.
    var leftFoot: ClosedRange<Int>
    var rightFoot: ClosedRange<Int>
  }

  static let errors = 6.0
  static let smallestShare = 0.05

  let heights: [Double]
  /// Standard error of each height.
  let error: (Int) -> Double
  let scale: Double

  /// - Complexity: O(n).
  func peaks() -> [Found] {
    heights.indices.dropFirst().dropLast().compactMap { top in
      guard heights[top] > heights[top - 1], heights[top] >= heights[top + 1] else { return nil }
      let (left, right) = (foot(from: top, step: -1), foot(from: top, step: 1))
      let rise = heights[top] - max(heights[left], heights[right])
      let needed = max(Self.errors * error(top), Self.smallestShare * scale)
      guard left < top, right > top, rise >= needed else { return nil }
      return Found(
        top: top, left: left, right: right,
        around: stretch(around: top, atLeast: 1) { $0 >= heights[top] - 2 * error(top) },
        leftFoot: stretch(around: left) { $0 <= heights[left] + 2 * error(left) },
        rightFoot: stretch(around: right) { $0 <= heights[right] + 2 * error(right) })
    }
  }

  /// The lowest point on the way down to a higher one; an end where the curve only falls.
  private func foot(from top: Int, step: Int) -> Int {
    var (lowest, k) = (top, top + step)
    while heights.indices.contains(k), heights[k] <= heights[top] {
      if heights[k] < heights[lowest] { lowest = k }
      k += step
    }
    return lowest
  }

  /// The neighbours for which the condition holds without a gap, and at least so many.
  private func stretch(
    around place: Int, atLeast least: Int = 0, _ holds: (Double) -> Bool
  ) -> ClosedRange<Int> {
    var (low, high) = (max(0, place - least), min(heights.count - 1, place + least))
    while low > 0, holds(heights[low - 1]) { low -= 1 }
    while high + 1 < heights.count, holds(heights[high + 1]) { high += 1 }
    return low...high
  }
}

/// Gives peaks of each age the identity of the nearest one of an earlier age.
struct PeakFollowing {
  /// The same peak moves by no more than this from one age to the next.
  let reach: Double

  /// The identities, counted from 1 in the order of first appearance.
  ///
  /// - Complexity: O(ages · peaks²).
  func identities(_ ages: [[Double]]) -> [[Int]] {
    var known: [Double] = []
    return ages.map { positions in
      var own = [Int?](repeating: nil, count: positions.count)
      var taken: Set<Int> = []
      let pairs = positions.indices.flatMap { k in
        known.indices.map { (k, $0, abs(positions[k] - known[$0])) }
      }.filter { $0.2 <= reach }.sorted { $0.2 < $1.2 }
      for (k, other, _) in pairs where own[k] == nil && !taken.contains(other) {
        own[k] = other
        known[other] = positions[k]
        taken.insert(other)
      }
      return positions.indices.map { k in
        if let identity = own[k] { return identity + 1 }
        known.append(positions[k])
        return known.count
      }
    }
  }
}
