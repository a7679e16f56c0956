import ArgumentParser
import CellData
import RunArchive

/// `denchi archive show`: all that an archive says of a run, its samples aside.
struct ArchiveShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a run: plan, segments, gaps and events.",
    discussion: """
      EXAMPLES
        denchi archive show lab.denchi --run 3
        denchi archive show lab.denchi --run "channel 7" --json

      EXIT CODES
        0  done
        3  the file is no archive, has no such run, or is damaged
      """)

  @Argument(help: "The archive.")
  var archive: String

  @Option(name: .customLong("run"), help: "The run, by its number or its name.")
  var chosen: String

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    let story = try Archive.asked { () throws(ArchiveError) in
      let reader = try ArchiveReader(path: archive)
      let run = try reader.run(chosen)
      return RunStory(
        run, gaps: try reader.gaps(of: run), events: try reader.events(of: run))
    }
    try Terminal.put(json ? try JSONLines.text(of: story) : story.text)
  }
}
