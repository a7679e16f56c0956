import Assessment
import CellData
import RunFiles

/// The data files of one cell, sorted by what they hold.
struct CellFiles {
  var runs: [String] = []
  var spectra: [String] = []
  var tables: [String] = []
  /// Files that could be data and are not, each with the reason.
  var notRead: [CellFolder.OtherFile] = []

  var isEmpty: Bool { runs.isEmpty && spectra.isEmpty && tables.isEmpty }

  /// - Parameter curves: paths of half-cell curves, which are no test of the cell.
  init(of folders: [CellFolder], except curves: [String]) throws {
    let data = folders.flatMap(\.dataFiles).filter { !curves.contains($0) }
    let others = folders.flatMap(\.otherFiles).filter { !curves.contains($0.path) }
    spectra = try SpectrumStudy.spectrumFiles(data + others.map(\.path))
    let isSpectrum = Set(spectra)
    tables = (data + others.map(\.path)).filter {
      !isSpectrum.contains($0) && CycleTableFile.isCycleTable(path: $0)
    }
    runs = data.filter {
      !tables.contains($0) && (!isSpectrum.contains($0) || SpectrumFile.isBesideRun(path: $0))
    }
    notRead = others.filter { !isSpectrum.contains($0.path) && !tables.contains($0.path) }
  }

  /// The last part of a path, which is what a report calls a file.
  static func name(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}

extension CellFolder {
  /// A folder or a file, with the error as the cause of a failure.
  static func opened(_ path: String, _ options: ReadOptions) throws(Failure) -> CellFolder {
    do {
      return try CellFolder(path: path, options: options)
    } catch {
      throw Failure(.badInput, cause: error)
    }
  }
}
