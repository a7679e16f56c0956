import ArgumentParser
import Foundation
import RunFiles

/// `denchi inspect`: what is in a data file.
struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say what a data file is: format, channels, time span, findings.",
    discussion: """
      The file is read to its end. Numbers are in the stored units: s, V, A, Ah, Wh, degC; \
      current is positive on charge. Of a file with several runs each is shown, or the one that is \
      named behind a #; spectra and tables with one row a cycle are shown as what they are.

      EXAMPLES
        denchi inspect test.ndax
        denchi inspect *.mpr --json
        denchi inspect "rates.mat#T25.cRate_1C"
        denchi inspect --formats
      """)

  @Argument(help: "Data files.")
  var paths: [String] = []

  @Flag(help: "Print one JSON object a line, one for each file.")
  var json = false

  @Flag(help: "Say what the reader noticed, without looking at the samples themselves.")
  var quick = false

  @Flag(help: "List the formats that are read.")
  var formats = false

  @OptionGroup(title: "Columns") var reading: ReadingOptions

  func validate() throws {
    _ = try reading.options()
    guard formats || !paths.isEmpty else { throw ValidationError("Name at least one file.") }
  }

  func run() throws {
    if formats { try Terminal.put(FormatCatalogue.names.joined(separator: "\n") + "\n") }
    let options = try reading.options()
    var failed = 0
    for path in paths {
      do {
        try inspect(path, options)
      } catch let failure as Failure where failure.code == .badInput {
        failed += 1
        Terminal.tell(failure.message)
      }
    }
    if failed > 0 {
      throw Failure(.badInput, "\(failed) of \(paths.count) files cannot be read.")
    }
  }

  private func inspect(_ path: String, _ options: ReadOptions) throws {
    do {
      if SpectrumFile.isSpectrum(path: path) {
        let inspection = try SpectrumInspection(path: path)
        try put(inspection, inspection.text)
        guard SpectrumFile.isBesideRun(path: path) else { return }
      } else if CycleTableFile.isCycleTable(path: path) {
        let inspection = try CycleTableInspection(path: path)
        return try put(inspection, inspection.text)
      }
      for run in try RunFile.runs(path: path, options: options) {
        let inspection = try FileInspection(path: run, options: options, examines: !quick)
        try put(inspection, inspection.text)
      }
    } catch let error as RunFileError {
      throw Failure(.badInput, "\(error)")
    } catch let error as SpectrumFileError {
      throw Failure(.badInput, "\(error)")
    }
  }

  private func put(_ inspection: some Encodable, _ text: String) throws {
    guard json else { return try Terminal.put(PlainText.of(text)) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    try Terminal.put([UInt8](try encoder.encode(inspection)) + [0x0A])
  }
}
