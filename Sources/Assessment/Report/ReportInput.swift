import CellAnalysis
import CellData

/// One input of the report: which bytes, and how they were read.
public struct ReportInput: Sendable, Equatable, Codable {
  public var name: String
  public var sha256: String?
  public var bytes: Int?
  public var format: String
  public var rows: Int
  /// Start of the run in UTC, where the file has a wall clock.
  public var startTime: String?
  /// First to last sample, after mending the clock; absent for a refused run.
  public var duration: Double?
  public var channels: [Source]
  /// The columns of a cycle table; absent for a run.
  public var columns: [Column]?
  public var otherColumns: [String]?
  /// Settings a person gave that changed a number.
  public var settings: [String]?
  /// Whether the data forbid reporting numbers of this run; the findings say why.
  public var refused: Bool
  /// The run of an archive that this is; absent for a file.
  public var archive: Origin?

  enum CodingKeys: String, CodingKey {
    case name, archive, sha256, bytes, format, rows, startTime
    case duration = "duration_s"
    case channels, columns, otherColumns, settings, refused
  }

  /// Which run of which archive.
  public struct Origin: Sendable, Equatable, Codable, OneLine {
    public var file: String
    public var run: Int64
    public var name: String
    public var state: String
  }

  /// A channel, the column it was read from, and the factor to the stored unit.
  public struct Source: Sendable, Equatable, Codable, OneLine {
    public var channel: String
    public var label: String
    public var unit: String
    public var factor: Double
  }

  /// A column of a cycle table and what it was taken for.
  public struct Column: Sendable, Equatable, Codable, OneLine {
    public var meaning: String
    public var label: String
    public var unit: String

    public init(meaning: String, label: String, unit: String) {
      self.meaning = meaning
      self.label = label
      self.unit = unit
    }
  }

  init(_ table: AnalysedTable) {
    name = table.name
    sha256 = table.sha256
    bytes = table.bytes
    format = table.format
    rows = table.cycles.count
    startTime = table.cycles.compactMap { $0.startUnixTime ?? $0.endUnixTime }.first
      .flatMap(Self.utc)
    channels = []
    columns = table.columns
    otherColumns = table.otherColumns.isEmpty ? nil : table.otherColumns
    refused = false
  }

  init(_ run: AnalysedRun) {
    name = run.description.name
    sha256 = run.sha256
    bytes = run.bytes
    format = run.description.format
    rows = run.findings.recordCount
    startTime = run.findings.startUnixTime.flatMap(Self.utc)
    refused = run.isRefused
    duration = refused ? nil : run.findings.duration.value
    channels = run.description.channels.map {
      Source(channel: $0.channel.name, label: $0.label, unit: $0.unit, factor: $0.factor)
    }
    otherColumns = run.description.otherColumns.isEmpty ? nil : run.description.otherColumns
    settings = run.description.settings.isEmpty ? nil : run.description.settings
    archive = run.description.archive.map {
      Origin(
        file: $0.file, run: $0.run, name: $0.name, state: $0.isComplete ? "complete" : "open")
    }
  }

  /// Seconds since 1970 as `2024-02-29T12:00:00.000Z`; nil outside the years 1 to 9999.
  static func utc(_ unixTime: Double) -> String? {
    guard unixTime.isFinite, unixTime > -6e10, unixTime < 2.5e11 else { return nil }
    let milliseconds = Int64((unixTime * 1000).rounded())
    let day = floorDivide(milliseconds, 86_400_000)
    let inDay = milliseconds - day * 86_400_000
    // Days to a civil date, counted in 400-year eras that begin on 1 March.
    let shifted = day + 719_468
    let era = floorDivide(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let dayOfMonth = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    let second = inDay / 1000
    let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(dayOfMonth, 2))"
    let time =
      "\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
    return "\(date)T\(time).\(padded(inDay % 1000, 3))Z"
  }

  private static func floorDivide(_ a: Int64, _ b: Int64) -> Int64 {
    a >= 0 ? a / b : -((b - 1 - a) / b)
  }

  private static func padded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}

extension Channel {
  /// The channel's name in reports.
  var name: String { "\(self)" }
}
