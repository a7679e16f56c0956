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
        denchi archive export damaged.denchi --run 3 rest.bdf.csv --salvage

      EXIT CODES
        0  done
        1  --salvage was given, and slots are missing; what is still good was written
        3  the file is no archive, has no such run, or is damaged; nothing was written
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

  @Flag(help: "Leave out what is damaged, and say which slots that are.")
  var salvage = false

  func run() throws {
    let reader = try Archive.asked { () throws(ArchiveError) in try ArchiveReader(path: archive) }
    let run = try Archive.asked { () throws(ArchiveError) in try reader.run(chosen) }
    let lost: [ClosedRange<Int>]
    do {
      lost = try write(run, reader)
      if let events {
        let story = RunStory(
          run, gaps: try reader.gaps(of: run), events: try reader.events(of: run))
        try WholeFile.write(Array(try JSONLines.text(of: story).utf8), to: events)
      }
    } catch let error as RunWriteError {
      throw Failure(.unwritable, "\(error)")
    } catch let error as ArchiveError {
      throw Failure(.badInput, "\(error)")
    }
    if !run.isComplete {
      Terminal.tell("\(archive): run \(run.id) is still open; what it held so far was written.")
    }
    guard lost.isEmpty else {
      let count = lost.reduce(0) { $0 + $1.count }
      let list = lost.prefix(20).map { "\($0.lowerBound) to \($0.upperBound)" }
      throw Failure(
        .notPassed,
        "\(archive): run \(run.id): \(count) slots are lost and were left out: "
          + list.joined(separator: ", ") + (lost.count > 20 ? ", …" : "") + ".")
    }
  }

  /// Writes the table; returns the slots that were left out, which is none without --salvage.
  private func write(_ run: ArchivedRun, _ reader: ArchiveReader) throws -> [ClosedRange<Int>] {
    let columns = reader.columns(of: run)
    var writer = try BDFWriter(path: output, channels: Set(columns.channels))
    var lost: [ClosedRange<Int>] = []
    if salvage {
      lost = try reader.salvage(run) { try writer.write($0) }
    } else {
      var chunk = RunChunk()
      while try columns.read(into: &chunk) { try writer.write(chunk) }
    }
    try writer.finish()
    return lost
  }
}
