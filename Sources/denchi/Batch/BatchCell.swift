import Assessment
import CellData
import RunArchive
import RunFiles

/// One path of a batch on its way to an answer.
///
/// Keeps what it has learnt of the files, so that an answer that is no report has its key too.
struct BatchCell {
  let settings: StudySettings
  /// Declared for every cell by `--cell`; nil where each has its own.
  let declared: DeclaredCell?
  let path: String
  private var folder: CellFolder?
  /// The hashes that are known, by the name of the file.
  private var hashes: [String: String] = [:]
  private var notRead: [CellFolder.OtherFile] = []
  /// A file of no bytes, which was cut at its beginning.
  private var emptyFile: String?

  init(_ settings: StudySettings, declared: DeclaredCell?, path: String) {
    self.settings = settings
    self.declared = declared
    self.path = path
  }

  /// Analyses and judges the cell; whatever goes wrong is an answer.
  mutating func answer(id: String) -> BatchAnswer {
    var answer = BatchAnswer(id: id, status: .ok)
    do {
      let report = try report()
      answer.verdicts = (report.assessments ?? []).map { ($0.pack, $0.verdict) }
      var text = try report.json(layout: .line)
      text.removeLast()
      answer.report = text
    } catch {
      answer.status = BatchStatus(of: error)
      answer.message = withoutPlace((error as? Failure)?.message ?? "\(error)")
    }
    do {
      answer.key = try key()
    } catch {
      // Bytes that cannot be read to their end are known to nobody.
      answer.status = .unreadable
      answer.message = withoutPlace("\(error)")
      answer.report = nil
    }
    if answer.status == .badInput, let emptyFile {
      answer.status = .incomplete
      answer.message = "\(BatchFitness.empty(emptyFile))"
    }
    answer.notRead = notRead.map { CellFiles.name(of: $0.path) }
    return answer
  }

  private mutating func report() throws -> Report {
    guard !ArchiveFormat.isArchive(path: path) else {
      throw Failure(
        .badInput,
        "\(path): found an archive, expected a data file or a cell's folder. Write its runs out with "
          + "`denchi archive export`.")
    }
    let folder = try CellFolder.opened(path, settings.readOptions)
    self.folder = folder
    let declaration = try declared ?? folder.cellFile.map { try DeclaredCell(path: $0) }
    if let file = declaration?.file { hashes[file.name] = file.sha256 }
    let halfCells = try declaration?.halfCells()
    for curve in [halfCells?.files.positive, halfCells?.files.negative] {
      if let curve { hashes[curve.name] = curve.sha256 }
    }
    let files = try CellFiles(of: [folder], except: halfCells?.paths ?? [])
    try refuseBroken(files.notRead)
    notRead = files.notRead
    guard !files.isEmpty else {
      throw Failure(
        .badInput,
        "\(path): no data file was found; expected at least one with time, voltage and current. "
          + "Put one there.")
    }
    let study = settings.study(of: declaration, halfCells: halfCells, spectra: files.spectra)
    let parts = try study.parts(of: files)
    let report = study.report(of: parts)
    for input in report.inputs { hashes[input.name] = input.sha256 }
    try BatchFitness(parts).check()
    return report
  }

  /// A file that breaks off is no stranger: the cell's record is not whole.
  private mutating func refuseBroken(_ others: [CellFolder.OtherFile]) throws {
    for other in others {
      let status = BatchStatus(of: other.reason)
      if status != .badInput { throw Failure(.badInput, cause: other.reason) }
      let digest = try RunFile.digest(path: other.path)
      hashes[CellFiles.name(of: other.path)] = digest.sha256
      guard digest.bytes > 0 else { throw BatchFitness.empty(other.path) }
    }
  }

  /// The key of everything that was looked at; nil where the path leads to no file.
  private mutating func key() throws(RunFileError) -> String? {
    guard let folder else { return nil }
    var files: [String: String] = [:]
    for path in folder.dataFiles + folder.otherFiles.map(\.path) {
      files[CellFiles.name(of: path)] = try hash(of: path)
    }
    if declared == nil, let file = folder.cellFile {
      files[CellFiles.name(of: file)] = try hash(of: file)
    }
    for (name, hash) in hashes { files[name] = hash }
    do {
      return try BatchKey(settings, files: files).text()
    } catch {
      preconditionFailure("a key of texts can be written: \(error)")
    }
  }

  private mutating func hash(of path: String) throws(RunFileError) -> String {
    let name = CellFiles.name(of: path)
    if let known = hashes[name] { return known }
    let digest = try RunFile.digest(path: path)
    if digest.bytes == 0 { emptyFile = name }
    return digest.sha256
  }

  /// A message without the place where the files lay: an engine hands over copies.
  private func withoutPlace(_ message: String) -> String {
    let inside = path.hasSuffix("/") ? path : path + "/"
    let parent = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    return message.withoutPaths(inside).withoutPaths(parent)
  }
}

extension String {
  /// The text without this beginning of paths, wherever a path may begin.
  fileprivate func withoutPaths(_ beginning: String) -> String {
    guard !beginning.isEmpty else { return self }
    var text = ""
    var rest = self[...]
    while let found = rest.firstRange(of: beginning) {
      let before = found.lowerBound == startIndex ? nil : self[index(before: found.lowerBound)]
      let isPath = before.map { $0.isWhitespace || $0 == "“" } ?? true
      text += rest[..<found.lowerBound]
      if !isPath { text += rest[found] }
      rest = rest[found.upperBound...]
    }
    return text + rest
  }
}
