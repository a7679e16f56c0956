import CellData

/// Decides which samples of one step are kept.
struct LogSchedule {
  private let startTicks: [Int]
  private let intervalTicks: Int
  private let logging: Procedure.Logging
  private var lastTick = 0
  private var lastKept: TrueSample?

  init(_ logging: Procedure.Logging, ticks: (Seconds) -> Int) {
    self.logging = logging
    startTicks = logging.atStart.map(ticks)
    intervalTicks = ticks(logging.interval)
  }

  /// The next tick of the step at which the channels are looked at: each whole second, and the
  /// times that were asked for at the start.
  func nextLook(after elapsed: Int, scan: Int) -> Int {
    let whole = (elapsed / scan + 1) * scan
    let asked = startTicks.first { $0 > elapsed }
    return asked.map { min($0, whole) } ?? whole
  }

  /// Whether the sample at this tick of the step is to be kept.
  func isDue(_ elapsed: Int, _ sample: TrueSample) -> Bool {
    if startTicks.contains(elapsed) || elapsed - lastTick >= intervalTicks { return true }
    guard let last = lastKept else { return false }
    if let limit = logging.voltageChange, abs(sample.voltage - last.voltage) >= limit.value {
      return true
    }
    if let limit = logging.currentChange, abs(sample.current - last.current) >= limit.value {
      return true
    }
    return false
  }

  /// Remembers that the sample was kept.
  mutating func note(_ elapsed: Int, _ sample: TrueSample) {
    lastTick = elapsed
    lastKept = sample
  }
}
