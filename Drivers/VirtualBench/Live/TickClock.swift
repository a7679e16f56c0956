import CellData
import Instruments

/// Tells how many measuring intervals have passed for the cells of an instrument.
///
/// Running, the time of the cells is real time since a start, times a speed. Stepped, it goes on by
/// one interval whenever something is read that was read in this interval already.
struct TickClock {
  /// What a client can read of an instrument.
  enum Item: Hashable {
    case time
    case input(Int)
  }

  private let pace: BenchPlan.Pace
  private let interval: Seconds
  private var start: MonotonicTime?
  private var steppedTick = 0
  private var seen: Set<Item> = []

  /// - Parameter start: nil: time begins with the first reading of an input.
  init(_ pace: BenchPlan.Pace, interval: Seconds, start: MonotonicTime?) {
    self.pace = pace
    self.interval = interval
    self.start = start
  }

  func seconds(_ ticks: Int) -> Seconds { Seconds(Double(ticks) * interval.value) }

  /// The tick that a reading of an item shows.
  mutating func tick(at now: Int64, for item: Item) -> Int {
    switch pace {
    case .running(let speed):
      if start == nil, case .input = item { begin(at: now, speed: speed) }
    case .stepped:
      if !seen.insert(item).inserted {
        steppedTick += 1
        seen = [item]
      }
    }
    return currentTick(at: now)
  }

  /// The tick at an instant; 0 before the start.
  func currentTick(at now: Int64) -> Int {
    guard case .running(let speed) = pace else { return steppedTick }
    guard let start else { return 0 }
    let passed = Double(max(now - start.nanoseconds, 0)) * 1e-9 * speed
    // A little less than a whole number of intervals is that number, as rounding made it less.
    return Int((passed / interval.value + 1e-9).rounded(.down))
  }

  /// Starts so that this instant lies in the middle of the first interval: who asks once an interval
  /// is then as far from its edges as can be.
  private mutating func begin(at now: Int64, speed: Double) {
    let half = Int64((interval.value / speed * 0.5e9).rounded())
    start = MonotonicTime(nanoseconds: now - half)
  }
}
