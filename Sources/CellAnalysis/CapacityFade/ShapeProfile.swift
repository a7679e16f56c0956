/// The interval of a shape from its profile: all shapes whose sum of squares, with the other
/// parameters adjusted anew, chance allows (Bates and Watts 1988).
///
/// The straight approximation is too narrow for a knee, where the law has a corner.
struct ShapeProfile {
  /// The largest sum of squares that chance allows.
  let limit: Double
  let range: ClosedRange<Double>
  let best: Double
  /// Standard error in the straight approximation: the scale of the search.
  let error: Double
  let squares: (Double) -> Double

  private static let stepErrors = 0.4
  private static let largestStep = 0.05
  private static let steps = 10
  private static let halvings = 12

  /// Nil without an error to go by; an end at the end of the range means at or beyond it.
  var interval: ClosedRange<Double>? {
    let width = range.upperBound - range.lowerBound
    let step = min(Self.stepErrors * error, Self.largestStep * width)
    guard step > 0 else { return nil }
    return min(best, end(range.lowerBound, -step))...max(best, end(range.upperBound, step))
  }

  /// The last shape towards the bound that chance allows.
  ///
  /// Beyond a first exit the profile may come back; four standard errors on, it will not.
  private func end(_ bound: Double, _ step: Double) -> Double {
    var (inside, outside) = (best, bound)
    for k in 1...Self.steps {
      let shape = best + step * Double(k)
      guard step > 0 ? shape < bound : shape > bound else { break }
      if squares(shape) <= limit {
        (inside, outside) = (shape, bound)
      } else if outside == bound {
        outside = shape
      }
    }
    if outside == bound, squares(bound) <= limit { return bound }
    for _ in 0..<Self.halvings {
      let middle = 0.5 * (inside + outside)
      if squares(middle) <= limit { inside = middle } else { outside = middle }
    }
    return outside
  }
}
