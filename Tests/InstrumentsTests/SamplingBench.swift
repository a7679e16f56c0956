import CellData
import Instruments
import Synchronization

/// A transport that is opened and closed and carries nothing.
final class EmptyTransport: Transport {
  private(set) var isOpen = false
  /// Until when opening fails.
  var downUntil = MonotonicTime(nanoseconds: .min)
  /// Until when the bus keeps silent, and a request rests.
  var quarantineUntil: MonotonicTime?
  var restsUntil: MonotonicTime?
  private let time: any TimeSource

  init(_ time: any TimeSource) { self.time = time }

  func open(by deadline: MonotonicTime) throws(InstrumentError) {
    guard time.now >= downUntil else { throw .lineDown("unplugged") }
    isOpen = true
  }

  func close() { isOpen = false }
  func discardInput() {}

  func settle(by deadline: MonotonicTime) {
    guard let end = quarantineUntil else { return }
    time.sleep(until: min(end, deadline))
    if end <= time.now { quarantineUntil = nil }
  }
}

/// An instrument that answers what a test wants at each instant.
final class ScriptedInstrument: Instrument {
  let quantities: [Channel] = [.voltage, .current]
  let inputCount: Int
  var serialNumber = "1"
  /// Whether it says who it is when it is asked.
  var isKnown = true
  var answer: (MonotonicTime) throws(InstrumentError) -> InputReading
  private let time: ManualTime

  init(
    _ time: ManualTime, inputs: Int = 1,
    answer: @escaping (MonotonicTime) throws(InstrumentError) -> InputReading
  ) {
    self.time = time
    inputCount = inputs
    self.answer = answer
  }

  func identify(by deadline: MonotonicTime) throws(InstrumentError) -> InstrumentIdentity {
    guard isKnown else {
      time.sleep(until: deadline)
      throw .noAnswer
    }
    return InstrumentIdentity(maker: "Test", model: "Script", serialNumber: serialNumber)
  }

  func read(by deadline: MonotonicTime) throws(InstrumentError) -> [InputReading] {
    time.advance(byNanoseconds: .milliseconds(2))
    let reading = try answer(time.now)
    return Array(repeating: reading, count: inputCount)
  }
}

/// Keeps everything that a bus delivers.
final class KeptBatches: RecordingSink {
  private let batches = Mutex<[RecordedBatch]>([])

  func accept(_ more: [RecordedBatch]) { batches.withLock { $0 += more } }

  func samples(of run: Int64 = 1) -> [RecordedSample] {
    batches.withLock { $0.filter { $0.run == run }.flatMap(\.samples) }
  }

  func gaps(of run: Int64 = 1) -> [RecordedGap] {
    batches.withLock { $0.filter { $0.run == run }.flatMap(\.gaps) }
  }

  func events(of run: Int64 = 1) -> [RecordedEvent] {
    batches.withLock { $0.filter { $0.run == run }.flatMap(\.events) }
  }

  /// The slots in the order in which they were settled, those of gaps one by one.
  func settledSlots(of run: Int64 = 1) -> [Int] {
    batches.withLock { batches in
      batches.filter { $0.run == run }.flatMap { batch in
        (batch.gaps.map { ($0.firstSlot, Array($0.firstSlot...$0.lastSlot)) }
          + batch.samples.map { ($0.slot, [$0.slot]) })
          .sorted { $0.0 < $1.0 }.flatMap(\.1)
      }
    }
  }
}

/// One station on one bus, on a clock that moves when somebody sleeps.
struct SamplingBench {
  let time: ManualTime
  let kept = KeptBatches()
  let transport: EmptyTransport
  let loop: BusLoop

  init(
    period: Int64 = .milliseconds(100), limits: ChannelLimits = ChannelLimits(),
    firstSlot: Int = 0, nextSlot: Int = 0, startSeconds: Double = 0,
    makeInstrument: (ManualTime) -> any Instrument
  ) {
    time = ManualTime(
      now: MonotonicTime(nanoseconds: .seconds(startSeconds)), sleepingMovesTime: true)
    transport = EmptyTransport(time)
    let instrument = makeInstrument(time)
    let station = BusStation(
      name: "station", instrument: instrument, patience: StationPatience(),
      clock: instrument is any PushingInstrument
        ? .pushed(SlotSchedule(origin: 0, period: period))
        : .recorder(SlotSchedule(origin: 0, period: period)),
      channels: [
        ChannelBooks(
          run: 1, input: 0, nextSlot: nextSlot, slotOfFirstTick: firstSlot, runTimeAtOrigin: 0,
          limits: limits, quantities: instrument.quantities)
      ], linkPolicy: LinkPolicy())
    loop = BusLoop(transport: transport, stations: [station], time: time, sink: kept)
  }

  /// Runs the bus until an instant of its clock, and ends it.
  func run(untilSeconds seconds: Double) {
    while time.now.nanoseconds < Int64.seconds(seconds) { loop.step() }
    loop.finish()
  }
}

/// A reading of two values.
func reading(_ voltage: Double, _ current: Double = 1, deviceTime: Double? = nil) -> InputReading {
  .reading(Reading(values: [voltage, current], deviceTime: deviceTime))
}
