import CellData
import ColumnKernels

/// What the instrument's own capacity counters did over a stretch of samples, in Ah.
struct CounterSpan: Sendable, Equatable {
  static let channels: [Channel] = [.chargeCapacity, .dischargeCapacity, .netCapacity]

  /// First and last value of each counter in ``channels``; NaN where the file has none.
  private(set) var first = [Double](repeating: .nan, count: 3)
  private(set) var last = [Double](repeating: .nan, count: 3)
  /// The largest fall of a counter that was no reset, and the record where it happened.
  private(set) var largestFall = 0.0
  private(set) var fallRecord = 0
  private(set) var falls = 0

  init() {}

  init(_ block: SampleBlock, _ index: Int) {
    for (slot, channel) in Self.channels.enumerated() where block.chunk.has(channel) {
      first[slot] = block.chunk[channel][index]
      last[slot] = first[slot]
    }
  }

  /// The net charge in Ah that the counters say went in; nil where there is no counter.
  var netCharge: Double? {
    if (last[2] - first[2]).isFinite { return last[2] - first[2] }
    let (charged, discharged) = (last[0] - first[0], last[1] - first[1])
    guard charged.isFinite, discharged.isFinite else { return nil }
    return charged - discharged
  }

  /// The same for a stretch that only charged (+1) or only discharged (-1), for which the counter
  /// of that direction is enough.
  func netCharge(side: Int) -> Double? {
    if let netCharge { return netCharge }
    let counted = side > 0 ? last[0] - first[0] : first[1] - last[1]
    return counted.isFinite ? counted : nil
  }

  /// Whether only the counter of the other direction moved; false where that cannot be told.
  func contradicts(side: Int) -> Bool {
    let (charged, discharged) = (last[0] - first[0], last[1] - first[1])
    guard charged.isFinite, discharged.isFinite, side != 0 else { return false }
    let (own, other) = side > 0 ? (charged, discharged) : (discharged, charged)
    return other > 0 && own < 0.01 * other
  }

  /// Follows the counters over the samples of `range`.
  ///
  /// A fall to (almost) zero is a reset, and counting starts again from there; any other fall of a
  /// charge or discharge counter is noted and stays in the difference.
  mutating func follow(_ block: SampleBlock, _ range: Range<Int>) {
    for (slot, channel) in Self.channels.enumerated() where block.chunk.has(channel) {
      let values = block.chunk[channel]
      if channel != .netCapacity { note(values, slot, block, range) }
      last[slot] = values[range.upperBound - 1]
    }
  }

  private mutating func note(
    _ values: [Double], _ slot: Int, _ block: SampleBlock, _ range: Range<Int>
  ) {
    check(from: last[slot], to: values[range.lowerBound], slot, block.record(range.lowerBound))
    var k = range.lowerBound + 1
    while let fall = firstDecrease(in: values.span, from: k, to: range.upperBound) {
      check(from: values[fall - 1], to: values[fall], slot, block.record(fall))
      k = fall + 1
    }
  }

  private mutating func check(from old: Double, to new: Double, _ slot: Int, _ record: Int) {
    guard new < old else { return }
    if new <= 0.02 * old {
      first[slot] = new - (old - first[slot])
    } else {
      falls += 1
      if old - new > largestFall { (largestFall, fallRecord) = (old - new, record) }
    }
  }

  mutating func merge(_ other: CounterSpan) {
    for slot in 0..<3 {
      let done = last[slot] - first[slot]
      let restarted = other.first[slot] < last[slot] * 0.5
      last[slot] = other.last[slot]
      if restarted { first[slot] = other.first[slot] - done }
      if first[slot].isNaN { first[slot] = other.first[slot] }
    }
    if other.largestFall > largestFall {
      (largestFall, fallRecord) = (other.largestFall, other.fallRecord)
    }
    falls += other.falls
  }
}
