extension Array where Element == Double {
  /// The middle value, or the mean of the two middle ones; nil where the array is empty.
  ///
  /// - Complexity: O(n log n).
  var median: Double? { quantile(0.5) }

  /// The value below which the given share lies, by straight lines between the sorted values.
  func quantile(_ share: Double) -> Double? {
    guard !isEmpty else { return nil }
    let sorted = self.sorted()
    let place = share * Double(count - 1)
    let low = Int(place)
    let high = Swift.min(low + 1, count - 1)
    return sorted[low] + (place - Double(low)) * (sorted[high] - sorted[low])
  }
}
