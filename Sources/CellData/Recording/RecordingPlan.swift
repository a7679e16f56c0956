/// What is known of a run before its first slot: which cell, which instrument, how often.
public struct RecordingPlan: Sendable, Equatable {
  /// The channel's name on the bench; a run of the same name that is not complete is resumed.
  public var name: String
  /// The quantities of every sample, in order; time is not among them.
  public var quantities: [Channel]
  /// The distance of two slots in ns.
  public var period: Int64
  /// The declaration of the cell as it was written, empty where none was given.
  public var cellDeclaration: [UInt8]
  /// The bench as it was written.
  public var bench: [UInt8]
  /// The profile or driver by its name in the catalogue.
  public var equipment: String
  /// SHA-256 of the profile's text, 64 hexadecimal digits; empty for drivers in code.
  public var profileDigest: String
  /// Where it is connected, such as `modbus-tcp://10.0.0.7:502`.
  public var connection: String
  /// Calibration of the instrument as declared; empty where nothing was declared.
  public var calibration: String

  public init(
    name: String, quantities: [Channel], period: Int64, cellDeclaration: [UInt8] = [],
    bench: [UInt8] = [], equipment: String, profileDigest: String = "", connection: String,
    calibration: String = ""
  ) {
    self.name = name
    self.quantities = quantities
    self.period = period
    self.cellDeclaration = cellDeclaration
    self.bench = bench
    self.equipment = equipment
    self.profileDigest = profileDigest
    self.connection = connection
    self.calibration = calibration
  }
}

/// A stretch of a run that one process recorded.
public struct RecordingSegment: Sendable, Equatable {
  /// Where the segment's clock begins, in ns since the run began.
  public var startTime: Int64
  public var firstSlot: Int
  /// The wall clock at `startTime`, in s since 1970-01-01T00:00:00Z.
  public var startUnixTime: Double
  /// Who the instrument said it was, in one line.
  public var identity: String
  /// The version of denchi that recorded.
  public var recorder: String

  public init(
    startTime: Int64, firstSlot: Int, startUnixTime: Double, identity: String, recorder: String
  ) {
    self.startTime = startTime
    self.firstSlot = firstSlot
    self.startUnixTime = startUnixTime
    self.identity = identity
    self.recorder = recorder
  }
}
