public import CellData

/// A bench of virtual equipment as it is to be served.
public struct BenchPlan: Sendable, Equatable {
  public var name: String
  /// Seconds of the cells in one real second.
  public var speed: Double
  public var start: Start
  public var lines: [Line]

  public init(name: String, speed: Double = 1, start: Start = .atOnce, lines: [Line]) {
    self.name = name
    self.speed = speed
    self.start = start
    self.lines = lines
  }

  /// When the cells' time begins.
  public enum Start: String, Sendable, CaseIterable {
    case atOnce = "at-once"
    /// For each channel with the first reading that somebody asks for.
    case firstReading = "first-reading"
  }

  /// One way to one or more pieces of equipment.
  public struct Line: Sendable, Equatable {
    public var name: String
    public var way: Way
    public var instruments: [Instrument]

    public init(name: String, way: Way, instruments: [Instrument]) {
      self.name = name
      self.way = way
      self.instruments = instruments
    }
  }

  /// Where clients come in, and in which framing they talk.
  public enum Way: Sendable, Equatable {
    /// Port 0: any free one.
    case modbusTCP(host: String, port: UInt16)
    /// A pseudo-terminal, with a symbolic link to it where one is named.
    case modbusRTU(link: String?)
  }

  public struct Instrument: Sendable, Equatable {
    /// The equipment by its name in the catalogue.
    public var equipment: String
    public var unit: UInt8
    public var serialNumber: String
    public var channels: [Channel]

    public init(
      equipment: String, unit: UInt8 = 1, serialNumber: String = "", channels: [Channel]
    ) {
      self.equipment = equipment
      self.unit = unit
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
    /// The distance of two readings of the meters in time of the cell.
    public var interval: Seconds
    public var seed: UInt64

    public init(
      name: String, cell: VirtualCell, meters: TestInstrument, plan: VirtualChannel.Plan,
      interval: Seconds, seed: UInt64
    ) {
      self.name = name
      self.cell = cell
      self.meters = meters
      self.plan = plan
      self.interval = interval
      self.seed = seed
    }
  }
}
