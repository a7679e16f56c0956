import CellData
import Instruments

/// A piece of virtual equipment on a line: its channels, its clock, and who it says it is.
final class ServedInstrument {
  let plan: BenchPlan.Instrument
  let channels: [ServedChannel]
  private var clock: TickClock
  /// The equipment's own time counts from here; moved when it starts anew.
  private var firstTick = 0
  private var strangerUntil = Int64.min
  /// The readings that went into the answer that is being put together.
  private var carried: [CarriedReading] = []

  /// - Parameter start: nil: time begins with the first reading that somebody asks for.
  init(_ plan: BenchPlan.Instrument, of bench: BenchPlan, start: MonotonicTime?) {
    self.plan = plan
    channels = plan.channels.map { ServedChannel($0, interval: bench.interval) }
    clock = TickClock(bench.pace, interval: bench.interval, start: start)
  }

  /// What the meters of one input show now; it is noted as carried by the present answer.
  func reading(input: Int, at now: Int64) -> CarriedReading {
    let tick = clock.tick(at: now, for: .input(input))
    var reading = channels[input].reading(at: tick, now: now)
    reading.reading.time = clock.seconds(tick - firstTick)
    carried.append(reading)
    return reading
  }

  /// What the meters of an input showed at a tick that was not read yet; nil while it is to come.
  ///
  /// Not noted as carried: whoever keeps it says when it goes into an answer.
  func reading(input: Int, atTick tick: Int, now: Int64) -> CarriedReading? {
    _ = clock.tick(at: now, for: .input(input))
    guard clock.currentTick(at: now) - firstTick >= tick else { return nil }
    var reading = channels[input].reading(at: tick + firstTick, now: now)
    reading.reading.time = clock.seconds(tick)
    return reading
  }

  /// The equipment's own time: that of its last reading of the meters, so that both fit together.
  func readTime(at now: Int64) -> Double {
    clock.seconds(clock.tick(at: now, for: .time) - firstTick).value
  }

  /// What it says of itself.
  func identity(_ profile: Profile) -> InstrumentIdentity {
    InstrumentIdentity(
      maker: profile.maker, model: plan.model ?? profile.models.first ?? profile.name,
      serialNumber: plan.serialNumber, firmware: "1.0")
  }

  /// What another one of its kind says of itself.
  static func stranger(_ profile: Profile) -> InstrumentIdentity {
    InstrumentIdentity(
      maker: profile.maker, model: profile.models.last ?? profile.name,
      serialNumber: "STRANGER", firmware: "1.0")
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
    firstTick = clock.currentTick(at: now)
    channels.forEach { $0.resetCounters() }
  }
}
