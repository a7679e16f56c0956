public import CellData

/// What a person says about a file that its own labels do not, or say wrongly.
///
/// Each setting is recorded in ``/CellData/RunDescription/settings``, since it changes numbers.
public struct ReadOptions: Sendable, Equatable {
  /// The label of the column to read a channel from, as it stands in the file.
  public var columns: [Channel: String]
  /// The unit of a channel's column, such as `mA`, whatever its label says.
  public var units: [Channel: String]
  /// The channels whose sign is turned, such as a current that is positive on discharge.
  public var negated: Set<Channel>
  /// Whether ``/CellData/RunDescription/auxiliary`` is read too; no number depends on it.
  public var readsAuxiliary = false

  public init(
    columns: [Channel: String] = [:], units: [Channel: String] = [:], negated: Set<Channel> = []
  ) {
    self.columns = columns
    self.units = units
    self.negated = negated
  }

  /// The settings as `name=value`, in the order of the channels.
  var settings: [String] {
    Channel.allCases.flatMap { channel -> [String] in
      var lines: [String] = []
      if let label = columns[channel] { lines.append("column.\(channel)=\(label)") }
      if let unit = units[channel] { lines.append("unit.\(channel)=\(unit)") }
      if negated.contains(channel) { lines.append("negate.\(channel)=true") }
      return lines
    }
  }
}
