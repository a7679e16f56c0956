import ArgumentParser
import Foundation
import RunFiles

/// `denchi inspect`: what is in a data file.
struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say what a data file is: format, channels, time span, findings.",
    discussion: """
      The file is read to its end. Numbers are in the stored units: s, V, A, Ah, Wh, degC; \
      current is positive on charge.

      EXAMPLES
        denchi inspect test.ndax
        denchi inspect *.mpr --json
        denchi inspect --formats
      """)

  @Argument(help: "Data files.")
  var paths: [String] = []

  @Flag(help: "Print one JSON object a line, one for each file.")
  var json = false

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
      do throws(RunFileError) {
        let inspection = try FileInspection(path: path, options: options)
        // Thrown inside, a failure to write would be taken for one of the file.
        outcome(inspection)
      } catch {
        failed += 1
        Terminal.tell("\(error)")
      }
    }
    if failed > 0 {
      throw Failure(.badInput, "\(failed) of \(paths.count) files cannot be read.")
    }
  }

  private func outcome(_ inspection: FileInspection) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    guard json, let line = try? encoder.encode(inspection) else {
      return print(inspection.text, terminator: "")
    }
    print(String(decoding: line, as: UTF8.self))
  }
}
