import Assessment
import RunFiles

/// What became of a line.
enum BatchStatus: String, Sendable, Codable {
  case ok
  /// The system gives no bytes.
  case unreadable
  /// The bytes are there and say nothing that can be judged.
  case badInput = "bad-input"
  /// The bytes break off or are damaged; the same file copied again may be fine.
  case incomplete
  /// The process that read the file ended, or took too long; only who supervises can say so.
  case crashed, timeout

  /// The status that an error stands for.
  init(of error: any Error) {
    switch error {
    case let failure as Failure: self = failure.cause.map(Self.init) ?? .badInput
    case RunFileError.unreadable, SpectrumFileError.unreadable, CellFileError.unreadable:
      self = .unreadable
    case RunFileError.damaged, SpectrumFileError.damaged, SpectrumFileError.noRows:
      self = .incomplete
    default: self = .badInput
    }
  }
}

/// One line of the output.
struct BatchAnswer: Sendable {
  var id: String
  /// Nil where the bytes are not known.
  var key: String?
  var status: BatchStatus
  /// The verdict of each pack, where the status is `ok`.
  var verdicts: [(pack: String, verdict: Verdict)] = []
  /// Names of files in the folder that hold no data.
  var notRead: [String] = []
  /// Why the status is not `ok`: where, what was found, what to do.
  var message: String?
  /// JSON on one line.
  var report: [UInt8]?

  /// Whether there are verdicts and all are `pass`.
  var allPass: Bool { !verdicts.isEmpty && verdicts.allSatisfy { $0.verdict == .pass } }

  private struct Head: Encodable {
    var id: String
    var key: String?
    var status: BatchStatus
    var verdicts: NamedValues<Verdict>?
    var notRead: [String]?
    var message: String?

    enum CodingKeys: CodingKey { case id, key, status, verdicts, notRead, message }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(id, forKey: .id)
      // There in every line, so that a table of them always has the column.
      try container.encode(key, forKey: .key)
      try container.encode(status, forKey: .status)
      try container.encodeIfPresent(verdicts, forKey: .verdicts)
      try container.encodeIfPresent(notRead, forKey: .notRead)
      try container.encodeIfPresent(message, forKey: .message)
    }
  }

  /// The line with its line break.
  func line() throws -> [UInt8] {
    let head = Head(
      id: id, key: key, status: status,
      verdicts: report == nil
        ? nil
        : NamedValues(Dictionary(verdicts.map { ($0.pack, $0.verdict) }) { $1 }),
      notRead: notRead.isEmpty ? nil : notRead, message: message)
    var bytes = try JSONText.bytes(of: head, layout: .line)
    if let report {
      bytes.removeLast()
      bytes += Array(",\"report\":".utf8)
      bytes += report
      bytes.append(UInt8(ascii: "}"))
    }
    bytes.append(0x0A)
    return bytes
  }
}
