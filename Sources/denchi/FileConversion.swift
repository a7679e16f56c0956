import CellData
import RunFiles

/// A file on its way to BDF, with the sign of its current settled.
struct FileConversion {
  private let path: String
  private let options: ReadOptions
  /// The current has no sign of its own, and the file's words say which it is.
  private let signFromWords: Bool

  /// Looks through the file once: only as a whole can it show that no current has a sign.
  init(path: String, options: ReadOptions) throws(RunFileError) {
    self.path = path
    self.options = options
    let reader = try RunFile.open(path: path, options: options)
    var chunk = RunChunk()
    var discharges = false
    var isNegative = false
    let hasWords = reader.description.channels.contains { $0.channel == .direction }
    while hasWords, !isNegative, try reader.read(into: &chunk) {
      for (current, sign) in zip(chunk[.current], chunk[.direction]) {
        if current < 0 { isNegative = true }
        if current > 0, sign < 0 { discharges = true }
      }
    }
    signFromWords = discharges && !isNegative
  }

  /// Writes the file; findings of the reader go to standard error.
  func write(to target: String) throws {
    let reader = try RunFile.open(path: path, options: options)
    var writer = try BDFWriter(
      path: target, channels: Set(reader.description.channels.map(\.channel)))
    var chunk = RunChunk()
    while try reader.read(into: &chunk) {
      if signFromWords {
        let current = zip(chunk[.current], chunk[.direction]).map { $1 < 0 ? -$0 : $0 }
        chunk.replace(.current, with: current)
      }
      try writer.write(chunk)
    }
    try writer.finish()
    if signFromWords {
      Terminal.tell("\(path): the current has no sign; it was taken from the file's words.")
    }
    for finding in reader.findings {
      let subject = finding.subject.map { " “\($0)”" } ?? ""
      Terminal.tell("\(path): \(finding.severity.rawValue): \(finding.code.rawValue)\(subject)")
    }
  }
}
