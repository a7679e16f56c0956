import CellData
import ColumnKernels

/// Follows the current and keeps what lies around each of its steps.
///
/// Of the samples before a step the last ones are kept, of those after it a selection that thins
/// out as time goes on, a few hundred at most; a step is read as soon as the next one comes, and
/// only its reading is kept. Memory therefore grows with the number of steps alone, and not beyond
/// ``limit``: past that, every second reading is dropped and only every second step is read.
struct PulseWatch: Sendable {
  /// The most readings that are kept.
  static let limit = 2048

  private var readings: [CurrentPulse] = []
  private var stride = 1
  private var stepCount = 0
  private var before = PulseSamples()
  private var capture: PulseCapture?
  private var level: Level?
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
        continue
      }
      if abs(i - now.current) > tolerance {
        let hot = block.chunk.has(.temperature) ? block.chunk[.temperature][k] : nil
        step(to: i, at: t, record: block.record(k), tolerance, temperature: hot)
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
      k = quiet.upperBound
    }
  }

  /// The readings in the order of the run, with the charge that the steps before each brought.
  consuming func finish(steps: [Step]) -> [CurrentPulse] {
    closeCapture()
    var charge = 0.0
    var next = 0
    for k in readings.indices {
      while next < steps.count, steps[next].lastRecord <= readings[k].record {
        charge += steps[next].charge.value
        next += 1
      }
      readings[k].charge = AmpereHours(charge)
    }
    return readings
  }

  private mutating func step(
    to current: Double, at time: Double, record: Int, _ tolerance: Double, temperature: Double?
  ) {
    guard let now = level else { return }
    // A current on its way to its level moves the level, not the edge.
    if let open = capture, open.isSettling {
      capture?.level = current
      level = Level(current: current, start: now.start)
      return
    }
    closeCapture()
    let rest = abs(now.current) <= tolerance ? (before.lastTime ?? time) - now.start : 0
    level = Level(current: current, start: time)
    stepCount += 1
    if before.count >= 1, stepCount % stride == 0 {
      capture = PulseCapture(
        before: before, record: record - 1, restBefore: rest, level: current,
        temperature: temperature)
    }
    before.removeAll()
  }

  private mutating func closeCapture() {
    guard let closing = capture else { return }
    capture = nil
    guard let reading = PulseReading(closing).pulse else {
      addDrift(after: closing)
      return
    }
    readings.append(reading)
    guard readings.count >= Self.limit else { return }
    readings = readings.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
    stride *= 2
  }

  /// A rest after a pulse that followed a rest shows how far the open-circuit voltage went.
  private mutating func addDrift(after rest: PulseCapture) {
    guard let pulse = readings.last, stride == 1, pulse.restBefore.value > 0,
      let end = rest.samples.last, abs(rest.level) <= Self.noise * largestCurrent,
      end.time >= 2 * pulse.duration.value,
      rest.edgeTime <= pulse.time.value + pulse.duration.value * 1.5
    else { return }
    let moved = end.voltage - pulse.voltageBefore.value
    let drift = OpenCircuitDrift(voltage: moved, over: pulse.duration.value)
    readings[readings.count - 1] = drift.removed(from: pulse)
  }
}

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
