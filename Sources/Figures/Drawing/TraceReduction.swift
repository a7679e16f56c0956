/// A run of any length as few points for each channel, gathered while it is read.
///
/// Time is cut into at most ``binLimit`` bins whose width doubles as the run goes on. Each bin keeps
/// the first, the lowest, the highest and the last sample of each channel with their true times:
/// nothing is averaged and no extreme is lost, whatever the length of the run or of the chunks.
public struct TraceReduction: Sendable {
  /// Many more than a figure has pixels, so that pixels can be filled exactly enough.
  public static let binLimit = 8192

  private struct Bin {
    var firstTime: Double
    var first: Double
    var lowTime: Double
    var low: Double
    var highTime: Double
    var high: Double
    var lastTime: Double
    var last: Double

    init(time: Double, value: Double) {
      (firstTime, lowTime, highTime, lastTime) = (time, time, time, time)
      (first, low, high, last) = (value, value, value, value)
    }

    mutating func absorb(_ next: Bin) {
      if next.low < low || !low.isFinite { (lowTime, low) = (next.lowTime, next.low) }
      if next.high > high || !high.isFinite { (highTime, high) = (next.highTime, next.high) }
      (lastTime, last) = (next.lastTime, next.last)
    }
  }

  private var bins: [[Bin?]]
  private var width = 0x1p-20
  private var start: Double?
  /// How many samples were taken in.
  public private(set) var sampleCount = 0
  /// The times of the first and the last sample, in s.
  public private(set) var firstTime = Double.nan
  public private(set) var lastTime = Double.nan

  /// - Parameter channels: how many columns of values each sample has.
  public init(channels: Int) { bins = Array(repeating: [], count: channels) }

  /// Takes in samples that follow those before.
  ///
  /// - Parameters:
  ///   - time: s, rising; a time that is not finite or lies before the first sample is left out.
  ///   - values: a column for each channel, as long as `time`, or empty where there is none.
  /// - Complexity: O(samples × channels).
  public mutating func add(time: [Double], values: [[Double]]) {
    let times = time.span
    var from = 0
    while from < times.count {
      let at = times[from]
      guard at.isFinite, at >= (start ?? at) else {
        from += 1
        continue
      }
      if start == nil {
        start = at
        firstTime = at
      }
      let origin = start ?? at
      while (at - origin) / width >= Double(Self.binLimit) { halve() }
      let index = Int((at - origin) / width)
      let edge = origin + Double(index + 1) * width
      var to = from + 1
      while to < times.count, times[to] >= at, times[to] < edge { to += 1 }
      for channel in bins.indices where channel < values.count && !values[channel].isEmpty {
        gather(channel, index, time, values[channel], from, to)
      }
      sampleCount += to - from
      lastTime = times[to - 1]
      from = to
    }
  }

  private mutating func gather(
    _ channel: Int, _ index: Int, _ time: [Double], _ column: [Double], _ from: Int, _ to: Int
  ) {
    let (times, values) = (time.span, column.span)
    var first = from
    while first < to, !values[first].isFinite { first += 1 }
    guard first < to else { return }
    var (low, high, last) = (first, first, first)
    var (lowest, highest) = (values[first], values[first])
    for k in (first + 1)..<max(to, first + 1) {
      let value = values[k]
      if value < lowest { (lowest, low) = (value, k) }
      if value > highest, value < .infinity { (highest, high) = (value, k) }
      if value.isFinite { last = k }
    }
    var bin = Bin(time: times[first], value: values[first])
    if lowest > -.infinity { (bin.lowTime, bin.low) = (times[low], lowest) }
    (bin.highTime, bin.high) = (times[high], highest)
    (bin.lastTime, bin.last) = (times[last], values[last])
    while bins[channel].count <= index { bins[channel].append(nil) }
    if bins[channel][index] == nil {
      bins[channel][index] = bin
    } else {
      bins[channel][index]?.absorb(bin)
    }
  }

  private mutating func halve() {
    width *= 2
    for channel in bins.indices {
      let old = bins[channel]
      bins[channel] = (0..<((old.count + 1) / 2)).map { k in
        let second = 2 * k + 1 < old.count ? old[2 * k + 1] : nil
        guard var merged = old[2 * k] else { return second }
        if let second { merged.absorb(second) }
        return merged
      }
    }
  }

  /// The kept samples of a channel, in order of time.
  ///
  /// - Complexity: O(``binLimit``).
  public func points(of channel: Int) -> [TracePoint] {
    bins[channel].flatMap { bin -> [TracePoint] in
      guard let bin else { return [] }
      let inner =
        bin.lowTime <= bin.highTime
        ? [(bin.lowTime, bin.low), (bin.highTime, bin.high)]
        : [(bin.highTime, bin.high), (bin.lowTime, bin.low)]
      var points = [TracePoint(time: bin.firstTime, value: bin.first)]
      for (time, value) in inner + [(bin.lastTime, bin.last)] {
        let point = TracePoint(time: time, value: value)
        if points.last != point { points.append(point) }
      }
      return points
    }
  }
}

/// A sample of one channel: s and the value in the stored unit.
public struct TracePoint: Sendable, Equatable {
  public var time: Double
  public var value: Double

  public init(time: Double, value: Double) {
    self.time = time
    self.value = value
  }
}
