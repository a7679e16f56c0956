import ArgumentParser
import CellData
import RunFiles

/// `denchi convert`: any file that is read becomes a BDF CSV.
struct Convert: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write data files in the Battery Data Format (BDF CSV).",
    discussion: """
      One file goes to the path named last, or any number into a folder as NAME.bdf.csv. A current \
      without a sign gets the one that the file's own words for charge and discharge give.

      EXAMPLES
        denchi convert test.ndax test.bdf.csv
        denchi convert *.mpr --into converted
      """)

  @Argument(help: "Files to read; without --into the last one is written.")
  var paths: [String]

  @Option(help: ArgumentHelp("Write each file into this folder.", valueName: "folder"))
  var into: String?

  @OptionGroup(title: "Columns") var reading: ReadingOptions

  func validate() throws {
    _ = try reading.options()
    guard into != nil || paths.count == 2 else {
      throw ValidationError("Name one file to read and one to write, or a folder with --into.")
    }
  }

  func run() throws {
    let options = try reading.options()
    guard let into else {
      return try convert(paths[0], to: paths[1], options)
    }
    var failed = 0
    for (index, path) in paths.enumerated() {
      let name = path.split(separator: "/").last.map(String.init) ?? path
      do {
        if isTerminal { Terminal.tell("\(index + 1) of \(paths.count): \(name)") }
        try convert(path, to: "\(into)/\(name).bdf.csv", options)
      } catch let failure as Failure where failure.code == .badInput {
        failed += 1
        Terminal.tell(failure.message)
      }
    }
    if failed > 0 {
      throw Failure(.badInput, "\(failed) of \(paths.count) files cannot be read.")
    }
  }

  private var isTerminal: Bool { Terminal.isBoldWelcome }

  private func convert(_ path: String, to target: String, _ options: ReadOptions) throws {
    do {
      try FileConversion(path: path, options: options).write(to: target)
    } catch let error as RunFileError {
      throw Failure(.badInput, "\(error)")
    } catch let error as RunWriteError {
      throw Failure(.unwritable, "\(error)")
    }
  }
}
