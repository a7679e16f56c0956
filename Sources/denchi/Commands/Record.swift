import ArgumentParser
import CellData
import Dashboard
import Foundation
import Instruments
import RunArchive
import RunFiles

/// `denchi record`: from equipment into an archive, until stopped.
struct Record: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Record from equipment into an archive, and analyse what is committed.",
    discussion: """
      The bench file says what is connected (`denchi schema bench`). Each channel becomes a run; \
      one that is open in the archive is gone on with as a new segment, and the time in between \
      is a gap. Ctrl-C or SIGTERM end cleanly and leave the runs open; --for completes them.

      EXAMPLE
        denchi record bench.json --archive lab.denchi --for 24h
      """)

  @Argument(help: "What is connected to what.")
  var bench: String

  @Option(help: ArgumentHelp("The archive, made where there is none.", valueName: "file"))
  var archive: String?

  @Option(
    name: .customLong("for"),
    help: ArgumentHelp(
      "How long, such as 90s, 20min, 36h or 14d; of the cells' time where a virtual bench keeps it.",
      valueName: "duration"), transform: Duration.init(text:))
  var duration: Duration?

  @Flag(help: "Begin new runs where open ones have the channels' names.")
  var newRun = false

  enum AlarmAction: String, ExpressibleByArgument, CaseIterable { case goOn = "continue", stop }

  @Option(help: "What a crossed limit does besides being told; stop leaves with exit code 7.")
  var onAlarm = AlarmAction.goOn

  @Option(
    help: ArgumentHelp(
      "A command for /bin/sh on each alarm; DENCHI_CHANNEL, DENCHI_EVENT, DENCHI_DETAIL and "
        + "DENCHI_TIME_S are in its environment.", valueName: "command"))
  var alarmHook: String?

  @Option(help: ArgumentHelp("Time between two commits, 0.05 to 1 s.", valueName: "seconds"))
  var commitInterval = 0.4

  @Option(
    help: ArgumentHelp(
      "Write the live analysis as a report when the recording ends; for several channels a folder.",
      valueName: "path"))
  var report: String?

  @Flag(help: "Show the recording as a page in a browser, as `denchi dashboard` does.")
  var page = false

  @OptionGroup(title: "The page") var place: PagePlace

  func validate() throws {
    guard (0.05...1).contains(commitInterval) else {
      throw ValidationError("--commit-interval: found \(commitInterval), expected 0.05 to 1.")
    }
  }

  func run() throws {
    let plan = try BenchFile(path: bench)
    guard let path = archive ?? plan.archivePath else {
      throw Failure(
        .usage, "\(bench): names no archive; add “archive” there or say --archive FILE.")
    }
    for advice in try PeriodAdvice(bench: plan).lines() { Terminal.tell(advice) }
    StopSignal.install()
    let writer: ArchiveWriter
    do throws(ArchiveError) {
      writer = try ArchiveWriter(
        path: path, creator: "denchi \(Denchi.version)",
        unixTime: { ContinuousTime().unixTime })
    } catch {
      throw Failure(recording: error)
    }
    let server = page ? try place.server(showing: path) : nil
    if let server { Terminal.tell("The page: \(server.link)") }
    defer { server?.stop() }
    var session = RecordingSession(
      bench: plan.bench, equipment: plan.equipment,
      channels: try plan.channels(in: writer, startsNewRuns: newRun),
      options: RecordingOptions(
        duration: duration?.seconds, stopsOnAlarm: onAlarm == .stop,
        hook: alarmHook.map(AlarmHook.init), commitInterval: commitInterval,
        isTableWelcome: Terminal.isTableWelcome), writer: writer)
    let outcome = try session.run()
    try RecordingReports(outcome).deliver(to: report)
    try leave(outcome)
  }

  private func leave(_ outcome: RecordingOutcome) throws {
    if case .alarm = outcome.ending {
      throw Failure(.limitCrossed, "\(outcome.archive): ended since a limit was crossed.")
    }
    let samples = outcome.analyses.values.reduce(0) { $0 + $1.sampleCount }
    guard samples == 0 else { return }
    throw Failure(
      .equipment,
      "\(outcome.archive): no instrument gave a single sample; `denchi archive show` lists why.")
  }

  /// A length of time as a person writes it.
  struct Duration {
    var seconds: Double

    init(text: String) throws {
      let units: [(String, Double)] = [
        ("min", 60), ("ms", 0.001), ("s", 1), ("h", 3600), ("d", 86_400), ("", 1),
      ]
      for (unit, factor) in units where text.hasSuffix(unit) {
        guard let number = Double(text.dropLast(unit.count)), number > 0, number.isFinite else {
          break
        }
        seconds = number * factor
        return
      }
      throw ValidationError("found “\(text)”, expected a length of time such as 90s, 20min or 36h.")
    }
  }
}
