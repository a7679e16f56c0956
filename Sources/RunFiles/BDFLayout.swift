public import CellData

/// The columns of a BDF file, each under the label that says what its values do.
///
/// BDF tells a counter that never resets from one that resets with each step or cycle, and the
/// number of executed steps from the place in a program: only the whole run shows which it is.
///
/// ```swift
/// var layout = BDFLayout(reader.description)
/// while try reader.read(into: &chunk) { layout.look(at: chunk) }
/// let writer = try BDFWriter(path: path, layout)
/// ```
public struct BDFLayout: Sendable {
  /// Where the values of a column come from.
  enum Source: Sendable, Equatable {
    case channel(Channel)
    /// The direction as a word.
    case direction
    /// A further column of a known quantity, by its place.
    case auxiliary(Int)
  }

  private let description: RunDescription
  private var counters: [Channel: CounterWatch] = [:]
  private var steps = StepWatch()

  public init(_ description: RunDescription) {
    self.description = description
    for channel in Self.counterNames.keys { counters[channel] = CounterWatch() }
  }

  /// Looks at the next samples.
  public mutating func look(at chunk: RunChunk) {
    steps.look(at: chunk)
    for channel in counters.keys where chunk.has(channel) {
      counters[channel]?.look(at: chunk[channel], chunk)
    }
  }

  /// The labels and where their values come from, in the order in which they are written.
  var columns: [(label: String, source: Source)] {
    let channels = description.channels.map(\.channel)
    var columns: [(label: String, source: Source)] = []
    for channel in Self.order where channels.contains(channel) || channel.isRequired {
      guard let label = label(of: channel) else { continue }
      columns.append((label, channel == .direction ? .direction : .channel(channel)))
    }
    return columns + auxiliaryColumns(besides: columns.map(\.label))
  }

  private static let order: [Channel] = [
    .time, .voltage, .current, .unixTime, .cycleNumber, .stepNumber, .stepTime, .direction,
    .temperature, .chargeCapacity, .dischargeCapacity, .netCapacity, .chargeEnergy,
    .dischargeEnergy, .internalResistance,
  ]

  private static let counterNames: [Channel: String] = [
    .chargeCapacity: "Charging Capacity / Ah", .dischargeCapacity: "Discharging Capacity / Ah",
    .chargeEnergy: "Charging Energy / Wh", .dischargeEnergy: "Discharging Energy / Wh",
  ]

  private func label(of channel: Channel) -> String? {
    switch channel {
    case .time: "Test Time / s"
    case .voltage: "Voltage / V"
    case .current: "Current / A"
    case .unixTime: "Unix Time / s"
    case .cycleNumber: "Cycle Count / 1"
    case .stepNumber: steps.isCount ? "Step Count / 1" : "Step Index / 1"
    case .stepTime: "Step Time / s"
    case .direction: "Step Type"
    case .temperature: temperatureLabel
    case .netCapacity: "Net Capacity / Ah"
    case .internalResistance: "Internal Resistance / ohm"
    case .chargeCapacity, .dischargeCapacity, .chargeEnergy, .dischargeEnergy:
      Self.counterNames[channel].map { (counters[channel]?.reset.prefix ?? "") + $0 }
    }
  }

  private static let ambient = "Ambient Temperature / degC"

  private var temperatureLabel: String {
    let source = description.channels.first { $0.channel == .temperature }
    return Self.isAmbient(source?.label ?? "") ? Self.ambient : "Surface Temperature T1 / degC"
  }

  private static func isAmbient(_ label: String) -> Bool {
    ["ambient", "environment", "chamber", "station"].contains { label.lowercased().contains($0) }
  }

  private func auxiliaryColumns(
    besides taken: [String]
  ) -> [(label: String, source: Source)] {
    var taken = Set(taken)
    return description.auxiliary.enumerated().map { place, source in
      let isTemperature = source.channel == .temperature
      var label = isTemperature ? Self.ambient : "Auxiliary Voltage 1 / V"
      var number = 1
      while taken.contains(label) || isTemperature && number == 1 && !Self.isAmbient(source.label) {
        number += 1
        label =
          isTemperature
          ? "Surface Temperature T\(number) / degC" : "Auxiliary Voltage \(number) / V"
      }
      taken.insert(label)
      return (label, .auxiliary(place))
    }
  }
}

extension Channel {
  fileprivate var isRequired: Bool { Channel.required.contains(self) }
}

/// When a counter goes back to nothing.
enum CounterReset: Sendable {
  case never, withSteps, withCycles, otherwise

  /// What stands before the counter's name in BDF.
  var prefix: String {
    switch self {
    case .never: ""
    case .withSteps: "Step "
    case .withCycles: "Cycle "
    case .otherwise: "Schedule "
    }
  }
}

/// Watches one counter over a run.
private struct CounterWatch: Sendable {
  private var last = Double.nan
  private var highest = 0.0
  private var lastStep = Double.nan
  private var lastCycle = Double.nan
  private var falls = 0
  private var fallsWithStep = 0
  private var fallsWithCycle = 0

  /// A counter's last digits may tremble; a reset takes away more.
  private static let tremor = 1e-6

  mutating func look(at values: [Double], _ chunk: RunChunk) {
    let hasSteps = chunk.has(.stepNumber)
    let hasCycles = chunk.has(.cycleNumber)
    for row in values.indices {
      let step = hasSteps ? chunk[.stepNumber][row] : 0
      let cycle = hasCycles ? chunk[.cycleNumber][row] : 0
      let value = values[row]
      if value.isNaN { continue }
      if value < last - Self.tremor * highest {
        falls += 1
        if step != lastStep { fallsWithStep += 1 }
        if cycle != lastCycle { fallsWithCycle += 1 }
      }
      highest = max(highest, abs(value))
      (last, lastStep, lastCycle) = (value, step, cycle)
    }
  }

  var reset: CounterReset {
    if falls == 0 { return .never }
    if fallsWithCycle == falls { return .withCycles }
    return fallsWithStep == falls ? .withSteps : .otherwise
  }
}

/// Watches whether the step number counts executed steps or names places in a program.
private struct StepWatch: Sendable {
  private(set) var isCount = true
  private var last = Double.nan

  mutating func look(at chunk: RunChunk) {
    guard isCount, chunk.has(.stepNumber) else { return }
    for step in chunk[.stepNumber] where !step.isNaN {
      if step < last || step > last + 1 { isCount = false }
      last = step
    }
  }
}
