import CellData
import Equipment
import Instruments

/// Builds the loop of one line: transport, drivers and stations.
struct BusMaking {
  var line: BenchLine
  var clock: RecordingClock
  /// The equipment of each instrument on the line.
  var equipment: [Equipment]
  /// The channels of the line in the order of the bench, and where each begins.
  var channels: [RecordedChannel]
  var beginnings: [RecordedChannel.Beginning]
  /// The instant of tick 0.
  var origin: MonotonicTime

  /// The loop, ready to be handed to its thread.
  func loop(
    time: ContinuousTime, sink: any RecordingSink
  ) throws(Failure) -> sending BusLoop {
    let way = try Self.way(line, equipment)
    var stations: [BusStation] = []
    var next = 0
    for (place, instrument) in line.instruments.enumerated() {
      let range = next..<(next + instrument.channels.count)
      next = range.upperBound
      let driver = try Self.driver(equipment[place], instrument, on: way, time)
      stations.append(station(instrument, driver, on: way, range, place))
    }
    return BusLoop(transport: way.transport, stations: stations, time: time, sink: sink)
  }

  /// The way to the instruments of a line, not opened yet.
  static func way(_ line: BenchLine, _ equipment: [Equipment]) throws(Failure) -> Equipment.Way {
    let slowest = equipment.map(\.facts.timing.slowestAnswer).max() ?? 0
    if let bank = line.connection.registerBank(slowestAnswer: slowest) { return .registers(bank) }
    if let bytes = line.connection.line() { return .bytes(bytes) }
    throw Failure(.badInput, "\(line.connection): there is no way to speak over this.")
  }

  /// The driver of an instrument on its way; nothing is said to the instrument yet.
  static func driver(
    _ equipment: Equipment, _ instrument: BenchInstrument, on way: Equipment.Way,
    _ time: any TimeSource
  ) throws(Failure) -> any Instrument {
    let inputs = (instrument.channels.map(\.input).max() ?? 0) + 1
    do {
      return try equipment.instrument(
        on: way, unit: instrument.unit,
        inputs: equipment.facts.inputs.maximum > 1 || inputs > 1 ? inputs : nil,
        needing: instrument.channels.flatMap(\.needs), clock: time)
    } catch {
      throw Failure(.badInput, "\(instrument.equipment): \(error)")
    }
  }

  private func station(
    _ instrument: BenchInstrument, _ driver: any Instrument, on way: Equipment.Way,
    _ range: Range<Int>, _ place: Int
  ) -> BusStation {
    let period = channels[range.lowerBound].plan.period
    let books = range.map { index in
      ChannelBooks(
        run: channels[index].run, input: channels[index].bench.input,
        nextSlot: beginnings[index].slot, slotOfFirstTick: beginnings[index].slot,
        runTimeAtOrigin: beginnings[index].runTime, limits: channels[index].bench.limits,
        quantities: driver.quantities,
        stuckAfter: channels[index].bench.stuckAfter.map { Int64.seconds($0.value) })
    }
    var policy = LinkPolicy()
    policy.seed = UInt64(bitPattern: origin.nanoseconds &+ Int64(place))
    policy.closesLineOnBackoff = line.instruments.count == 1
    // A bank keeps its own silence. A line of bytes does not know which of them answer what, and a
    // late text would be taken for the answer to the next question.
    if case .bytes = way, !(driver is any PushingInstrument) {
      policy.silence = equipment[place].facts.timing.slowestAnswer
    }
    return BusStation(
      name: instrument.channels.map(\.name).joined(separator: ", "), instrument: driver,
      serialNumber: instrument.serialNumber,
      patience: patience(equipment[place].facts.timing, driver),
      clock: stationClock(driver, period: period, place), channels: books, linkPolicy: policy)
  }

  /// A reading may take as long as each of its requests may.
  private func patience(_ timing: ProfileTiming, _ driver: any Instrument) -> StationPatience {
    let requests = (driver as? ProfiledModbusInstrument)?.requests.count ?? 4
    var patience = StationPatience()
    patience.reading = Int64(requests) * (timing.answerDeadline + timing.minimumGap)
    patience.identifying = max(.seconds(3), 20 * (timing.answerDeadline + timing.minimumGap))
    return patience
  }

  private func stationClock(
    _ driver: any Instrument, period: Int64, _ place: Int
  ) -> StationClock {
    // The stations of a line begin a little after each other, within one period.
    let offset = period / Int64(max(line.instruments.count, 1)) * Int64(place)
    let schedule = SlotSchedule(origin: origin.nanoseconds + offset, period: period)
    switch clock {
    case .instrument(let scale):
      return .instrument(
        period: period, askingInterval: scale > 0 ? Int64(Double(period) / scale) : 0)
    case .recorder: return driver is any PushingInstrument ? .pushed(schedule) : .recorder(schedule)
    }
  }
}
