import CellData

/// The samples around one step of the current while it is going on.
struct PulseCapture: Sendable {
  /// Before the step, in the order of time.
  let before: [PulseSamples.Sample]
  let record: Int
  let restBefore: Double
  let temperature: Double?
  /// Whether the step leads away from rest, as far as its first sample tells.
  let leadsAway: Bool
  /// The current that the step leads to.
  var level: Double
  /// After the step; times count from the edge.
  private(set) var samples: [PulseSamples.Sample] = []
  private(set) var seen = 0
  private(set) var latest: PulseSamples.Sample?

  /// The first samples are all kept; later ones only where the time has grown by this factor.
  private static let dense = 24
  private static let growth = 1.06
  /// Longer than any diffusion that a pulse is made for, in s.
  private static let longest = 4 * 3600.0

  init(
    before: PulseSamples, record: Int, restBefore: Double, level: Double,
    temperature: Double?, leadsAway: Bool
  ) {
    self.before = before.ordered
    self.record = record
    self.restBefore = restBefore
    self.level = level
    self.temperature = temperature
    self.leadsAway = leadsAway
  }

  /// The last instant at which the current is known to have been the old one.
  var edgeTime: Double { before.last?.time ?? 0 }

  /// Whether the current may still be on its way: within the first two samples.
  var isSettling: Bool { seen <= 2 }

  /// Takes samples of one stretch; which of them are kept does not depend on how it is cut.
  ///
  /// - Complexity: O(log n) for each sample that is kept.
  mutating func add(_ block: SampleBlock, _ range: Range<Int>) {
    let time = block.chunk[.time]
    seen += range.count
    latest = sample(block, range.upperBound - 1)
    var k = range.lowerBound
    while k < range.upperBound {
      if samples.count >= Self.dense, let kept = samples.last {
        k = firstIndex(in: time, from: k, to: range.upperBound) {
          $0 - edgeTime >= kept.time * Self.growth
        }
        guard k < range.upperBound else { return }
      }
      let next = sample(block, k)
      guard next.time <= Self.longest else { return }
      samples.append(next)
      k += 1
    }
  }

  private func sample(_ block: SampleBlock, _ k: Int) -> PulseSamples.Sample {
    PulseSamples.Sample(
      time: block.chunk[.time][k] - edgeTime, current: block.chunk[.current][k],
      voltage: block.chunk[.voltage][k])
  }

  /// The first index whose time fulfils a condition that stays fulfilled; `end` if none does.
  private func firstIndex(
    in time: [Double], from start: Int, to end: Int, where holds: (Double) -> Bool
  ) -> Int {
    var (low, high) = (start, end)
    while low < high {
      let middle = (low + high) / 2
      if holds(time[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
