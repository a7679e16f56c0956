import CellData
import Instruments

/// A channel of served equipment: the virtual channel, and what is wrong with it at present.
final class ServedChannel {
  let name: String
  private(set) var channel: VirtualChannel
  private var stuckUntil = Int64.min
  private var stuckReading: ChannelReading?
  private var marksUntil = Int64.min

  init(_ plan: BenchPlan.Channel, interval: Seconds) {
    name = plan.name
    channel = VirtualChannel(
      plan.cell, in: plan.meters, plan: plan.plan, interval: interval, seed: plan.seed)
  }

  /// What the meters show.
  ///
  /// - Parameters:
  ///   - tick: how many measuring intervals have passed for the cell.
  ///   - now: the real time, on which faults are counted.
  func reading(at tick: Int, now: Int64) -> CarriedReading {
    channel.advance(toTick: tick)
    var reading = channel.reading
    if now < stuckUntil {
      var shown = stuckReading ?? reading
      (shown.tick, shown.time) = (reading.tick, reading.time)
      reading = shown
    }
    stuckReading = reading
    return CarriedReading(channel: name, reading: reading, isMarked: now < marksUntil)
  }

  /// The meters show the same from now on.
  func stick(until end: Int64) { stuckUntil = end }

  /// The meters show their mark for “no value” from now on.
  func mark(until end: Int64) { marksUntil = end }

  /// Whether the procedure is over, and a reading has shown it.
  var isDone: Bool { channel.isDone }

  func resetCounters() { channel.resetCounters() }

  func takeExecutedSteps() -> [VirtualRun.ExecutedStep] { channel.takeExecutedSteps() }
}

/// A reading as it went into an answer.
struct CarriedReading: Equatable {
  var channel: String
  var reading: ChannelReading
  /// The answer had the instrument's mark for “no value” instead.
  var isMarked: Bool

  /// The values of a profile for the wire; NaN stands for the mark, where there is one.
  func values(of profile: Profile, canBeMarked: [Bool]) -> [Double] {
    zip(profile.values, canBeMarked).map { value, canBeMarked in
      isMarked && canBeMarked ? .nan : reading.value(of: value.quantity) ?? 0
    }
  }
}
