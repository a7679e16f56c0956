import CellData
import ColumnKernels

/// Gives a run one clock that never runs back.
///
/// Rules, each with its finding: a single record whose time lies before its neighbours' is moved
/// to the time of the record before it; where the clock starts again, later times are shifted so
/// that it goes on from where it was, and the interval in between is not integrated; a record that
/// repeats the one before it in time, voltage and current is left out.
struct ClockMending: Sendable {
  private var restarts = FindingTally(.clockRestart)
  private var runsBack = FindingTally(.clockRunsBack)
  private var standsStill = FindingTally(.clockStandsStill)
  private var duplicates = FindingTally(.duplicatedRows)
  /// Added to the file's times.
  private var offset = 0.0
  private var last: Row?
  /// The last sample of a chunk when its time lies before the one before it: whether it is alone
  /// shows with the next sample.
  private var held: (chunk: RunChunk, record: Int)?
  /// What a tool that believes the clock would integrate across displaced records, in As.
  private var trustedCharge = 0.0

  private struct Row: Sendable {
    var time: Double
    var voltage: Double
    var current: Double
  }

  /// The chunk with mended times.
  mutating func mend(_ chunk: RunChunk, records: [Int]?, isLast: Bool = false) -> SampleBlock {
    guard chunk.count > 0 || held != nil else { return SampleBlock(chunk) }
    if held == nil, offset == 0, isClean(chunk) {
      remember(chunk, chunk.count - 1, time: chunk[.time][chunk.count - 1])
      return SampleBlock(chunk, records: records)
    }
    return mendSlowly(chunk, records, isLast)
  }

  private func isClean(_ chunk: RunChunk) -> Bool {
    let time = chunk[.time]
    return isStrictlyAscending(time.span) && time[0] > (last?.time ?? -.infinity)
  }

  private mutating func remember(_ chunk: RunChunk, _ k: Int, time: Double) {
    last = Row(time: time, voltage: chunk[.voltage][k], current: chunk[.current][k])
  }

  private mutating func mendSlowly(
    _ chunk: RunChunk, _ records: [Int]?, _ isLast: Bool
  ) -> SampleBlock {
    var whole = chunk
    var numbers = records ?? (0..<chunk.count).map { chunk.firstRecord + $0 }
    if let held {
      whole = held.chunk.followed(by: chunk)
      numbers.insert(held.record, at: 0)
      self.held = nil
    }
    let raw = whole[.time]
    var times: [Double] = []
    var kept: [Int] = []
    var breaks: [Int] = []
    for k in 0..<whole.count {
      if k == whole.count - 1, !isLast, let last, raw[k] + offset < last.time {
        held = (whole.selecting([k]), numbers[k])
        break
      }
      let next = k + 1 < whole.count ? raw[k + 1] : nil
      guard let time = mended(whole, k, next: next, record: numbers[k], breaks: &breaks, kept.count)
      else { continue }
      times.append(time)
      kept.append(k)
      remember(whole, k, time: time)
    }
    var result = whole.selecting(kept)
    if !kept.isEmpty { result.replace(.time, with: times) }
    return SampleBlock(result, records: kept.map { numbers[$0] }, breaks: breaks)
  }

  /// The mended time of one record; nil if the record is a duplicate.
  private mutating func mended(
    _ chunk: RunChunk, _ k: Int, next: Double?, record: Int, breaks: inout [Int], _ position: Int
  ) -> Double? {
    let time = chunk[.time][k] + offset
    guard let last, time <= last.time else { return time }
    let (voltage, current) = (chunk[.voltage][k], chunk[.current][k])
    if time == last.time {
      if voltage == last.voltage, current == last.current {
        duplicates.note(record: record)
        return nil
      }
      // Two records at a step change may carry one time; within a step the clock stands still.
      if abs(current - last.current) <= 0.05 * abs(last.current), current != 0 {
        standsStill.note(record: record)
      }
      return time
    }
    if let next, next + offset >= last.time {
      restarts.note(record: record, ["previous_s": last.time, "found_s": time])
      restarts.effect += trapezoid(from: time, next + offset, chunk, k)
      return last.time
    }
    note(back: time, from: last.time, record)
    offset += last.time - time
    breaks.append(position)
    return last.time
  }

  private mutating func note(back time: Double, from previous: Double, _ record: Int) {
    let values = ["previous_s": previous, "found_s": time]
    if time - offset <= 0.01 * (previous - offset) {
      restarts.note(record: record, values)
    } else {
      runsBack.note(record: record, values)
    }
  }

  private func trapezoid(from start: Double, _ end: Double, _ chunk: RunChunk, _ k: Int) -> Double {
    guard k + 1 < chunk.count else { return 0 }
    return abs((chunk[.current][k] + chunk[.current][k + 1]) * 0.5 * (end - start))
  }

  func findings(sampleCount: Int) -> [QualityFinding] {
    let frozen = Double(standsStill.count) > 0.01 * Double(sampleCount)
    return [
      restarts.finding(.repaired, withEffect: true),
      runsBack.finding(.repaired),
      standsStill.finding(frozen ? .warning : .note),
      duplicates.finding(.repaired),
    ].compactMap(\.self)
  }
}

extension RunChunk {
  /// This chunk's samples and then those of `next`, which has the same channels.
  func followed(by next: RunChunk) -> RunChunk {
    guard next.count > 0 else { return self }
    var columns: [Channel: [Double]] = [:]
    for channel in Channel.allCases where has(channel) {
      columns[channel] = self[channel] + next[channel]
    }
    return RunChunk(firstRecord: firstRecord, columns: columns)
  }
}
