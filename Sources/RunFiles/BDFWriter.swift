public import CellData

/// Writes a run as BDF CSV, under the labels of the Battery Data Format.
///
/// The file appears under its name only when it is whole: until `finish` it is a temporary file
/// beside it, and a writer that is thrown away leaves nothing. Numbers have the fewest digits that
/// read back to the same double; NaN is an empty cell.
public struct BDFWriter: ~Copyable {
  private var output: OutputFile
  private let sources: [BDFLayout.Source]
  private var text: [UInt8] = []

  /// Begins a file with the columns of a layout.
  public init(path: String, _ layout: BDFLayout) throws(RunWriteError) {
    let columns = layout.columns
    sources = columns.map(\.source)
    output = try OutputFile(path: path)
    text += columns.map(\.label).joined(separator: ",").utf8
    text.append(Byte.newline)
  }

  /// Begins a file with columns for these channels, whose counters never reset.
  ///
  /// Time, voltage and current are always written.
  public init(path: String, channels: Set<Channel>) throws(RunWriteError) {
    let sources = Channel.allCases.filter { channels.contains($0) && $0 != .direction }.map {
      ChannelSource(channel: $0, label: "", unit: $0.unitSymbol, factor: 1)
    }
    try self.init(
      path: path, BDFLayout(RunDescription(name: "", format: "", channels: sources)))
  }

  /// Appends the samples of a chunk; an absent channel gives empty cells.
  public mutating func write(_ chunk: RunChunk) throws(RunWriteError) {
    for row in 0..<chunk.count {
      for (index, source) in sources.enumerated() {
        if index > 0 { text.append(Byte.comma) }
        switch source {
        case .channel(let channel): if chunk.has(channel) { append(chunk[channel][row]) }
        case .auxiliary(let place):
          if place < chunk.auxiliary.count { append(chunk.auxiliary[place][row]) }
        case .direction:
          if chunk.has(.direction) { text += Self.word(chunk[.direction][row]).utf8 }
        }
      }
      text.append(Byte.newline)
      if text.count >= 1 << 16 { try flush() }
    }
  }

  private static func word(_ direction: Double) -> String {
    direction > 0 ? "charge" : direction < 0 ? "discharge" : direction == 0 ? "rest" : ""
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
