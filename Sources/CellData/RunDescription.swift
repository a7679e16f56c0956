/// Where a run came from and what its columns were called there.
public struct RunDescription: Sendable, Equatable {
  /// The input's name without its folder.
  public var name: String
  /// The format as it was recognised, such as `BDF CSV`.
  public var format: String
  /// The channels that were read, in the order of ``Channel``.
  public var channels: [ChannelSource]
  /// Further columns of a known quantity, beside the one that serves as the channel.
  ///
  /// Such as the second thermocouple. They are read only where somebody asks for them.
  public var auxiliary: [ChannelSource]
  /// The labels of columns that mean nothing to the analysis.
  public var otherColumns: [String]
  /// The settings a person gave that change a number, as `name=value`.
  public var settings: [String]
  /// Where the run lies in an archive; nil for a file.
  public var archive: ArchiveOrigin?

  public init(
    name: String, format: String, channels: [ChannelSource] = [],
    auxiliary: [ChannelSource] = [], otherColumns: [String] = [], settings: [String] = [],
    archive: ArchiveOrigin? = nil
  ) {
    self.name = name
    self.format = format
    self.channels = channels
    self.auxiliary = auxiliary
    self.otherColumns = otherColumns
    self.settings = settings
    self.archive = archive
  }
}

/// Which run of which archive.
public struct ArchiveOrigin: Sendable, Equatable {
  /// The archive's name without its folder.
  public var file: String
  public var run: Int64
  /// What the run was called when it was recorded.
  public var name: String
  public var isComplete: Bool

  public init(file: String, run: Int64, name: String, isComplete: Bool) {
    self.file = file
    self.run = run
    self.name = name
    self.isComplete = isComplete
  }

  /// The name of the run as an input, such as `lab.denchi#3`.
  public var inputName: String { "\(file)#\(run)" }
}

/// One channel and the column it was read from.
public struct ChannelSource: Sendable, Equatable {
  public var channel: Channel
  /// The column's label as written.
  public var label: String
  /// The unit as written or assumed, such as `mA`.
  public var unit: String
  /// The factor from the written unit to the stored one; negative where the sign was turned.
  public var factor: Double

  public init(channel: Channel, label: String, unit: String, factor: Double) {
    self.channel = channel
    self.label = label
    self.unit = unit
    self.factor = factor
  }
}
