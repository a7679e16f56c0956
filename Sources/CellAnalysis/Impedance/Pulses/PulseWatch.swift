import CellData
import ColumnKernels

/// Follows the current and keeps what lies around each of its steps.
///
/// Of the samples before a step the last ones are kept, of those after it a selection that thins
/// out as time goes on, a few hundred at most. Nothing is fitted on the way: what a step is can
/// only be said once the whole run is known. Memory grows with the number of steps alone, and not
/// beyond ``limit``: past that, every second reading is dropped and only every second step is read.
struct PulseWatch: Sendable {
  /// The most readings that are kept.
  static let limit = 1024

  private var readings: [PulseReading] = []
  private var stride = 1
  /// Steps that lead away from rest, and those of them that turned out to be none.
  private var seen = 0
  private var rejected = 0
  private var before = PulseSamples()
  private var capture: PulseCapture?
  private var wasRead = false
  private var level: Level?
  private var latest = 0.0
  private var largestCurrent = 0.0

  /// A stretch of constant current.
  private struct Level {
    var current: Double
    var start: Double
  }

  /// The share of the largest current up to which a change is no step and a current is a rest.
  private static let noise = 0.02

  /// Takes the next samples.
  ///
  /// - Complexity: O(`block.count`), vectorised where the current stands still.
  mutating func consume(_ block: SampleBlock) {
    var start = 0
    for stop in block.breaks + [block.count] {
      if stop > start { consume(block, start..<stop) }
      guard stop < block.count else { continue }
      closeCapture()
      level = nil
      before.removeAll()
      start = stop
    }
  }

  private mutating func consume(_ block: SampleBlock, _ range: Range<Int>) {
    var k = range.lowerBound
    while k < range.upperBound {
      let (t, i) = (block.chunk[.time][k], block.chunk[.current][k])
      largestCurrent = max(largestCurrent, abs(i))
      let tolerance = Self.noise * largestCurrent
      guard let now = level else {
        level = Level(current: i, start: t)
        latest = i
        continue
      }
      if abs(i - now.current) > tolerance {
        let isJump = abs(i - latest) > tolerance
        let hot = block.chunk.has(.temperature) ? block.chunk[.temperature][k] : nil
        leave(
          now, to: i, at: t, record: block.record(k), tolerance, isJump: isJump, temperature: hot)
      }
      let centre = level?.current ?? i
      let end =
        firstDeparture(
          in: block.chunk[.current].span, from: k + 1, to: range.upperBound,
          low: centre - tolerance, high: centre + tolerance, share: 0, floor: .infinity)
        ?? range.upperBound
      let quiet = k..<max(end, k + 1)
      capture?.add(block, quiet)
      before.add(block, quiet)
      latest = block.chunk[.current][quiet.upperBound - 1]
      k = quiet.upperBound
    }
  }

  /// The readings in the order of the run, and how many steps there were.
  consuming func finish() -> (readings: [PulseReading], found: Int) {
    closeCapture()
    // Before the first real current, noise around zero looks like steps.
    let least = Self.noise * largestCurrent
    let kept = readings.filter {
      abs($0.pulse.current.value - $0.pulse.currentBefore.value) > least
    }
    return (kept, seen - rejected - (readings.count - kept.count))
  }

  /// The current has left its level, by a jump or step by small step.
  private mutating func leave(
    _ now: Level, to current: Double, at time: Double, record: Int, _ tolerance: Double,
    isJump: Bool, temperature: Double?
  ) {
    // A current on its way to its level moves the level, not the edge.
    if let open = capture, open.isSettling {
      capture?.level = current
      level = Level(current: current, start: now.start)
      return
    }
    closeCapture()
    level = Level(current: current, start: time)
    // A current that creeps away, as under constant voltage, has no edge.
    guard isJump else { return }
    let leadsAway = abs(current) > 0.5 * abs(current - now.current)
    if leadsAway { seen += 1 }
    let isWanted = leadsAway ? seen % stride == 0 : wasRead
    let rest = abs(now.current) <= tolerance ? (before.lastTime ?? time) - now.start : 0
    if before.count >= 1, isWanted {
      capture = PulseCapture(
        before: before, record: record - 1, restBefore: rest, level: current,
        temperature: temperature, leadsAway: leadsAway)
    }
    before.removeAll()
  }

  private mutating func closeCapture() {
    wasRead = false
    guard let closing = capture else { return }
    capture = nil
    guard let reading = PulseReading(closing) else {
      if closing.leadsAway { rejected += 1 }
      addDrift(after: closing)
      return
    }
    if !closing.leadsAway { seen += 1 }
    wasRead = true
    readings.append(reading)
    guard readings.count >= Self.limit else { return }
    readings = readings.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
    stride *= 2
  }

  /// A rest after a pulse that followed a rest shows how far the open-circuit voltage went.
  private mutating func addDrift(after rest: PulseCapture) {
    guard let pulse = readings.last?.pulse, pulse.restBefore.value > 0,
      let end = rest.latest, abs(rest.level) <= Self.noise * largestCurrent,
      end.time >= 2 * pulse.duration.value,
      abs(rest.edgeTime - pulse.time.value - pulse.duration.value) <= 0.5 * pulse.duration.value
    else { return }
    readings[readings.count - 1].drift = PulseReading.Drift(
      voltage: end.voltage - pulse.voltageBefore.value, rest: end.time)
  }
}
