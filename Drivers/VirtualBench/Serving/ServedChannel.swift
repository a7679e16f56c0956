import CellData
import Instruments

/// A channel of served equipment: the virtual channel, its clock, and what went wrong with it.
final class ServedChannel {
  let name: String
  private(set) var channel: VirtualChannel
  private var clock: VirtualClock?
  private let speed: Double
  /// The equipment's own time began here; set anew when it restarts.
  private var deviceTimeOrigin = Seconds.zero

  /// - Parameter start: nil: the clock starts with the first reading that somebody asks for.
  init(name: String, channel: VirtualChannel, speed: Double, start: MonotonicTime?) {
    self.name = name
    self.channel = channel
    self.speed = speed
    clock = start.map { VirtualClock(speed: speed, start: $0) }
  }

  /// What the meters show at an instant.
  func reading(at now: Int64) -> ChannelReading {
    let instant = MonotonicTime(nanoseconds: now)
    let clock = self.clock ?? started(at: instant)
    channel.advance(to: clock.time(at: instant))
    var reading = channel.reading
    reading.time = reading.time - deviceTimeOrigin
    return reading
  }

  /// The equipment starts anew: its own time and its counters go back to 0.
  func restart(at now: Int64) {
    deviceTimeOrigin = reading(at: now).time + deviceTimeOrigin
    channel.resetCounters()
  }

  /// Starts the clock so that this instant lies in the middle of the first measuring interval: who
  /// asks once an interval is then as far from its edges as can be.
  private func started(at instant: MonotonicTime) -> VirtualClock {
    let half = Int64(channel.interval.value / speed * 0.5e9)
    let clock = VirtualClock(speed: speed, start: instant.advanced(byNanoseconds: -half))
    self.clock = clock
    return clock
  }
}
