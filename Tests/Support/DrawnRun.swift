public import CellData

/// A run drawn step by step, for tests that know what must come out.
public struct DrawnRun: Sendable {
  public var time: [Double] = []
  public var voltage: [Double] = []
  public var current: [Double] = []
  /// The step number that a tester would write.
  public var step: [Double] = []
  public var extra: [Channel: [Double]] = [:]
  /// Seconds between samples of the steps drawn from here on.
  public var interval = 10.0
  private var clock = 0.0
  private var stepNumber = 0.0

  public init() {}

  /// Draws a step of `duration` seconds; voltage and current are functions of the time within it.
  ///
  /// The first sample comes one interval after the last one of the step before.
  public mutating func draw(
    _ duration: Double, voltage volts: (Double) -> Double, current amperes: (Double) -> Double
  ) {
    stepNumber += 1
    let count = Int((duration / interval).rounded())
    for k in 0...count {
      let t = Double(k) * duration / Double(count)
      time.append(clock + t)
      voltage.append(volts(t))
      current.append(amperes(t))
      step.append(stepNumber)
    }
    clock += duration + duration / Double(count)
  }

  /// Draws a step of constant current whose voltage goes along a straight line.
  public mutating func hold(
    current: Double, for duration: Double, from start: Double, to end: Double
  ) {
    draw(duration, voltage: { start + (end - start) * $0 / duration }, current: { _ in current })
  }

  public mutating func rest(_ duration: Double, at voltage: Double) {
    hold(current: 0, for: duration, from: voltage, to: voltage)
  }

  /// The run as one chunk, with the step column or without.
  public func chunk(withSteps: Bool = true) -> RunChunk {
    var columns: [Channel: [Double]] = [.time: time, .voltage: voltage, .current: current]
    if withSteps { columns[.stepNumber] = step }
    for (channel, values) in extra { columns[channel] = values }
    return RunChunk(columns: columns)
  }

  /// The run in chunks of the given lengths, the last one taking what is left.
  public func chunks(of lengths: [Int], withSteps: Bool = true) -> [RunChunk] {
    let whole = chunk(withSteps: withSteps)
    var result: [RunChunk] = []
    var start = 0
    for length in lengths + [whole.count] where start < whole.count {
      let end = min(whole.count, start + length)
      var columns: [Channel: [Double]] = [:]
      for channel in Channel.allCases where whole.has(channel) {
        columns[channel] = Array(whole[channel][start..<end])
      }
      result.append(RunChunk(firstRecord: start + 1, columns: columns))
      start = end
    }
    return result
  }
}
