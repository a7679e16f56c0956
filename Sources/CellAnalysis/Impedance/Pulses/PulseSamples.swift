import CellData

/// The last samples before a step, in a small ring.
struct PulseSamples: Sendable {
  /// How many are kept.
  static let capacity = 16

  struct Sample: Sendable, Equatable {
    var time, current, voltage: Double
  }

  private var ring: [Sample] = []
  private var next = 0

  var count: Int { ring.count }

  /// In the order of time.
  var ordered: [Sample] {
    ring.count < Self.capacity ? ring : Array(ring[next...] + ring[..<next])
  }

  var lastTime: Double? {
    ring.isEmpty ? nil : ring[(next + ring.count - 1) % ring.count].time
  }

  mutating func add(time: Double, current: Double, voltage: Double) {
    let sample = Sample(time: time, current: current, voltage: voltage)
    guard ring.count == Self.capacity else {
      ring.append(sample)
      return
    }
    ring[next] = sample
    next = (next + 1) % Self.capacity
  }

  mutating func add(_ block: SampleBlock, _ range: Range<Int>) {
    for k in range.suffix(Self.capacity) {
      add(
        time: block.chunk[.time][k], current: block.chunk[.current][k],
        voltage: block.chunk[.voltage][k])
    }
  }

  mutating func removeAll() {
    ring.removeAll(keepingCapacity: true)
    next = 0
  }
}
