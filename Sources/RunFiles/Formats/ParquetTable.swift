import CellData

/// A run in a parquet file, as batterydf and pandas write it under BDF's names.
///
/// Columns are taken by their labels as in a text. Those that no channel needs are not unpacked.
enum ParquetTable: RunFormat {
  static let name = "parquet table"

  static func recognises(_ file: BinaryFile) -> Bool { file.bytes.has(ParquetMetadata.magic) }

  static func decode(_ file: BinaryFile) throws(RunFileError) -> DecodedRun {
    guard let metadata = ParquetMetadata(file.bytes) else {
      throw .damaged(
        path: file.path, byte: file.bytes.count,
        reason: "the parquet file breaks off or its description is damaged")
    }
    let flat = metadata.columns.enumerated().compactMap { place, column in
      column.map { (place: place, column: $0) }
    }
    let plan = ColumnPlan(labels: flat.map(\.column.name), options: file.options)
    let wanted = Set(plan.candidates.values.joined().map(\.column))
    var columns = LabelledColumns()
    var skipped: [String] = []
    for (index, (place, column)) in flat.enumerated() {
      guard wanted.contains(index) else {
        skipped.append(column.name)
        continue
      }
      columns.add(column.name, try content(of: column, at: place, metadata, file))
    }
    guard columns.isRun || !file.options.columns.isEmpty else {
      let missing = Channel.required.first { plan.candidates[$0] == nil }
      throw .missingChannel(
        path: file.path, channel: "\(missing ?? .time)", columns: flat.map(\.column.name))
    }
    var run = try columns.run(format: name, path: file.path, options: file.options)
    run.otherColumns += skipped
    return run
  }

  private static func content(
    of column: ParquetMetadata.Column, at place: Int, _ metadata: ParquetMetadata,
    _ file: BinaryFile
  ) throws(RunFileError) -> LabelledColumns.Content {
    do throws(ParquetPages.Refusal) {
      var pages = try ParquetPages(file.bytes, column, rowCount: metadata.rowCount)
      for group in metadata.groups { try pages.read(group[place]) }
      guard pages.values.count == metadata.rowCount else { throw .damaged }
      switch pages.values {
      case .words(let words): return .words(words)
      case .numbers(let numbers):
        guard let power = column.timePower, let scale = Double("1e\(-power)") else {
          return .numbers(numbers)
        }
        return .numbers(numbers.map { $0 / scale })
      }
    } catch {
      throw refusal(error, column, file)
    }
  }

  private static func refusal(
    _ refusal: ParquetPages.Refusal, _ column: ParquetMetadata.Column, _ file: BinaryFile
  ) -> RunFileError {
    let converter = "; the Python package batterydf reads it and writes BDF CSV"
    let label = column.name.prefix(80)
    return switch refusal {
    case .damaged:
      .damaged(path: file.path, byte: 0, reason: "the parquet column “\(label)” is damaged")
    case .packed(let method):
      .unknownFormat(
        path: file.path, found: "a parquet file packed by \(method)\(converter)")
    case .encoded(let number):
      .unknownFormat(
        path: file.path,
        found: "the parquet column “\(label)” in the encoding \(number)\(converter)")
    case .ofType(let number):
      .unknownFormat(
        path: file.path, found: "the parquet column “\(label)” of type \(number)\(converter)")
    }
  }
}
