import ArgumentParser
import CellData
import Foundation
import RunFiles

/// `denchi convert`: any file that is read becomes a BDF CSV.
struct Convert: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write data files in the Battery Data Format (BDF CSV).",
    discussion: """
      One file goes to the path named last, or any number into a folder as NAME.bdf.csv; of a file \
      with several runs each becomes one, or name one of them behind a #. A current without a sign \
      gets the one that the file's own words for charge and discharge give. Impedance spectra \
      become tables of frequency, real and imaginary part; of a file with both the run is taken, or \
      the spectra with --as spectra.

      EXAMPLES
        denchi convert test.ndax test.bdf.csv
        denchi convert *.mpr --into converted
        denchi convert "rates.mat#T25.cRate_1C" one.bdf.csv
      """)

  @Argument(help: "Files to read; without --into the last one is written.")
  var paths: [String]

  @Option(help: ArgumentHelp("Write each file into this folder.", valueName: "folder"))
  var into: String?

  /// What is taken out of a file that may be both.
  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case run, spectra
  }

  @Option(
    name: .customLong("as"),
    help: "Take a file for a run or for spectra; by its content where this is not given.")
  var kind: Kind?

  @OptionGroup(title: "Columns") var reading: ReadingOptions

  func validate() throws {
    _ = try reading.options()
    guard into != nil || paths.count == 2 else {
      throw ValidationError("Name one file to read and one to write, or a folder with --into.")
    }
    guard into != nil || paths[0] != paths[1] else {
      throw ValidationError("\(paths[0]) would be written over itself. Name another file.")
    }
  }

  func run() throws {
    let options = try reading.options()
    let progress = ProgressLine()
    defer { progress.clear() }
    guard let into else {
      return try convert(Conversion(path: paths[0], target: paths[1]), options, progress)
    }
    try Self.makeFolder(into)
    var problems: [String] = []
    let conversions = try conversions(into: into, options, &problems)
    var written = 0
    for (index, conversion) in conversions.enumerated() {
      do {
        try convert(conversion, options, progress, "\(index + 1) of \(conversions.count): ")
        written += 1
      } catch let failure as Failure where failure.code == .badInput {
        problems.append(failure.message)
      }
    }
    progress.clear()
    problems.forEach { Terminal.tell($0) }
    Terminal.tell("\(written) files were written into \(into).")
    if !problems.isEmpty {
      throw Failure(.badInput, "\(problems.count) files cannot be read.")
    }
  }

  /// One run to read, and where it goes.
  private struct Conversion {
    var path: String
    var target: String
  }

  /// The runs of all files, each with a place of its own in the folder.
  private func conversions(
    into folder: String, _ options: ReadOptions, _ problems: inout [String]
  ) throws(Failure) -> [Conversion] {
    var conversions: [Conversion] = []
    var sources: [String: String] = [:]
    for path in paths {
      for run in runs(of: path, options, &problems) {
        let target = "\(folder)/\(RunFile.plainName(of: run)).bdf.csv"
        if let other = sources.updateValue(run, forKey: target) {
          throw Failure(
            .usage,
            "\(other) and \(run) would both become \(target). Convert them into two folders.")
        }
        conversions.append(Conversion(path: run, target: target))
      }
    }
    return conversions
  }

  private func runs(
    of path: String, _ options: ReadOptions, _ problems: inout [String]
  ) -> [String] {
    if isSpectrum(path) { return [path] }
    do throws(RunFileError) {
      return try RunFile.runs(path: path, options: options)
    } catch {
      problems.append(Self.words(error, path))
      return []
    }
  }

  private func isSpectrum(_ path: String) -> Bool {
    if let kind { return kind == .spectra }
    return SpectrumFile.isSpectrum(path: path) && !SpectrumFile.isBesideRun(path: path)
  }

  /// Why a file does not become a run, which for a table of cycles is that it is none.
  private static func words(_ error: RunFileError, _ path: String) -> String {
    guard CycleTableFile.isCycleTable(path: path) else { return "\(error)" }
    return "\(path): a table with one row a cycle has no samples that could be converted. "
      + "Give it to denchi analyze as it is."
  }

  private static func makeFolder(_ path: String) throws(Failure) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw Failure(
        .unwritable, "\(path): the folder cannot be made: \(error.localizedDescription)")
    }
  }

  private func convert(
    _ conversion: Conversion, _ options: ReadOptions, _ progress: ProgressLine,
    _ place: String = ""
  ) throws {
    let name = conversion.path.split(separator: "/").last.map(String.init) ?? conversion.path
    progress.show("\(place)\(name)")
    do {
      var notes: [String] = []
      if isSpectrum(conversion.path) {
        let reading = try SpectrumFile.read(path: conversion.path)
        try BDFSpectrumWriter.write(reading.spectra, to: conversion.target)
      } else {
        notes = try FileConversion(path: conversion.path, options: options)
          .write(to: conversion.target) { progress.show("\(place)\(name): \($0) records") }
      }
      if !notes.isEmpty { progress.clear() }
      notes.forEach { Terminal.tell($0) }
    } catch let error as RunFileError {
      throw Failure(.badInput, Self.words(error, conversion.path))
    } catch let error as SpectrumFileError {
      throw Failure(.badInput, "\(error)")
    } catch let error as RunWriteError {
      throw Failure(.unwritable, "\(error)")
    }
  }
}
