import CellData

@testable import RunFiles

extension ReadRun {
  /// Reads one of the fuzzers' small files, and the auxiliary columns with it.
  init(seed path: String, part: String? = nil, readsAuxiliary: Bool = true) throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("run", FuzzingCorpus.file(path).bytes())
    var options = ReadOptions()
    options.readsAuxiliary = readsAuxiliary
    try self.init(path: part.map { "\(file)#\($0)" } ?? file, options: options)
  }
}
