import ArgumentParser
import CellData
import RunArchive
import RunFiles

/// `denchi archive export`: a run as BDF CSV.
struct ArchiveExport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write a run as BDF CSV, which reads back to the same bits.",
    discussion: """
      EXAMPLES
        denchi archive export lab.denchi --run 3 rate-test.bdf.csv
        denchi archive export lab.denchi --run 3 rate-test.bdf.csv --events rate-test.events.json

      EXIT CODES
        0  done
        3  the file is no archive, has no such run, or is damaged
        6  the output cannot be written
      """)

  @Argument(help: "The archive.")
  var archive: String

  @Option(name: .customLong("run"), help: "The run, by its number or its name.")
  var chosen: String

  @Argument(help: "Where the table goes.")
  var output: String

  @Option(
    help: ArgumentHelp("Where segments, gaps and events go, as JSON.", valueName: "file"))
  var events: String?

  func run() throws {
    let reader = try Archive.asked { () throws(ArchiveError) in try ArchiveReader(path: archive) }
    let run = try Archive.asked { () throws(ArchiveError) in try reader.run(chosen) }
    let columns = reader.columns(of: run)
    do {
      var writer = try BDFWriter(path: output, channels: Set(columns.channels))
      var chunk = RunChunk()
      while try columns.read(into: &chunk) { try writer.write(chunk) }
      try writer.finish()
    } catch let error as RunWriteError {
      throw Failure(.unwritable, "\(error)")
    } catch let error as ArchiveError {
      throw Failure(.badInput, "\(error)")
    }
    if let events {
      let story = try Archive.asked { () throws(ArchiveError) in
        RunStory(run, gaps: try reader.gaps(of: run), events: try reader.events(of: run))
      }
      do {
        try WholeFile.write(Array(try JSONLines.text(of: story).utf8), to: events)
      } catch let error as RunWriteError {
        throw Failure(.unwritable, "\(error)")
      }
    }
    if !run.isComplete {
      Terminal.tell("\(archive): run \(run.id) is still open; what it held so far was written.")
    }
  }
}
