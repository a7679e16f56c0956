import Assessment
import CellData
import RunFiles

/// A run on its way to BDF, with the sign of its current and the meaning of its counters settled.
struct FileConversion {
  private let path: String
  private let options: ReadOptions
  private let layout: BDFLayout
  private let sign: Sign

  /// What the file's own words for charge and discharge say of the sign of its current.
  private enum Sign { case asWritten, fromWords, turned }

  /// Looks through the file once: only as a whole can it show that no current has a sign, and when
  /// its counters reset.
  init(path: String, options: ReadOptions) throws(RunFileError) {
    var options = options
    options.readsAuxiliary = true
    self.path = path
    self.options = options
    let reader = try RunFile.open(path: path, options: options)
    var layout = BDFLayout(reader.description)
    var chunk = RunChunk()
    var agreeing = 0
    var contradicting = 0
    var isNegative = false
    let hasWords = reader.description.channels.contains { $0.channel == .direction }
    while try reader.read(into: &chunk) {
      layout.look(at: chunk)
      guard hasWords else { continue }
      for (current, sign) in zip(chunk[.current], chunk[.direction]) {
        if current < 0 { isNegative = true }
        if current * sign > 0 { agreeing += 1 }
        if current * sign < 0 { contradicting += 1 }
      }
    }
    self.layout = layout
    if !isNegative, contradicting > 0 {
      sign = .fromWords
    } else {
      // A few records at the turn of a step may bear the sign of the step before.
      sign = contradicting > 100 * agreeing ? .turned : .asWritten
    }
  }

  /// Writes the file.
  ///
  /// - Parameter passed: called now and then with the number of records written so far.
  /// - Returns: what a person should know, one line each.
  func write(to target: String, passed: (Int) -> Void = { _ in }) throws -> [String] {
    let reader = try RunFile.open(path: path, options: options)
    var writer = try BDFWriter(path: target, layout)
    var chunk = RunChunk()
    var count = 0
    while try reader.read(into: &chunk) {
      switch sign {
      case .asWritten: break
      case .fromWords:
        chunk.replace(
          .current, with: zip(chunk[.current], chunk[.direction]).map { $1 < 0 ? -$0 : $0 })
      case .turned: chunk.replace(.current, with: chunk[.current].map { -$0 })
      }
      try writer.write(chunk)
      count += chunk.count
      passed(count)
    }
    try writer.finish()
    return notes(reader.findings)
  }

  private func notes(_ findings: [QualityFinding]) -> [String] {
    var notes: [String] = []
    if sign != .asWritten {
      let found = sign == .fromWords ? "has no sign" : "is positive on discharge"
      notes.append("\(path): the current \(found); its sign was set by the file's words.")
    }
    return notes
      + findings.map { finding in
        "\(path): \(finding.severity.rawValue): \(finding.code.rawValue): \(finding.message.en)"
      }
  }
}
