import ArgumentParser
import Foundation
import RunFiles
import VirtualBench

/// `denchi simulate`: cells that exist only as a model.
struct Simulate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make test data from virtual cells whose truth is known, as files or live.",
    discussion: """
      EXAMPLE
        denchi simulate sample-run cylindrical-21700 --into /tmp/cylindrical-21700
        denchi simulate serve --channels 4 --port 15020 --procedure rate --speed 1000
      """, subcommands: [SampleRun.self, Serve.self, List.self, Example.self])

  /// `denchi simulate sample-run`: a folder as it lies under SampleRuns.
  struct SampleRun: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "sample-run",
      abstract: "Write a sample cell's folder: declaration, run, truth and origin.",
      discussion: """
        SAMPLES
        \(SampleBench.all.map { "  \($0.name)  \($0.summary)" }.joined(separator: "\n"))

        EXAMPLE
          denchi simulate sample-run pouch-ncm --into /tmp/pouch-ncm
        """)

    @Argument(help: "The sample's name.")
    var name: String

    @Option(help: ArgumentHelp("The folder to write into; made if need be.", valueName: "folder"))
    var into: String

    func validate() throws {
      guard SampleBench.named(name) == nil else { return }
      let known = SampleBench.all.map(\.name).joined(separator: ", ")
      throw ValidationError("there is no sample “\(name)”; expected one of \(known).")
    }

    func run() throws {
      guard let bench = SampleBench.named(name) else { return }
      do {
        try FileManager.default.createDirectory(
          atPath: into, withIntermediateDirectories: true)
      } catch {
        throw Failure(
          .unwritable, "\(into): the folder cannot be made: \(error.localizedDescription)")
      }
      for file in bench.files() {
        let path = into.hasSuffix("/") ? into + file.name : "\(into)/\(file.name)"
        do {
          try WholeFile.write(Array(file.contents.utf8), to: path)
        } catch {
          throw Failure(.unwritable, "\(error)")
        }
        Terminal.tell(path)
      }
    }
  }
}
