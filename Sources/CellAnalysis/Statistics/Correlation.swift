/// Pearson's correlation of pairs; nil with fewer than four, or where one side does not vary.
func correlation(_ pairs: [(Double, Double)]) -> Double? {
  guard pairs.count >= 4 else { return nil }
  let n = Double(pairs.count)
  let (mx, my) = (pairs.reduce(0) { $0 + $1.0 } / n, pairs.reduce(0) { $0 + $1.1 } / n)
  var (xx, yy, xy) = (0.0, 0.0, 0.0)
  for (x, y) in pairs {
    xx += (x - mx) * (x - mx)
    yy += (y - my) * (y - my)
    xy += (x - mx) * (y - my)
  }
  return xx > 0 && yy > 0 ? xy / (xx * yy).squareRoot() : nil
}
