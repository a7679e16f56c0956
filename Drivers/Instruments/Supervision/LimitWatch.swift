public import CellData

/// Watches the samples of one channel for values beyond its limits.
///
/// A crossing is told once, at the first sample beyond, and its end after three samples inside, so
/// that a value that rocks on its limit does not fill the archive. A NaN crosses nothing.
public struct LimitWatch: Sendable {
  /// The samples inside a limit after which a crossing is over.
  public static let samplesUntilClear = 3

  private struct Watched: Sendable {
    var quantity: WatchedQuantity
    var range: ClosedRange<Double>
    /// The place of the quantity among a sample's values.
    var place: Int
    var isBeyond = false
    var insideCount = 0
    var last: (time: Double, value: Double)?
  }

  private var watched: [Watched]

  /// Watches what is recorded; which limits cannot be watched, `unwatchable` tells before.
  public init(_ limits: ChannelLimits, quantities: [Channel]) {
    watched = limits.watched.compactMap { quantity in
      guard let range = limits[quantity], let place = quantities.firstIndex(of: quantity.channel)
      else { return nil }
      return Watched(quantity: quantity, range: range, place: place)
    }
  }

  /// The limits that cannot be watched since the instrument does not give their quantity.
  public static func unwatchable(
    _ limits: ChannelLimits, quantities: [Channel]
  ) -> [WatchedQuantity] {
    limits.watched.filter { !quantities.contains($0.channel) }
  }

  /// Whether some value is beyond its limit now.
  public var isBeyond: Bool { watched.contains(where: \.isBeyond) }

  /// Looks at the next sample.
  ///
  /// - Returns: the crossings that began or ended with it. O(limits).
  public mutating func look(at sample: RecordedSample) -> [RecordedEvent] {
    var events: [RecordedEvent] = []
    for index in watched.indices {
      guard let value = value(of: sample, index) else { continue }
      let range = watched[index].range
      let name = watched[index].quantity.rawValue
      if range.contains(value) {
        guard watched[index].isBeyond else { continue }
        watched[index].insideCount += 1
        guard watched[index].insideCount >= Self.samplesUntilClear else { continue }
        watched[index].isBeyond = false
        events.append(
          RecordedEvent(
            time: sample.answerTime, kind: .limitCleared,
            detail: "\(name) is \(value), inside \(range.lowerBound) to \(range.upperBound) again"))
      } else {
        watched[index].insideCount = 0
        guard !watched[index].isBeyond else { continue }
        watched[index].isBeyond = true
        let limit = value < range.lowerBound ? range.lowerBound : range.upperBound
        events.append(
          RecordedEvent(
            time: sample.answerTime, kind: .limitCrossed, severity: .alarm,
            detail: "\(name) is \(value), beyond its limit \(limit)"))
      }
    }
    return events
  }

  /// The watched value in a sample; nil where there is none, such as the first of a rate.
  private mutating func value(of sample: RecordedSample, _ index: Int) -> Double? {
    let value = sample.values[watched[index].place]
    guard watched[index].quantity.isRate else { return value.isNaN ? nil : value }
    guard !value.isNaN else { return nil }
    let last = watched[index].last
    watched[index].last = (sample.time, value)
    guard let last, sample.time > last.time else { return nil }
    return (value - last.value) / (sample.time - last.time)
  }
}
