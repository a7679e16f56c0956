import Assessment
import CellAnalysis
import CellData
import RunFiles

/// Whether the files of a cell hold enough for a verdict to mean something.
struct BatchFitness {
  private let parts: CellStudy.Parts

  init(_ parts: CellStudy.Parts) { self.parts = parts }

  /// A file of no bytes breaks off before it begins.
  static func empty(_ path: String) -> RunFileError {
    .damaged(path: path, byte: 0, reason: "the file is empty")
  }

  /// Refuses what breaks off, then what cannot be believed.
  func check() throws {
    if let cut = cutFile {
      throw RunFileError.damaged(
        path: cut.name, byte: cut.bytes, reason: "the file breaks off here")
    }
    let refused = parts.runs.filter(\.isRefused).map { run in
      let findings = (run.readerFindings + run.findings.quality).filter { $0.severity == .refused }
      let isEmpty = findings.contains { $0.code == .emptyRun }
      return (run, findings, isEmpty)
    }
    if let (run, _, _) = refused.first(where: \.2) {
      throw RunFileError.damaged(
        path: run.description.name, byte: run.bytes ?? 0, reason: "the file holds no sample")
    }
    guard !refused.isEmpty else { return }
    let words = refused.map { run, findings, _ in
      run.description.name + ": refused (" + findings.map(\.code.rawValue).joined(separator: ", ")
        + ")"
    }
    throw Failure(
      .badInput,
      words.joined(separator: "; ")
        + ". `denchi analyze` with this path says why and what to do.")
  }

  private var cutFile: (name: String, bytes: Int)? {
    for run in parts.runs where run.readerFindings.contains(where: { $0.code == .cutFile }) {
      return (run.description.name, run.bytes ?? 0)
    }
    for table in parts.tables where table.readerFindings.contains(where: { $0.code == .cutFile }) {
      return (table.name, table.bytes ?? 0)
    }
    for spectrum in parts.spectra
    where spectrum.readerFindings.contains(where: { $0.code == .cutFile }) {
      return (spectrum.findings.spectrum.name, spectrum.bytes)
    }
    return nil
  }
}
