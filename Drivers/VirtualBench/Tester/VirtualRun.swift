public import CellData

/// What a procedure left behind: the samples an instrument kept, and what really happened.
public struct VirtualRun: Sendable {
  /// The samples, in stored units and sign.
  public var samples: RunChunk
  /// One for each step that was carried out.
  public var steps: [ExecutedStep]

  public init(samples: RunChunk, steps: [ExecutedStep]) {
    self.samples = samples
    self.steps = steps
  }

  /// A cell at an instant of a run.
  public struct Moment: Sendable, Equatable {
    public var time: Seconds
    public var cell: VirtualCell

    public init(time: Seconds, cell: VirtualCell) {
      self.time = time
      self.cell = cell
    }
  }

  /// A step of the procedure with the cell before and after it, free of any measurement.
  public struct ExecutedStep: Sendable, Equatable {
    /// Counted from 1 within the run.
    public var number: Int
    public var plan: Procedure.Step
    public var start: Moment
    /// The exact crossing of the voltage that ends the step; nil for other ends.
    public var cutOff: Moment?
    /// When the instrument noticed.
    public var end: Moment
    public var highestTemperature: Celsius

    public init(
      number: Int, plan: Procedure.Step, start: Moment, cutOff: Moment? = nil, end: Moment,
      highestTemperature: Celsius
    ) {
      self.number = number
      self.plan = plan
      self.start = start
      self.cutOff = cutOff
      self.end = end
      self.highestTemperature = highestTemperature
    }
  }
}

/// The samples of a run while they are taken.
struct SampleLog {
  private var columns: [Channel: [Double]] = [:]
  private(set) var noise: SeededNoise
  private let instrument: TestInstrument

  init(_ instrument: TestInstrument, seed: UInt64) {
    self.instrument = instrument
    noise = SeededNoise(seed: seed)
  }

  /// Reads all meters once.
  mutating func record(_ truth: TrueSample, time: Double, step: Int, cycle: Int) {
    append(.time, time)
    append(.voltage, instrument.voltage.reading(of: truth.voltage, noise: &noise))
    append(.current, instrument.current.reading(of: truth.current, noise: &noise))
    if let meter = instrument.temperature {
      append(.temperature, meter.reading(of: truth.temperature, noise: &noise))
    }
    append(.cycleNumber, Double(cycle))
    append(.stepNumber, Double(step))
    if let counts = instrument.capacityCountsPerAmpereHour {
      let counter = TestInstrument.Meter(countsPerUnit: counts)
      append(.chargeCapacity, counter.rounded(truth.charged))
      append(.dischargeCapacity, counter.rounded(truth.discharged))
    }
  }

  var samples: RunChunk { RunChunk(columns: columns) }

  private mutating func append(_ channel: Channel, _ value: Double) {
    columns[channel, default: []].append(value)
  }
}

/// The true values behind one sample, in the channels' units.
struct TrueSample: Equatable {
  var voltage: Double
  var current: Double
  var temperature: Double
  var charged: Double
  var discharged: Double
}
