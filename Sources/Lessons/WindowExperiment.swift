import CellAnalysis
import CellData
import VirtualBench

/// The experiment of the voltage window: two unequal cells in series, charged and discharged, and
/// how long each of them is outside its limits.
///
/// The cells are VirtualBench's; the time outside is what CellAnalysis finds in their samples.
struct WindowExperiment {
  /// Who ends charge and discharge.
  enum Monitor: Int, Sendable, CaseIterable {
    /// Only the limits that were set, on the mean of both cells.
    case none = 0
    /// The cells' own limits too, on the mean of both cells.
    case pack = 1
    /// The cells' own limits on each cell.
    case each = 2
  }

  struct Setting: Sendable, Hashable {
    var chargeLimit: Double
    var dischargeLimit: Double
    var monitor: Monitor
  }

  /// What was found of one cell.
  struct Trace {
    var time: [Double] = []
    var voltage: [Double] = []
    /// In s; from the analysis of the samples.
    var above = 0.0
    var below = 0.0
  }

  /// The limits that the maker declares for a cell.
  static let window = Volts(2.7)...RateCell.fullVoltage
  private static let interval = 5.0
  private static let cRate = 0.5

  let setting: Setting
  private(set) var cells: [Trace]
  /// The highest and the lowest mean voltage of both, while current flows.
  private(set) var packHigh = -Double.infinity
  private(set) var packLow = Double.infinity

  init(_ setting: Setting) {
    self.setting = setting
    // The second cell is a little fuller and a little smaller than the first.
    var small = RateCell.parameters
    small.capacity = AmpereHours(0.94 * small.capacity.value)
    var pack = [
      VirtualCell(RateCell.parameters, stateOfCharge: 0.3),
      VirtualCell(small, stateOfCharge: 0.33),
    ]
    cells = [Trace(), Trace()]
    var current: [Double] = []
    let flow = Self.cRate * RateCell.ratedCapacity.value
    for amperes in [0, flow, 0, -flow, 0] {
      drive(&pack, amperes, &current)
    }
    find(current)
  }

  /// Lets a current flow until it must end; a rest lasts ten minutes.
  private mutating func drive(
    _ pack: inout [VirtualCell], _ amperes: Double, _ current: inout [Double]
  ) {
    // No discharge or charge of these cells at this current takes six hours.
    let steps = Int((amperes == 0 ? 600 : 6 * 3600) / Self.interval)
    for _ in 0..<steps {
      var next = pack
      for place in next.indices {
        next[place].advance(by: Seconds(Self.interval), current: Amperes(amperes))
      }
      let voltages = next.map(\.voltage.value)
      let mean = voltages.reduce(0, +) / Double(voltages.count)
      if amperes != 0, mustEnd(voltages, mean, isCharge: amperes > 0) { return }
      pack = next
      for place in cells.indices {
        cells[place].time.append(Double(current.count + 1) * Self.interval)
        cells[place].voltage.append(voltages[place])
      }
      current.append(amperes)
      if amperes != 0 {
        packHigh = max(packHigh, mean)
        packLow = min(packLow, mean)
      }
    }
  }

  private func mustEnd(_ voltages: [Double], _ mean: Double, isCharge: Bool) -> Bool {
    let set = isCharge ? setting.chargeLimit : setting.dischargeLimit
    let own = isCharge ? Self.window.upperBound.value : Self.window.lowerBound.value
    func isBeyond(_ voltage: Double, _ limit: Double) -> Bool {
      isCharge ? voltage > limit : voltage < limit
    }
    if isBeyond(mean, set) { return true }
    switch setting.monitor {
    case .none: return false
    case .pack: return isBeyond(mean, own)
    case .each: return voltages.contains { isBeyond($0, own) }
    }
  }

  private mutating func find(_ current: [Double]) {
    let settings = AnalysisSettings(
      ratedCapacity: RateCell.ratedCapacity, minimumVoltage: Self.window.lowerBound,
      maximumVoltage: Self.window.upperBound)
    for place in cells.indices {
      var analysis = RunAnalysis(settings)
      analysis.consume(
        RunChunk(columns: [
          .time: cells[place].time, .voltage: cells[place].voltage, .current: current,
        ]))
      let cycles = analysis.finish().cycles
      cells[place].above = cycles.reduce(0) { $0 + ($1.timeAboveMaximumVoltage?.value ?? 0) }
      cells[place].below = cycles.reduce(0) { $0 + ($1.timeBelowMinimumVoltage?.value ?? 0) }
    }
  }
}
