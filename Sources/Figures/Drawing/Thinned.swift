/// Points in so few that a picture can hold them, and no extreme is lost.
enum Thinned {
  /// At most four points for each pixel along x: the first, the lowest, the highest, the last.
  ///
  /// Nothing is averaged: each point that is left is one that was there. Points stay in order.
  ///
  /// - Complexity: O(n).
  static func points(
    _ points: [(x: Double, y: Double)], _ x: Axis
  ) -> [(x: Double, y: Double)] {
    let columns = Int(abs(x.pixelHigh - x.pixelLow).rounded(.up))
    guard points.count > 4 * columns else { return points }
    var kept: [(x: Double, y: Double)] = []
    var start = 0
    while start < points.count {
      let column = column(of: points[start].x, x)
      var end = start + 1
      var (low, high) = (start, start)
      while end < points.count, self.column(of: points[end].x, x) == column {
        if points[end].y < points[low].y || !points[low].y.isFinite { low = end }
        if points[end].y > points[high].y || !points[high].y.isFinite { high = end }
        end += 1
      }
      var last = -1
      for index in [start, min(low, high), max(low, high), end - 1] where index > last {
        kept.append(points[index])
        last = index
      }
      start = end
    }
    return kept
  }

  private static func column(of value: Double, _ x: Axis) -> Int {
    let pixel = x.pixel(value)
    return pixel.isFinite && abs(pixel) < 1e9 ? Int(pixel.rounded(.down)) : .min
  }
}
