public import CellData

/// What is connected to what: the lines of a laboratory, the instruments on them, and the channels
/// that are recorded.
public struct Bench: Sendable, Equatable {
  /// The archive that recordings go to, by path; nil where the command line names it.
  public var archive: String?
  /// Whose time stamps the samples.
  public var clock: RecordingClock
  public var lines: [BenchLine]

  public init(archive: String? = nil, clock: RecordingClock = .recorder, lines: [BenchLine]) {
    self.archive = archive
    self.clock = clock
    self.lines = lines
  }

  /// All channels in the order in which they are written.
  public var channels: [BenchChannel] { lines.flatMap { $0.instruments.flatMap(\.channels) } }
}

/// Whose time stamps the samples of a bench.
public enum RecordingClock: Sendable, Equatable {
  /// The recorder's clock that never steps: for all equipment that exists.
  case recorder
  /// The instrument's own time, for virtual equipment whose time runs faster than ours.
  ///
  /// Slots are asked for `timeScale` times as often as their period says; 0 asks without a pause,
  /// for equipment whose time moves with each answer.
  case instrument(timeScale: Double)
}

/// A line or connection: everything on it is asked by one thread, one after the other.
public struct BenchLine: Sendable, Equatable {
  public var name: String
  public var connection: Connection
  public var instruments: [BenchInstrument]

  public init(name: String, connection: Connection, instruments: [BenchInstrument]) {
    self.name = name
    self.connection = connection
    self.instruments = instruments
  }
}

/// An instrument on a line.
public struct BenchInstrument: Sendable, Equatable {
  /// A name of the catalogue, or the path of a profile.
  public var equipment: String
  /// The unit (slave) on Modbus, the address on binary frames; nil for the profile's own.
  public var unit: UInt8?
  /// The serial number that must answer; nil where any will do.
  public var serialNumber: String?
  /// The calibration as declared, in one line.
  public var calibration: String?
  public var channels: [BenchChannel]

  public init(
    equipment: String, unit: UInt8? = nil, serialNumber: String? = nil, calibration: String? = nil,
    channels: [BenchChannel]
  ) {
    self.equipment = equipment
    self.unit = unit
    self.serialNumber = serialNumber
    self.calibration = calibration
    self.channels = channels
  }
}

/// One cell under test: an input of an instrument, recorded as a run of its own.
public struct BenchChannel: Sendable, Equatable {
  public var name: String
  /// The input of the instrument, counted from 0.
  public var input: Int
  /// The distance of two slots.
  public var period: Seconds
  /// The path of the cell's declaration; nil where none is given.
  public var cell: String?
  /// The quantities without which the recording does not begin.
  public var needs: [Channel]
  public var limits: ChannelLimits
  /// How long all values may keep the same bits before a suspicion; nil for ten minutes.
  public var stuckAfter: Seconds?

  public init(
    name: String, input: Int, period: Seconds, cell: String? = nil, needs: [Channel] = [],
    limits: ChannelLimits = ChannelLimits(), stuckAfter: Seconds? = nil
  ) {
    self.name = name
    self.input = input
    self.period = period
    self.cell = cell
    self.needs = needs
    self.limits = limits
    self.stuckAfter = stuckAfter
  }
}
