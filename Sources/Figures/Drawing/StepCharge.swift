/// The charge since a step began, for the panel of a strip chart.
///
/// The current is summed up by the trapezoid rule over all samples before they are reduced; what a
/// step began with is taken off when the points are asked for. What findings say of a step's charge
/// comes from the analysis and not from here.
public struct StepCharge: Sendable {
  private var sum = 0.0
  private var last: (time: Double, current: Double)?
  /// Of a longer interval than this, in s, nobody knows the current.
  private let longest: Double

  public init(longestInterval: Double = .infinity) { longest = longestInterval }

  /// The charge in Ah, positive on charge, from the first sample of all to each of these.
  ///
  /// - Parameters:
  ///   - time: s; an interval that does not rise adds nothing.
  ///   - current: A, positive on charge; one that is not finite adds nothing on either side.
  /// - Complexity: O(samples).
  public mutating func running(time: [Double], current: [Double]) -> [Double] {
    guard time.count == current.count else { return [] }
    return time.indices.map { k in
      if let last {
        let interval = time[k] - last.time
        let charge = interval * (last.current + current[k]) / 2
        if interval > 0, interval <= longest, charge.isFinite { sum += charge }
      }
      last = (time[k], current[k])
      return sum / 3600
    }
  }

  /// Running charge as charge since the last of the steps' beginnings.
  ///
  /// - Parameters:
  ///   - points: as ``running(time:current:)`` gives them, whole or reduced, in order of time.
  ///   - starts: when steps began, in s, rising.
  /// - Complexity: O(points + starts).
  public static func sinceStep(_ points: [TracePoint], starts: [Double]) -> [TracePoint] {
    var next = starts.startIndex
    var begun = points.first?.value ?? 0
    return points.map { point in
      if next < starts.endIndex, point.time >= starts[next] {
        begun = point.value
        while next < starts.endIndex, point.time >= starts[next] { next += 1 }
      }
      return TracePoint(time: point.time, value: point.value - begun)
    }
  }
}
