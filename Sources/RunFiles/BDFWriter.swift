public import CellData

/// Writes a run as BDF CSV, under the labels of the Battery Data Format.
///
/// The file appears under its name only when it is whole: until `finish` it is a temporary file
/// beside it, and a writer that is thrown away leaves nothing. Numbers have the fewest digits that
/// read back to the same double; NaN is an empty cell.
public struct BDFWriter: ~Copyable {
  private var output: OutputFile
  private let channels: [Channel]
  private var text: [UInt8] = []

  /// The channels that BDF has a label for, in the order in which they are written.
  private static let labels: [(Channel, String)] = [
    (.time, "Test Time / s"), (.voltage, "Voltage / V"), (.current, "Current / A"),
    (.unixTime, "Unix Time / s"), (.cycleNumber, "Cycle Count / 1"),
    (.stepNumber, "Step Count / 1"), (.stepTime, "Step Time / s"),
    (.temperature, "Temperature T1 / degC"), (.chargeCapacity, "Charging Capacity / Ah"),
    (.dischargeCapacity, "Discharging Capacity / Ah"), (.netCapacity, "Net Capacity / Ah"),
    (.chargeEnergy, "Charging Energy / Wh"), (.dischargeEnergy, "Discharging Energy / Wh"),
    (.internalResistance, "Internal Resistance / ohm"),
  ]

  /// Begins a file with columns for these channels.
  ///
  /// Time, voltage and current are always written; ``/CellData/Channel/direction`` has no column
  /// in BDF and is left out.
  public init(path: String, channels: Set<Channel>) throws(RunWriteError) {
    let wanted = channels.union(Channel.required)
    let written = Self.labels.filter { wanted.contains($0.0) }
    self.channels = written.map(\.0)
    output = try OutputFile(path: path)
    text += written.map(\.1).joined(separator: ",").utf8
    text.append(Byte.newline)
  }

  /// Appends the samples of a chunk; an absent channel gives empty cells.
  public mutating func write(_ chunk: RunChunk) throws(RunWriteError) {
    for row in 0..<chunk.count {
      for (index, channel) in channels.enumerated() {
        if index > 0 { text.append(Byte.comma) }
        if chunk.has(channel) { append(chunk[channel][row]) }
      }
      text.append(Byte.newline)
      if text.count >= 1 << 16 { try flush() }
    }
  }

  /// Completes the file and puts it under its name, in place of what was there.
  public consuming func finish() throws(RunWriteError) {
    try flush()
    try output.commit()
  }

  private mutating func append(_ value: Double) {
    guard !value.isNaN else { return }
    // "3.0" and "3" are the same double, and whole numbers are most of the cells.
    let digits = "\(value)"
    text += digits.hasSuffix(".0") ? digits.utf8.dropLast(2)[...] : digits.utf8[...]
  }

  private mutating func flush() throws(RunWriteError) {
    try output.write(text)
    text.removeAll(keepingCapacity: true)
  }
}

/// Why a file could not be written: one case for each thing a person can do about it.
public enum RunWriteError: Error, Sendable, Equatable {
  /// No room is left on the disk, or none is left to this user.
  case diskFull(path: String)
  /// The system refused for another reason.
  case unwritable(path: String, reason: String)
}

extension RunWriteError: CustomStringConvertible {
  /// One message: where, what happened, what to do.
  public var description: String {
    switch self {
    case .diskFull(let path):
      "\(path): the disk is full; nothing was left under this name. Make room and write again."
    case .unwritable(let path, let reason):
      "\(path): cannot be written: \(reason). Check the path and the permissions."
    }
  }
}
