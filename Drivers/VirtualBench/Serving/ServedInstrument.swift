import CellData
import Instruments

/// A piece of virtual equipment on a line: its channels, its clock, and who it says it is.
final class ServedInstrument {
  let plan: BenchPlan.Instrument
  let channels: [ServedChannel]
  private let speed: Double
  private let interval: Seconds
  private var clock: VirtualClock?
  /// The equipment's own time counts from here, in ticks; moved when it starts anew.
  private var firstTick = 0
  private var strangerUntil = Int64.min
  /// The readings that went into the answer that is being put together.
  private var carried: [CarriedReading] = []

  /// - Parameter start: nil: time begins with the first reading that somebody asks for.
  init(_ plan: BenchPlan.Instrument, of bench: BenchPlan, start: MonotonicTime?) {
    self.plan = plan
    speed = bench.speed
    interval = bench.interval
    channels = plan.channels.map { ServedChannel($0, interval: bench.interval) }
    clock = start.map { VirtualClock(speed: bench.speed, start: $0) }
  }

  /// What the meters of one input show now; it is noted as carried by the present answer.
  func reading(input: Int, at now: Int64) -> CarriedReading {
    let instant = MonotonicTime(nanoseconds: now)
    let clock = self.clock ?? started(at: instant)
    var reading = channels[input].reading(at: clock.time(at: instant), now: now)
    reading.reading.time = Seconds(Double(reading.reading.tick - firstTick) * interval.value)
    carried.append(reading)
    return reading
  }

  /// The equipment's own time: that of its last reading of the meters, so that both fit together.
  func deviceTime(at now: Int64) -> Double {
    Double(tick(at: now) - firstTick) * interval.value
  }

  /// The readings since the last call.
  func takeCarried() -> [CarriedReading] {
    defer { carried.removeAll(keepingCapacity: true) }
    return carried
  }

  func isStranger(at now: Int64) -> Bool { now < strangerUntil }

  /// Another one of its kind stands here from now on.
  func becomeStranger(until end: Int64) { strangerUntil = end }

  /// Its own time and its counters begin anew.
  func restart(at now: Int64) {
    firstTick = tick(at: now)
    channels.forEach { $0.resetCounters() }
  }

  private func tick(at now: Int64) -> Int {
    guard let time = clock?.time(at: MonotonicTime(nanoseconds: now)) else { return 0 }
    return VirtualChannel.tick(at: time, interval: interval)
  }

  /// Starts the clock so that this instant lies in the middle of the first measuring interval: who
  /// asks once an interval is then as far from its edges as can be.
  private func started(at instant: MonotonicTime) -> VirtualClock {
    let half = Int64((interval.value / speed * 0.5e9).rounded())
    let clock = VirtualClock(speed: speed, start: instant.advanced(byNanoseconds: -half))
    self.clock = clock
    return clock
  }
}
