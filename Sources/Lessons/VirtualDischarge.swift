import CellAnalysis
import CellData
import VirtualBench

/// One discharge of a virtual cell with the samples that an instrument takes.
///
/// It begins with a rest, and its last sample lies on the cut-off.
struct VirtualDischarge {
  /// How many equal parts of the cell's capacity lie between two samples at most.
  static let sampleCount = 400

  let current: Amperes
  let cutOff: Volts
  private(set) var time: [Double] = []
  private(set) var voltage: [Double] = []
  private(set) var amperes: [Double] = []
  /// The cell at the end.
  private(set) var cell: VirtualCell
  /// Standard deviation of a reading of the voltage, in V.
  private let noise: Double
  private var chance: SeededNoise
  /// Whether the voltage fell to the cut-off in the instant in which the current began.
  private(set) var fellAtOnce = false

  /// - Parameters:
  ///   - current: magnitude.
  ///   - noise: standard deviation of a reading of the voltage.
  ///   - seed: of the noise.
  init(
    _ cell: VirtualCell, current: Amperes, cutOff: Volts, noise: Volts = .zero, seed: UInt64 = 1
  ) {
    self.noise = noise.value
    chance = SeededNoise(seed: seed)
    self.cell = cell
    self.current = current
    self.cutOff = cutOff
    run()
  }

  private mutating func run() {
    let flow = Amperes(-current.value)
    var clock = 0.0
    for _ in 0..<5 {
      cell.advance(by: Seconds(60), current: .zero)
      clock += 60
      record(at: clock)
    }
    // The first sample under current comes a thousandth of a second after the current.
    cell.advance(by: Seconds(0.001), current: flow)
    clock += 0.001
    guard cell.voltage > cutOff else {
      fellAtOnce = true
      record(at: clock)
      return
    }
    record(at: clock)
    let stride = cell.parameters.capacity.value / Double(Self.sampleCount) / current.value * 3600
    while cell.voltage > cutOff {
      let (before, start) = (cell, clock)
      cell.advance(by: Seconds(stride), current: flow)
      clock += stride
      if cell.voltage <= cutOff {
        let share = Self.crossing(from: before, flow, stride, cutOff)
        cell = before
        cell.advance(by: Seconds(share), current: flow)
        clock = start + share
        // A tester ends on its own reading, so the last one lies on the cut-off.
        record(at: clock, isExact: true)
        return
      }
      record(at: clock)
    }
  }

  private mutating func record(at clock: Double, isExact: Bool = false) {
    time.append(clock)
    let error = noise == 0 || isExact ? 0 : noise * chance.gaussian()
    voltage.append(cell.voltage.value + error)
    amperes.append(cell.current.value)
  }

  /// When the voltage reaches the cut-off, by halving: the first instant at or below it.
  private static func crossing(
    from cell: VirtualCell, _ flow: Amperes, _ stride: Double, _ cutOff: Volts
  ) -> Double {
    var (low, high) = (0.0, stride)
    for _ in 0..<50 {
      let middle = (low + high) / 2
      var probe = cell
      probe.advance(by: Seconds(middle), current: flow)
      if probe.voltage <= cutOff { high = middle } else { low = middle }
    }
    return high
  }

  /// What the analysis finds in the samples.
  func findings(_ settings: AnalysisSettings) -> RunFindings {
    var analysis = RunAnalysis(settings)
    analysis.consume(
      RunChunk(columns: [.time: time, .voltage: voltage, .current: amperes]))
    return analysis.finish()
  }
}
