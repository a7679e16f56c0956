public import CellData
public import Instruments

/// A bench of virtual equipment as it is to be served.
public struct BenchPlan: Sendable, Equatable {
  public var name: String
  public var pace: Pace
  /// The distance of two readings of the meters in time of the cells.
  ///
  /// Between two readings the equipment shows the last one, and limits are looked for at readings.
  public var interval: Seconds
  public var start: Start
  public var lines: [Line]
  public var faults: [Fault]
  /// Decides which answers the faults by chance befall.
  public var faultSeed: UInt64

  public init(
    name: String, pace: Pace = .running(speed: 1), interval: Seconds = Seconds(0.01),
    start: Start = .atOnce,
    lines: [Line], faults: [Fault] = [], faultSeed: UInt64 = 1
  ) {
    self.name = name
    self.pace = pace
    self.interval = interval
    self.start = start
    self.lines = lines
    self.faults = faults
    self.faultSeed = faultSeed
  }

  /// How the cells' time passes.
  public enum Pace: Sendable, Equatable {
    /// So many seconds of the cells in one real second.
    case running(speed: Double)
    /// By one measuring interval with each reading, as fast as somebody asks: for equipment whose
    /// own time is recorded.
    case stepped
  }

  /// When the cells' time begins.
  public enum Start: String, Sendable, CaseIterable {
    case atOnce = "at-once"
    /// For each instrument with the first reading that somebody asks for.
    case firstReading = "first-reading"
  }

  /// One way to one or more pieces of equipment.
  public struct Line: Sendable, Equatable {
    public var name: String
    public var way: Way
    public var instruments: [Instrument]
    /// How long every answer takes, in real s.
    public var answerDelay: Double

    public init(name: String, way: Way, instruments: [Instrument], answerDelay: Double = 0) {
      self.name = name
      self.way = way
      self.instruments = instruments
      self.answerDelay = answerDelay
    }
  }

  /// Where clients come in, and in which framing they talk.
  public enum Way: Sendable, Equatable {
    /// Port 0: any free one.
    case modbusTCP(host: String, port: UInt16)
    case modbusRTU(Terminal)
    /// Lines of text over TCP.
    case textTCP(host: String, port: UInt16)
    /// Lines of text, or frames, over a terminal.
    case serial(Terminal)
  }

  /// A pseudo-terminal that looks like a serial port.
  public struct Terminal: Sendable, Equatable {
    /// A symbolic link to it, for a path that is known beforehand.
    public var link: String?
    /// What a client should set; a pseudo-terminal itself has no speed.
    public var baud: Int
    public var parity: SerialSettings.Parity

    public init(link: String? = nil, baud: Int = 9600, parity: SerialSettings.Parity = .none) {
      self.link = link
      self.baud = baud
      self.parity = parity
    }
  }

  public struct Instrument: Sendable, Equatable {
    /// The equipment by its name in the catalogue.
    public var equipment: String
    public var unit: UInt8
    /// The model that it says it is; nil: the first one of the profile.
    public var model: String?
    public var serialNumber: String
    public var channels: [Channel]

    public init(
      equipment: String, unit: UInt8 = 1, model: String? = nil, serialNumber: String = "",
      channels: [Channel]
    ) {
      self.equipment = equipment
      self.unit = unit
      self.model = model
      self.serialNumber = serialNumber
      self.channels = channels
    }
  }

  /// A cell in its place in the equipment, and what is done with it.
  public struct Channel: Sendable, Equatable {
    public var name: String
    public var cell: VirtualCell
    public var meters: TestInstrument
    public var plan: VirtualChannel.Plan
    public var seed: UInt64

    public init(
      name: String, cell: VirtualCell, meters: TestInstrument, plan: VirtualChannel.Plan,
      seed: UInt64
    ) {
      self.name = name
      self.cell = cell
      self.meters = meters
      self.plan = plan
      self.seed = seed
    }
  }
}
