public import CellData

/// One recorded channel of a station: the run that it feeds and what is known of its slots.
///
/// Ticks are the station's; slots are the run's. Both advance by one with each period, so a run
/// that was resumed, or began later than its neighbour, has a constant distance between the two.
public struct ChannelBooks: Sendable {
  /// The run in the archive.
  public let run: Int64
  /// The input of the instrument, counted from 0.
  public let input: Int
  /// The slot of the station's tick 0.
  let slotOfFirstTick: Int
  /// Run time in ns at the origin of the station's clock.
  let runTimeAtOrigin: Int64
  var ledger: SlotLedger
  var limits: LimitWatch
  var stuck: StuckWatch
  /// The last sample of this process, for recalling what was missed.
  var lastSample: RecordedSample?

  /// - Parameters:
  ///   - run: the number of the run in the archive.
  ///   - input: the input of the instrument, from 0.
  ///   - nextSlot: the first slot that the archive does not hold.
  ///   - slotOfFirstTick: not before `nextSlot`; slots between the two become a gap.
  ///   - runTimeAtOrigin: the time of the run at the first tick, in ns.
  ///   - limits: what is watched.
  ///   - quantities: what each sample holds, in order.
  ///   - stuckAfter: how long in ns all values may keep the same bits (`StuckWatch`).
  public init(
    run: Int64, input: Int, nextSlot: Int, slotOfFirstTick: Int, runTimeAtOrigin: Int64,
    limits: ChannelLimits, quantities: [Channel], stuckAfter: Int64? = nil
  ) {
    precondition(slotOfFirstTick >= nextSlot, "a slot would be written twice")
    self.run = run
    self.input = input
    self.slotOfFirstTick = slotOfFirstTick
    self.runTimeAtOrigin = runTimeAtOrigin
    ledger = SlotLedger(nextSlot: nextSlot)
    self.limits = LimitWatch(limits, quantities: quantities)
    stuck = StuckWatch(equalTime: stuckAfter)
  }

  func slot(ofTick tick: Int) -> Int { slotOfFirstTick + tick }

  /// Settles a tick with what the instrument said of this input.
  mutating func settle(
    _ tick: Int, _ outcome: InputReading, requestTime: Int64, answerTime: Int64, isLate: Bool
  ) -> RecordedBatch {
    var batch = RecordedBatch(run: run)
    switch outcome {
    case .noValue(let seen):
      batch.gaps = ledger.miss(through: slot(ofTick: tick), cause: .noValue, detail: seen)
    case .reading(let reading):
      var sample = RecordedSample(
        slot: slot(ofTick: tick), requestTime: requestTime + runTimeAtOrigin,
        answerTime: answerTime + runTimeAtOrigin, values: reading.values,
        quality: reading.quality, deviceTime: reading.deviceTime ?? .nan)
      if isLate { sample.quality.insert(.late) }
      batch.events = restart(sample).map { [$0] } ?? []
      if let event = stuck.look(at: &sample) { batch.events.append(event) }
      batch.events += limits.look(at: sample)
      if let gap = ledger.settle(sample) { batch.gaps.append(gap) }
      batch.samples.append(sample)
      lastSample = sample
    }
    return batch
  }

  /// Settles all ticks up to one as missing.
  mutating func miss(
    throughTick tick: Int, cause: RecordedGap.Cause, detail: String
  ) -> RecordedBatch {
    RecordedBatch(
      run: run,
      gaps: ledger.miss(through: slot(ofTick: tick), cause: cause, detail: detail))
  }

  /// Settles the slots before a tick with readings that the instrument had kept, as far as it has.
  ///
  /// The distance between the instrument's clock and the recorder's is that of the last sample.
  /// Nothing is filled where the instrument started anew or does not answer.
  mutating func recall(
    _ memory: any RememberingInstrument, before tick: Int, period: Int64,
    by deadline: MonotonicTime,
    filled: inout Int
  ) -> [RecordedBatch] {
    guard let last = lastSample, last.deviceTime.isFinite else { return [] }
    let limit = slot(ofTick: tick) - ledger.nextSlot
    guard limit > 0,
      let kept = try? memory.recall(
        input: input, after: last.deviceTime, limit: limit, by: deadline)
    else { return [] }
    var batches: [RecordedBatch] = []
    let lastTime = last.requestTime + (last.answerTime - last.requestTime) / 2
    for reading in kept {
      guard let deviceTime = reading.deviceTime, deviceTime > last.deviceTime else { continue }
      let sinceLast = Int64.seconds(deviceTime - last.deviceTime)
      let slot = last.slot + Int((sinceLast + period / 2) / period)
      guard slot >= ledger.nextSlot, slot < self.slot(ofTick: tick) else { continue }
      batches.append(fill(slot: slot, reading, time: lastTime + sinceLast))
      filled += 1
    }
    return batches
  }

  private mutating func fill(slot: Int, _ reading: Reading, time: Int64) -> RecordedBatch {
    var batch = RecordedBatch(run: run)
    batch.gaps = ledger.miss(
      through: slot - 1, cause: .linkDown, detail: "not in the instrument's memory")
    let sample = RecordedSample(
      slot: slot, requestTime: time, answerTime: time, values: reading.values,
      quality: reading.quality.union(.filledAfterwards), deviceTime: reading.deviceTime ?? .nan)
    batch.events = limits.look(at: sample)
    if let gap = ledger.settle(sample) { batch.gaps.append(gap) }
    batch.samples.append(sample)
    lastSample = sample
    return batch
  }

  /// An instrument whose own time went back has started anew.
  private func restart(_ sample: RecordedSample) -> RecordedEvent? {
    guard let last = lastSample, sample.deviceTime < last.deviceTime else { return nil }
    return RecordedEvent(
      time: sample.answerTime, kind: .deviceRestarted, severity: .warning,
      detail: "the instrument's own time went from \(last.deviceTime) s to \(sample.deviceTime) s")
  }
}
