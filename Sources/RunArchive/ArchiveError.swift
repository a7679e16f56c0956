/// Why an archive could not be opened, read or written: one case for each thing to do about it.
public enum ArchiveError: Error, Sendable, Equatable {
  /// There is no file under this name.
  case missing(path: String)
  /// The system refuses access, for the reason given.
  case unreachable(path: String, reason: String)
  /// The file is no SQLite database.
  case noDatabase(path: String)
  /// The file is a SQLite database of another program.
  case foreign(path: String, applicationID: Int32)
  /// The archive was written by a newer version of Denchi.
  case newerSchema(path: String, found: Int, known: Int)
  /// Another process writes into this archive; nil where it did not say who it is.
  case busy(path: String, process: Int32?)
  /// No room is left; what was committed before is safe, the batch at hand is not in the archive.
  case diskFull(path: String)
  /// Something in the file is not what was written into it.
  case damaged(path: String, place: String)
  /// The file that was opened no longer lies under its name.
  case moved(path: String)
  /// SQLite or the system failed in another way.
  case failed(path: String, reason: String)

  /// There is no such run.
  case unknownRun(path: String, wanted: String, known: [String])
  /// Several runs bear this name.
  case ambiguousRun(path: String, name: String, runs: [Int64])
  /// The run is complete; nothing can be added.
  case runComplete(path: String, run: Int64)
  /// A batch does not continue its run: a hole, an overlap or disorder at this slot.
  case slotsDoNotFollow(run: Int64, expected: Int, found: Int)
  /// A sample does not have as many values as the run has quantities.
  case wrongValueCount(run: Int64, slot: Int, expected: Int, found: Int)
  /// A run cannot be recorded as it was planned.
  case unusablePlan(name: String, reason: String)
  /// A sample was asked for before its predecessor, or answered before it was asked for.
  case timeRunsBack(run: Int64, slot: Int)
}

extension ArchiveError: CustomStringConvertible {
  /// One message: where, what was found, what was expected, what to do.
  public var description: String {
    switch self {
    case .missing(let path): "\(path): there is no such file. Check the name."
    case .unreachable(let path, let reason):
      "\(path): cannot be opened: \(reason). Check the path and the permissions of file and folder."
    case .noDatabase(let path):
      "\(path): is no archive; expected a SQLite file written by denchi. Nothing was changed."
    case .foreign(let path, let found):
      "\(path): is a SQLite file of another program (application id \(found)); expected an archive "
        + "of denchi (\(ArchiveFormat.applicationID)). Nothing was changed."
    case .newerSchema(let path, let found, let known):
      "\(path): was written by a newer version of denchi (schema \(found); this one knows up to "
        + "\(known)). Nothing was changed; use the newer version."
    case .busy(let path, let process):
      "\(path): \(process.map { "process \($0)" } ?? "another process") is writing into this "
        + "archive. An archive has one writer: stop that one, or record into another file."
    case .diskFull(let path):
      "\(path): the disk is full; what was committed is safe, the last samples are not in the "
        + "archive. Make room."
    case .damaged(let path, let place):
      "\(path): damaged: \(place). `denchi archive audit` names what is still good."
    case .moved(let path):
      "\(path): was moved or removed while it was written into. What was committed is where the "
        + "file is now; put it back and resume."
    case .failed(let path, let reason): "\(path): \(reason)."
    default: runDescription
    }
  }

  private var runDescription: String {
    switch self {
    case .unknownRun(let path, let wanted, let known):
      "\(path): there is no run “\(wanted)”; found "
        + (known.isEmpty ? "none." : "\(known.joined(separator: ", ")).")
    case .ambiguousRun(let path, let name, let runs):
      "\(path): \(runs.count) runs are called “\(name)”: "
        + "\(runs.map(String.init).joined(separator: ", ")). Choose one by its number."
    case .runComplete(let path, let run):
      "\(path): run \(run) is complete; nothing can be added to it. Begin a new run."
    case .slotsDoNotFollow(let run, let expected, let found):
      "run \(run): slot \(found) came where slot \(expected) was expected."
    case .wrongValueCount(let run, let slot, let expected, let found):
      "run \(run), slot \(slot): \(found) values; expected \(expected)."
    case .unusablePlan(let name, let reason): "The run “\(name)” cannot be recorded: \(reason)."
    case .timeRunsBack(let run, let slot): "run \(run), slot \(slot): its time runs back."
    default: "\(self)"
    }
  }
}
