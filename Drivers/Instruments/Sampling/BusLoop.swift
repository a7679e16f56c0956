import CellData

/// The work of one bus: asks its stations in turn, and settles every slot.
///
/// Confined to one thread. `step` does one thing, or sleeps for a moment; whoever owns the thread
/// calls it until the recording ends, then `finish`.
public final class BusLoop {
  /// The longest sleep, so that a wish to stop is noticed.
  public static let longestSleep: Int64 = .milliseconds(50)
  /// A clock that stands still for this much longer than another one has slept.
  private static let shortestSuspension: Int64 = .seconds(1)

  private let transport: any Transport
  private let stations: [BusStation]
  private let time: any TimeSource
  private let sink: any RecordingSink
  private let longestSleep: Int64
  private var sleepOffset: Int64
  private var suspendedUntil: MonotonicTime?
  private var silentUntil: MonotonicTime?

  /// - Parameters:
  ///   - transport: the way that all stations share.
  ///   - stations: the instruments on it.
  ///   - time: the clock of the schedule.
  ///   - sink: takes what was read and what happened.
  ///   - longestSleep: in ns; a simulation in which nobody wishes to stop may sleep longer.
  public init(
    transport: any Transport, stations: [BusStation], time: any TimeSource,
    sink: any RecordingSink, longestSleep: Int64 = BusLoop.longestSleep
  ) {
    self.longestSleep = longestSleep
    self.transport = transport
    self.stations = stations
    self.time = time
    self.sink = sink
    sleepOffset = time.now.nanoseconds - time.awakeNanoseconds
  }

  /// Does the next thing that is due, or sleeps until it is, or for a moment.
  public func step() {
    let now = time.now
    noteSuspension(now)
    passTicks(now)
    if let until = transport.quarantineUntil { return keepSilence(until, now) }
    guard let (station, wake) = nextStation(now) else { return time.sleep(until: pause(now)) }
    guard wake <= now else { return time.sleep(until: min(wake, pause(now))) }
    sink.accept(station.act(on: transport, time))
  }

  /// Settles what has passed, closes the transport, and ends all gaps.
  public func finish() {
    let now = time.now
    passTicks(now)
    for station in stations { sink.accept(station.end()) }
    transport.close()
  }

  private func passTicks(_ now: MonotonicTime) {
    for station in stations {
      sink.accept(
        station.passTicks(now, suspendedUntil: suspendedUntil, silentUntil: silentUntil))
    }
  }

  /// Lets nobody speak on the bus until a late answer can no longer come.
  private func keepSilence(_ until: MonotonicTime, _ now: MonotonicTime) {
    transport.settle(by: min(max(until, now), pause(now)))
    silentUntil = time.now
  }

  private func pause(_ now: MonotonicTime) -> MonotonicTime {
    now.advanced(byNanoseconds: longestSleep)
  }

  /// The station that wants to act first; among equals the one before the others.
  private func nextStation(_ now: MonotonicTime) -> (BusStation, MonotonicTime)? {
    var best: (BusStation, MonotonicTime)?
    for station in stations {
      guard let wake = station.wakeTime(at: now) else { continue }
      if let (_, earliest) = best, earliest <= wake { continue }
      best = (station, wake)
    }
    return best
  }

  private func noteSuspension(_ now: MonotonicTime) {
    let offset = now.nanoseconds - time.awakeNanoseconds
    let slept = offset - sleepOffset
    guard slept >= Self.shortestSuspension else { return }
    sleepOffset = offset
    suspendedUntil = now
    for station in stations { sink.accept(station.noteSuspension(slept, now)) }
  }
}
