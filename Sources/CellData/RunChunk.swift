/// Consecutive samples of a run, as columns.
///
/// All columns that are present have ``count`` values; an absent channel has an empty column.
/// Chunks of one run follow each other without overlap: how long each one is has no meaning and
/// changes no result.
public struct RunChunk: Sendable {
  /// The number of the first sample of this chunk in its run; the first of a run is 1.
  public var firstRecord: Int
  /// How many samples the chunk holds.
  public private(set) var count: Int
  private var columns: [[Double]]
  /// The values of ``RunDescription/auxiliary``, in its order; empty where they were not asked for.
  public private(set) var auxiliary: [[Double]] = []

  /// An empty chunk.
  public init(firstRecord: Int = 1) {
    self.firstRecord = firstRecord
    self.count = 0
    self.columns = Array(repeating: [], count: Channel.allCases.count)
  }

  /// A chunk of the given columns.
  ///
  /// - Precondition: all columns have the same count and the required channels are there.
  public init(firstRecord: Int = 1, columns: [Channel: [Double]]) {
    self.init(firstRecord: firstRecord)
    for (channel, values) in columns { self.columns[channel.rawValue] = values }
    count = columns[.time]?.count ?? 0
    let lengths = self.columns.map(\.count).filter { $0 > 0 }
    precondition(lengths.allSatisfy { $0 == count }, "columns of unequal length")
    precondition(
      count == 0 || Channel.required.allSatisfy { has($0) }, "a required channel is missing")
  }

  /// Whether the channel has a column here.
  public func has(_ channel: Channel) -> Bool { !columns[channel.rawValue].isEmpty }

  /// The values of a channel in its stored unit; empty where the channel is absent.
  public subscript(channel: Channel) -> [Double] { columns[channel.rawValue] }

  public var time: Column<Second> { Column(columns[Channel.time.rawValue]) }
  public var voltage: Column<Volt> { Column(columns[Channel.voltage.rawValue]) }
  public var current: Column<Ampere> { Column(columns[Channel.current.rawValue]) }

  /// Replaces the contents in place, so that a reader can fill the same storage again and again.
  ///
  /// The closure gets the columns in the order of `Channel.allCases`, as they were left, and
  /// returns the new count; it must leave every column with that count or empty.
  public mutating func refill<E: Error>(
    firstRecord: Int, _ fill: (inout [[Double]]) throws(E) -> Int
  ) throws(E) {
    self.firstRecord = firstRecord
    count = try fill(&columns)
    precondition(
      columns.allSatisfy { $0.isEmpty || $0.count == count }, "columns of unequal length")
  }

  /// Replaces the auxiliary columns by others of the same count.
  public mutating func setAuxiliary(_ columns: [[Double]]) {
    precondition(columns.allSatisfy { $0.count == count }, "columns of unequal length")
    auxiliary = columns
  }

  /// Replaces one column by values of the same count.
  public mutating func replace(_ channel: Channel, with values: [Double]) {
    precondition(values.count == count, "columns of unequal length")
    columns[channel.rawValue] = values
  }
}
