import CellData
import RunFiles

/// What is in a data file, read to its end.
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
  }

  var file: String
  var format: String
  var bytes: Int
  var sha256: String
  var records: Int
  /// From the first to the last record with a time, in s.
  var duration: Double?
  var channels: [ChannelFacts]
  var otherColumns: [String]
  var findings: [Finding]

  init(path: String, options: ReadOptions) throws(RunFileError) {
    let reader = try RunFile.open(path: path, options: options)
    var facts = reader.description.channels.map {
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
    }
    self.records = records
    file = path
    format = reader.description.format
    self.channels = facts
    otherColumns = reader.description.otherColumns
    findings = reader.findings.map {
      Finding(
        code: $0.code.rawValue, severity: $0.severity.rawValue, count: $0.count,
        subject: $0.subject, values: $0.values)
    }
    bytes = reader.digest.bytes
    sha256 = reader.digest.sha256
    let time = facts.first { $0.channel == "\(Channel.time)" }
    if let first = time?.first, let last = time?.last { duration = last - first }
  }

  /// The same for a person.
  var text: String {
    var lines = ["\(file): \(format), \(records) records, \(bytes) bytes"]
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
      let subject = finding.subject.map { " “\($0)”" } ?? ""
      lines.append("  \(finding.severity): \(finding.code)\(subject), \(finding.count) times")
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
