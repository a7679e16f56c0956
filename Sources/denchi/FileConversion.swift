import CellData
import RunFiles

/// A file on its way to BDF, with the sign of its current settled.
struct FileConversion {
  private let path: String
  private let options: ReadOptions
  private let sign: Sign

  /// What the file's own words for charge and discharge say of the sign of its current.
  private enum Sign { case asWritten, fromWords, turned }

  /// Looks through the file once: only as a whole can it show that no current has a sign.
  init(path: String, options: ReadOptions) throws(RunFileError) {
    self.path = path
    self.options = options
    let reader = try RunFile.open(path: path, options: options)
    var chunk = RunChunk()
    var agreeing = 0
    var contradicting = 0
    var isNegative = false
    let hasWords = reader.description.channels.contains { $0.channel == .direction }
    while hasWords, try reader.read(into: &chunk) {
      for (current, sign) in zip(chunk[.current], chunk[.direction]) {
        if current < 0 { isNegative = true }
        if current * sign > 0 { agreeing += 1 }
        if current * sign < 0 { contradicting += 1 }
      }
    }
    if !isNegative, contradicting > 0 {
      sign = .fromWords
    } else {
      // A few records at the turn of a step may bear the sign of the step before.
      sign = contradicting > 100 * agreeing ? .turned : .asWritten
    }
  }

  /// Writes the file; findings of the reader go to standard error.
  func write(to target: String) throws {
    let reader = try RunFile.open(path: path, options: options)
    var writer = try BDFWriter(
      path: target, channels: Set(reader.description.channels.map(\.channel)))
    var chunk = RunChunk()
    while try reader.read(into: &chunk) {
      switch sign {
      case .asWritten: break
      case .fromWords:
        chunk.replace(
          .current, with: zip(chunk[.current], chunk[.direction]).map { $1 < 0 ? -$0 : $0 })
      case .turned: chunk.replace(.current, with: chunk[.current].map { -$0 })
      }
      try writer.write(chunk)
    }
    try writer.finish()
    if sign != .asWritten {
      let found = sign == .fromWords ? "has no sign" : "is positive on discharge"
      Terminal.tell("\(path): the current \(found); its sign was set by the file's words.")
    }
    for finding in reader.findings {
      let subject = finding.subject.map { " “\($0)”" } ?? ""
      Terminal.tell("\(path): \(finding.severity.rawValue): \(finding.code.rawValue)\(subject)")
    }
  }
}
