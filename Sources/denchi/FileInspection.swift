import Assessment
import CellAnalysis
import CellData
import Foundation
import RunFiles

/// What is in a data file with a run, read to its end.
struct FileInspection: Encodable {
  struct ChannelFacts: Encodable {
    var channel: String
    var label: String
    var unit: String
    var factor: Double
    var storedUnit: String
    var missing = 0
    var first: Double?
    var last: Double?
    var minimum: Double?
    var maximum: Double?
  }

  struct Finding: Encodable {
    var code: String
    var severity: String
    var count: Int
    var subject: String?
    var values: [String: Double]
    var message: Words

    init(_ finding: QualityFinding) {
      code = finding.code.rawValue
      severity = finding.severity.rawValue
      count = finding.count
      subject = finding.subject
      values = finding.values
      message = finding.message
    }
  }

  var file: String
  var format: String
  var bytes: Int
  var sha256: String
  var records: Int
  /// From the first to the last record with a time, in s.
  var duration: Double?
  /// The first wall clock, in s since 1970-01-01T00:00:00Z.
  var start: Double?
  var channels: [ChannelFacts]
  var otherColumns: [String]
  var findings: [Finding]

  /// - Parameter examines: whether the samples themselves are looked at for findings too.
  init(path: String, options: ReadOptions, examines: Bool) throws(RunFileError) {
    var options = options
    options.readsAuxiliary = true
    let reader = try RunFile.open(path: path, options: options)
    var analysis = RunAnalysis()
    var facts = (reader.description.channels + reader.description.auxiliary).map {
      ChannelFacts(
        channel: "\($0.channel)", label: $0.label, unit: $0.unit, factor: $0.factor,
        storedUnit: $0.channel.unitSymbol)
    }
    let channels = reader.description.channels.map(\.channel)
    var chunk = RunChunk()
    var records = 0
    while try reader.read(into: &chunk) {
      records += chunk.count
      for (index, channel) in channels.enumerated() { facts[index].take(chunk[channel]) }
      for (index, values) in chunk.auxiliary.enumerated() {
        facts[channels.count + index].take(values)
      }
      if examines { analysis.consume(chunk) }
    }
    self.records = records
    file = path
    format = reader.description.format
    self.channels = facts
    otherColumns = reader.description.otherColumns
    let quality = examines ? analysis.finish().quality : []
    findings = (reader.findings + quality).map(Finding.init)
    start = facts.first { $0.channel == "\(Channel.unixTime)" }?.first
    bytes = reader.digest.bytes
    sha256 = reader.digest.sha256
    let time = facts.first { $0.channel == "\(Channel.time)" }
    if let first = time?.first, let last = time?.last { duration = last - first }
  }

  /// The same for a person.
  var text: String {
    var lines = ["\(file): \(format), \(records) records, \(bytes) bytes"]
    // Until 2200; a clock beyond says nothing.
    if let start, (0...7.3e9).contains(start) {
      lines.append(
        "  begins \(Date(timeIntervalSince1970: start).formatted(.iso8601)) by its clock")
    }
    if let duration { lines.append("  duration \(duration) s") }
    for facts in channels {
      let range =
        facts.minimum.map { low in "\(low) to \(facts.maximum ?? low) \(facts.storedUnit)" }
        ?? "no value"
      let missing = facts.missing > 0 ? ", \(facts.missing) missing" : ""
      lines.append("  \(facts.channel): \(range)\(missing), from “\(facts.label)” in \(facts.unit)")
    }
    if !otherColumns.isEmpty {
      lines.append("  not used: \(otherColumns.joined(separator: ", "))")
    }
    for finding in findings {
      lines.append("  \(finding.severity): \(finding.code): \(finding.message.en)")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension FileInspection.ChannelFacts {
  /// Takes the next values of the channel; NaN counts as missing.
  fileprivate mutating func take(_ values: [Double]) {
    for value in values {
      guard !value.isNaN else {
        missing += 1
        continue
      }
      first = first ?? value
      last = value
      minimum = min(minimum ?? value, value)
      maximum = max(maximum ?? value, value)
    }
  }
}
