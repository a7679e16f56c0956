import Assessment
import CellData
import RunFiles

/// How cells are read and judged, whichever cell it is.
struct StudySettings {
  var readOptions: ReadOptions
  var accepted: Set<QualityFinding.Code>
  var packs: [RulePack]
  /// As the report repeats them; the files of spectra are those of a cell and missing here.
  var written: ReportSettings

  /// The way of one cell with these settings.
  func study(
    of declaration: DeclaredCell?, halfCells: DeclaredHalfCells?, spectra: [String]
  ) -> CellStudy {
    var settings = written
    settings.spectrumFiles = spectra.isEmpty ? nil : spectra.map(CellFiles.name)
    return CellStudy(
      cell: declaration?.cell, accepted: accepted, readOptions: readOptions, packs: packs,
      decision: written.decision, reportSettings: settings, cellFile: declaration?.file,
      endOfLife: (written.endOfLife ?? 80) / 100, halfCells: halfCells)
  }
}

extension CellStudy {
  /// The parts of a report: every file of a cell after its analysis.
  struct Parts {
    var runs: [AnalysedRun]
    var tables: [AnalysedTable]
    var spectra: [AnalysedSpectrum]
  }

  /// Reads and analyses the files of a cell.
  func parts(of files: CellFiles) throws(Failure) -> Parts {
    var parts = Parts(runs: [], tables: [], spectra: [])
    do {
      for path in files.runs { parts.runs.append(try run(at: path)) }
      for path in files.tables { parts.tables.append(try table(at: path)) }
      parts.spectra = try spectra(at: files.spectra)
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure(.badInput, cause: error)
    }
    return parts
  }

  func report(of parts: Parts) -> Report {
    report(of: parts.runs, tables: parts.tables, spectra: parts.spectra)
  }
}
