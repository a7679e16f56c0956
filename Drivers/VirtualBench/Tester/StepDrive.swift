import CellData

/// What equipment does to a cell during one step of a procedure, and how it sees the step's end.
///
/// The one place where a plan meets the cell: the tester that makes files and the channel that
/// answers live both go through it.
struct StepDrive: Sendable, Equatable {
  let plan: Procedure.Step
  private let leakage: Amperes
  private let currentSettingFactor: Double
  private let longestHold: Seconds

  /// - Parameter longestHold: the longest stretch of a held voltage that is taken in one go.
  init(
    _ plan: Procedure.Step, in instrument: TestInstrument,
    longestHold: Seconds = Self.shortestHold
  ) {
    self.plan = plan
    self.longestHold = longestHold
    leakage = instrument.leakage
    currentSettingFactor = instrument.currentSettingFactor
  }

  /// A cell driven for a while; O(duration) while a voltage is held.
  func driven(_ start: VirtualCell, for duration: Seconds) -> VirtualCell {
    var cell = start
    switch plan.drive {
    case .rest, .constantCurrent:
      cell.advance(by: duration, current: current(into: start))
    case .constantVoltage(let voltage):
      let count = (duration.value / longestHold.value).rounded(.up)
      let interval = Seconds(duration.value / max(count, 1))
      for _ in 0..<Int(count) { Self.hold(voltage, &cell, for: interval) }
    }
    return cell
  }

  /// The current that the step sends through a cell in this instant, positive on charge.
  func current(into cell: VirtualCell) -> Amperes {
    switch plan.drive {
    case .rest: -leakage
    case .constantCurrent(let current): Amperes(current.value * currentSettingFactor)
    case .constantVoltage(let voltage): cell.current(holding: voltage)
    }
  }

  /// The current that a driven cell carries; while a voltage is held it changes all the time.
  func terminalCurrent(_ cell: VirtualCell) -> Amperes {
    guard case .constantVoltage(let voltage) = plan.drive else { return cell.current }
    return cell.current(holding: voltage)
  }

  /// Whether a driven cell meets one of the step's limits, its time limit apart.
  func meetsLimit(_ cell: VirtualCell) -> Bool {
    if isBeyondVoltage(cell) { return true }
    return plan.ends.contains {
      guard case .currentAtMost(let limit) = $0 else { return false }
      return terminalCurrent(cell).magnitude <= limit
    }
  }

  func isBeyondVoltage(_ cell: VirtualCell) -> Bool {
    plan.ends.contains {
      switch $0 {
      case .voltageAtMost(let limit): cell.voltage(at: terminalCurrent(cell)) <= limit
      case .voltageAtLeast(let limit): cell.voltage(at: terminalCurrent(cell)) >= limit
      case .currentAtMost, .elapsed: false
      }
    }
  }

  /// The shortest of the step's time limits; nil where it has none.
  var timeLimit: Seconds? {
    plan.ends.compactMap { if case .elapsed(let time) = $0 { time } else { nil } }.min()
  }

  /// The instant inside an interval at which the voltage meets its limit, by bisection.
  func crossing(from start: VirtualCell, within duration: Seconds) -> (Seconds, VirtualCell) {
    var low = 0.0
    var high = duration.value
    while true {
      let middle = (low + high) / 2
      guard middle > low, middle < high else { break }
      if isBeyondVoltage(driven(start, for: Seconds(middle))) {
        high = middle
      } else {
        low = middle
      }
    }
    return (Seconds(high), driven(start, for: Seconds(high)))
  }

  /// A tenth of a second is a small part of the time in which any current here decays.
  static let shortestHold = Seconds(0.1)

  /// How long a stretch of a held voltage may be for a cell: a fifteenth of its fastest delay, and
  /// a second where nothing is delayed, since a cell then takes minutes to fill.
  static func longestHold(for parameters: CellParameters) -> Seconds {
    let fastest = parameters.pairs.map(\.timeConstant).min() ?? Seconds(15)
    return min(Seconds(1), max(shortestHold, Seconds(fastest.value / 15)))
  }

  /// Holds a voltage with the current that the middle of the interval asks for.
  ///
  /// Second order: charge is exact for the current that flows, and with the shortest hold the
  /// voltage strays by less than a microvolt.
  private static func hold(
    _ voltage: Volts, _ cell: inout VirtualCell, for interval: Seconds
  ) {
    var middle = cell
    let half = Seconds(interval.value / 2)
    middle.advance(by: half, current: cell.current(holding: voltage))
    cell.advance(by: interval, current: middle.current(holding: voltage))
  }
}
