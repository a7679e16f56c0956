import ArgumentParser
import CellData
import Foundation
import RunArchive

/// `denchi archive list`: the runs of an archive.
struct ArchiveList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the runs of an archive.",
    discussion: """
      EXAMPLES
        denchi archive list lab.denchi
        denchi archive list lab.denchi --json

      EXIT CODES
        0  done
        3  the file is no archive, or damaged
      """)

  @Argument(help: "The archive.")
  var archive: String

  @Flag(help: "Print one JSON array.")
  var json = false

  func run() throws {
    let runs = try Archive.asked { () throws(ArchiveError) in
      try ArchiveReader(path: archive).runs()
    }
    if json { return try Terminal.put(try JSONLines.text(of: runs.map(RunFacts.init))) }
    let rows = runs.map(RunFacts.init).map(\.row)
    try Terminal.put(TextTable(head: RunFacts.head, rows: rows).text)
  }
}

/// A call of the archive whose failure becomes the command's.
enum Archive {
  /// What a person is told of commits that were acknowledged and cannot be read.
  static func words(for missing: ClosedRange<CommitNumber>, _ path: String) -> String {
    "\(path): commits \(missing.lowerBound.value) to \(missing.upperBound.value) were acknowledged "
      + "and cannot be read: the file or its log (\(path)-wal) was cut, replaced or left behind."
  }

  static func asked<T>(_ body: () throws(ArchiveError) -> T) throws(Failure) -> T {
    do {
      return try body()
    } catch {
      throw Failure(.badInput, "\(error)")
    }
  }
}
