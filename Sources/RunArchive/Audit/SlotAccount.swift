/// Which slots of a run are there: each has to be there once.
struct SlotAccount {
  /// Slots from the first to the last, both included.
  struct Stretch {
    var first: Int64
    var last: Int64
  }

  var gaps: [Stretch] = []
  private var samples: [Stretch] = []
  /// Slots of rows that are damaged: what they hold is not known.
  var damaged: [Stretch] = []

  private(set) var holes: [Stretch] = []
  private(set) var overlaps: [Stretch] = []
  /// Slots that hold a sample or lie in a gap, joined.
  private(set) var good: [Stretch] = []

  mutating func add(samples slots: [Int64]) {
    for slot in slots {
      if let last = samples.last, last.last == slot &- 1 {
        samples[samples.count - 1].last = slot
      } else {
        samples.append(Stretch(first: slot, last: slot))
      }
    }
  }

  /// Compares with the slots that the run should have, `end` not included.
  mutating func settle(from start: Int64, to end: Int64) {
    var expected = start
    for stretch in (gaps + samples).sorted(by: { ($0.first, $0.last) < ($1.first, $1.last) }) {
      if stretch.first > expected { addHole(expected, stretch.first &- 1) }
      if stretch.first < expected {
        overlaps.append(Stretch(first: stretch.first, last: min(expected &- 1, stretch.last)))
      }
      if let last = good.last, stretch.first <= last.last &+ 1 {
        good[good.count - 1].last = max(last.last, stretch.last)
      } else {
        good.append(stretch)
      }
      expected = max(expected, stretch.last &+ 1)
    }
    if expected < end { addHole(expected, end &- 1) }
    if expected > end { overlaps.append(Stretch(first: end, last: expected &- 1)) }
  }

  /// A hole, without the slots whose rows were named as damaged.
  private mutating func addHole(_ first: Int64, _ last: Int64) {
    var first = first
    for stretch in damaged.sorted(by: { $0.first < $1.first })
    where stretch.last >= first && stretch.first <= last {
      if stretch.first > first { holes.append(Stretch(first: first, last: stretch.first &- 1)) }
      first = stretch.last &+ 1
    }
    if first <= last { holes.append(Stretch(first: first, last: last)) }
  }
}
