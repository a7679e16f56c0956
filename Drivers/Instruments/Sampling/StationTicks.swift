import CellData

/// Whose time says which tick it is.
public enum StationClock: Sendable, Equatable {
  /// The recorder's: ticks are due by a schedule on the clock that never steps.
  case recorder(SlotSchedule)
  /// The recorder's, for an instrument that sends by itself: a tick is what arrives in its time.
  case pushed(SlotSchedule)
  /// The instrument's: a reading's device time says which tick it is, in periods of so many ns.
  ///
  /// Readings are asked for at an interval of the recorder's clock in ns, 0 for at once.
  case instrument(period: Int64, askingInterval: Int64)
}

/// The ticks of a station: which one is next, when it is due, and which one a reading belongs to.
struct StationTicks {
  /// The tick of a reading, with its times in ns since the origin of the station's clock.
  struct Tick: Equatable {
    var number: Int
    var requestTime: Int64
    var answerTime: Int64
    var isLate = false
  }

  let clock: StationClock
  /// The first tick that is not settled.
  private(set) var nextTick = 0
  /// When an instrument's-clock station may ask again.
  private var nextAsk = MonotonicTime(nanoseconds: .min)
  /// The device time in ns of tick 0.
  private var deviceOrigin: Int64?
  private var lastDeviceTime = Int64.min
  private var lastArrival = MonotonicTime(nanoseconds: .min)

  init(_ clock: StationClock) { self.clock = clock }

  /// When the next reading is due.
  var dueTime: MonotonicTime {
    switch clock {
    case .recorder(let schedule): MonotonicTime(nanoseconds: schedule.time(of: nextTick))
    case .pushed: MonotonicTime(nanoseconds: .min)
    case .instrument: nextAsk
    }
  }

  /// Why a tick has no reading although the link was well.
  var missedCause: (RecordedGap.Cause, String) {
    if case .pushed = clock { return (.streamPaused, "no frame came in time") }
    return (.overrun, "the bus was busy")
  }

  /// The last tick whose time is over, if it is not settled yet.
  ///
  /// By the instrument's clock nothing passes but with a reading. A pushed frame may come late by
  /// half a period.
  func lastPassed(at now: MonotonicTime) -> Int? {
    let last: Int
    switch clock {
    case .recorder(let schedule): last = schedule.slot(at: now.nanoseconds) - 1
    case .pushed(let schedule):
      last = schedule.slot(at: now.nanoseconds - schedule.period / 2) - 1
    case .instrument: return nil
    }
    return last >= nextTick ? last : nil
  }

  /// The tick that is due and not over.
  func dueTick(at now: MonotonicTime) -> Int? {
    guard case .recorder(let schedule) = clock else { return nil }
    let tick = schedule.slot(at: now.nanoseconds)
    return tick >= nextTick ? tick : nil
  }

  /// Notes that a reading was asked for; by the instrument's clock the next one waits.
  mutating func ask(at now: MonotonicTime) {
    guard case .instrument(_, let interval) = clock else { return }
    nextAsk = now.advanced(byNanoseconds: interval)
  }

  mutating func settle(through tick: Int) { nextTick = max(nextTick, tick + 1) }

  /// An instant of the recorder's clock in ns since the origin; of the last reading, where the
  /// instrument's clock is kept.
  func runTime(_ time: MonotonicTime) -> Int64 {
    switch clock {
    case .recorder(let schedule), .pushed(let schedule): time.nanoseconds - schedule.origin
    case .instrument: lastDeviceTime == .min ? 0 : lastDeviceTime - (deviceOrigin ?? 0)
    }
  }

  /// Which tick readings belong to; nil where they add nothing to what is settled.
  mutating func tick(
    of readings: [InputReading], sent: MonotonicTime, received: MonotonicTime
  ) -> Tick? {
    switch clock {
    case .recorder(let schedule):
      let number = max(nextTick, schedule.slot(at: sent.nanoseconds))
      let late = sent.nanoseconds - schedule.time(of: number)
      return Tick(
        number: number, requestTime: runTime(sent), answerTime: runTime(received),
        isLate: late > schedule.period / 2)
    case .pushed(let schedule): return pushedTick(schedule, received)
    case .instrument(let period, _):
      ask(at: sent)
      return deviceTick(readings, period)
    }
  }

  /// Frames arrive with some jitter: one a little early or late is still the next one.
  private mutating func pushedTick(_ schedule: SlotSchedule, _ arrival: MonotonicTime) -> Tick? {
    // A stream does not wait for the run to begin.
    guard arrival.nanoseconds >= schedule.origin else { return nil }
    let sinceLast =
      lastArrival.nanoseconds == .min ? schedule.period : lastArrival.nanoseconds(to: arrival)
    var number = schedule.slot(at: arrival.nanoseconds)
    if number == nextTick - 1, sinceLast * 2 >= schedule.period { number = nextTick }
    if number == nextTick + 1, sinceLast * 2 <= schedule.period * 3 { number = nextTick }
    guard number >= nextTick else { return nil }
    lastArrival = arrival
    return Tick(
      number: number, requestTime: runTime(arrival), answerTime: runTime(arrival))
  }

  private mutating func deviceTick(_ readings: [InputReading], _ period: Int64) -> Tick? {
    let times = readings.compactMap { outcome -> Double? in
      guard case .reading(let reading) = outcome else { return nil }
      return reading.deviceTime
    }
    guard let seconds = times.first, seconds.isFinite else { return nil }
    let time = Int64.seconds(seconds)
    if deviceOrigin == nil { deviceOrigin = time - Int64(nextTick) * period }
    if time < lastDeviceTime {
      // It started anew: go on after a slot that says so, since how long it was away nobody knows.
      deviceOrigin = time - Int64(nextTick + 1) * period
    }
    lastDeviceTime = time
    let runTime = time - (deviceOrigin ?? 0)
    let number = SlotSchedule(origin: -period / 2, period: period).slot(at: runTime)
    guard number >= nextTick else { return nil }
    return Tick(number: number, requestTime: runTime, answerTime: runTime)
  }
}
