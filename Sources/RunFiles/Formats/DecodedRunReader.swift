import CellData
import DeclaredText

/// Hands out the columns of a binary file chunk by chunk.
///
/// Binary formats join several tables by record numbers, so the file is held whole: memory grows
/// with its length, about 100 bytes for each record and the bytes of the file.
final class DecodedRunReader: RunReader {
  let description: RunDescription
  let findings: [QualityFinding]
  /// Made when somebody asks: it takes as long as all the rest of a small file.
  private(set) lazy var digest = bytes.digest
  private let bytes: ByteImage
  private let columns: [DecodedColumn]
  private let auxiliary: [DecodedColumn]
  private let count: Int
  private var position = 0

  init(
    _ run: DecodedRun, of bytes: ByteImage, path: String, options: ReadOptions
  ) throws(RunFileError) {
    let columns = try (run.isSettled ? run.columns : Self.apply(options, to: run, path: path))
      .sorted { $0.source.channel.rawValue < $1.source.channel.rawValue }
    for channel in Channel.required
    where !columns.contains(where: { $0.source.channel == channel }) {
      throw .missingChannel(
        path: path, channel: "\(channel)",
        columns: columns.map(\.source.label) + run.otherColumns)
    }
    let count = columns.first?.values.count ?? 0
    precondition(
      (columns + run.auxiliary).allSatisfy { $0.values.count == count },
      "columns of unequal length")
    self.columns = columns
    auxiliary = options.readsAuxiliary ? run.auxiliary : []
    self.count = count
    self.bytes = bytes
    findings = run.findings
    description = RunDescription(
      name: RunFile.name(of: path), format: run.format, channels: columns.map(\.source),
      auxiliary: auxiliary.map(\.source),
      otherColumns: run.otherColumns
        + (options.readsAuxiliary ? [] : run.auxiliary.map(\.source.label)),
      settings: options.settings)
  }

  func read(into chunk: inout RunChunk) throws(RunFileError) -> Bool {
    let rows = position..<min(position + RowParser.rowLimit, count)
    chunk.refill(firstRecord: position + 1) { target in
      for index in target.indices { target[index].removeAll(keepingCapacity: true) }
      for column in columns {
        target[column.source.channel.rawValue].append(contentsOf: column.values[rows])
      }
      return rows.count
    }
    chunk.setAuxiliary(auxiliary.map { Array($0.values[rows]) })
    position = rows.upperBound
    return !rows.isEmpty
  }

  /// Turns signs; the units of a binary format are known, and its columns are not named by people.
  private static func apply(
    _ options: ReadOptions, to run: DecodedRun, path: String
  ) throws(RunFileError) -> [DecodedColumn] {
    for (channel, label) in options.columns
    where !run.columns.contains(where: { $0.source.channel == channel && $0.source.label == label })
    {
      let labels = run.columns.map(\.source.label)
      throw .unknownColumn(
        path: path, column: label, nearest: EditDistance.nearest(to: label, among: labels))
    }
    for (channel, unit) in options.units {
      let known = run.columns.filter { $0.source.channel == channel }.map(\.source.unit)
      guard known.contains(unit) else {
        throw .unknownUnit(path: path, label: "\(channel)", unit: unit, known: known)
      }
    }
    return run.columns.map { column in
      guard options.negated.contains(column.source.channel) else { return column }
      var turned = column
      turned.source.factor = -turned.source.factor
      turned.values = turned.values.map { -$0 }
      return turned
    }
  }
}
