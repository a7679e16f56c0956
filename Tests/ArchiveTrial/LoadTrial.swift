import CellData
import Foundation
import RunArchive

/// Many runs recorded at once: what a commit costs, and how large the file grows.
struct LoadTrial {
  let options: Options

  init(_ options: Options) { self.options = options }

  func run() throws {
    let runs = options.number("--runs", 1000)
    let rate = options.number("--rate", 10)
    let seconds = options.number("--seconds", 60)
    let interval = Double(options.number("--interval-ms", 500)) / 1000
    let isFast = options.has("--fast")
    let samples = TrialSamples(
      seed: 1, period: Int64(1_000_000_000 / rate), kind: options.text("--kind", "decimal"))
    let writer = try ArchiveWriter(
      path: options.file, creator: "trial", unixTime: { Date().timeIntervalSince1970 })
    let ids = try writer.begin(
      (0..<runs).map { (samples.plan("run \($0)"), Self.segment) })
    var times: [Double] = []
    var busy = 0.0
    var count = 0
    var slot = 0
    let began = Self.now(CLOCK_MONOTONIC)
    for commit in 1...max(1, Int(Double(seconds) / interval)) {
      let next = Int((Double(commit) * interval * Double(rate)).rounded())
      let batches = ids.map { samples.batch($0, slot..<next, hasGaps: options.has("--gaps")) }
      count += batches.reduce(0) { $0 + $1.samples.count }
      slot = next
      if !isFast {
        let wait = began + Double(commit) * interval - Self.now(CLOCK_MONOTONIC)
        if wait > 0 { usleep(UInt32(wait * 1e6)) }
      }
      let (wall, processor) = (Self.now(CLOCK_MONOTONIC), Self.now(CLOCK_PROCESS_CPUTIME_ID))
      _ = try writer.commit(batches)
      times.append(Self.now(CLOCK_MONOTONIC) - wall)
      busy += Self.now(CLOCK_PROCESS_CPUTIME_ID) - processor
    }
    let recorded = Double(slot) / Double(rate)
    if options.has("--finish") { for id in ids { try writer.finish(id) } }
    try writer.close()
    report(times, busy: busy, recorded: recorded, samples: count)
  }

  private func report(_ times: [Double], busy: Double, recorded: Double, samples: Int) {
    let sorted = times.sorted()
    func quantile(_ part: Double) -> Double {
      sorted[min(sorted.count - 1, Int(part * Double(sorted.count)))] * 1000
    }
    let size = (try? FileManager.default.attributesOfItem(atPath: options.file)[.size]) as? Int ?? 0
    print(
      String(
        format: """
          %d samples in %.0f s: %.4f cores (%.2f us of processor a sample)
          commit: p50 %.1f ms, p99 %.1f ms, longest %.1f ms
          file: %d bytes, %.1f a sample; most memory %d KiB
          """, samples, recorded, busy / recorded, busy / Double(max(1, samples)) * 1e6,
        quantile(0.5), quantile(0.99), quantile(1), size, Double(size) / Double(max(1, samples)),
        Self.peakMemory))
  }

  static let segment = RecordingSegment(
    startTime: 0, firstSlot: 0, startUnixTime: 1_700_000_000, identity: "trial",
    recorder: "trial")

  static func now(_ clock: clockid_t) -> Double {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private static var peakMemory: Int {
    var usage = rusage()
    unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss
  }
}
