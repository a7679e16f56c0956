import ArgumentParser
import CellAnalysis
import CellData
import Dashboard
import Instruments
import RunArchive

/// `denchi dashboard`: the live page and the lessons in a browser.
struct DashboardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dashboard", abstract: "Show a recording, and lessons, as pages in a browser.",
    discussion: """
      Serves the pages to this machine alone and prints their address; Ctrl-C ends it. The archive \
      is only read, also while a recorder writes into it. Without an archive there are the lessons.

      Another address than 127.0.0.1 is listened on only with a token: take the one that is made \
      and printed, or give one of at least 16 letters. Plain HTTP can be overheard: use it in a \
      network that you trust.

      EXAMPLES
        denchi dashboard lab.denchi
        denchi dashboard lab.denchi --port 0
        denchi dashboard lab.denchi --address 192.168.0.7
      """)

  @Argument(help: "The archive to show; lessons alone if missing.")
  var archive: String?

  @OptionGroup(title: "Where it listens") var place: PagePlace

  @Option(
    name: .customLong("for"),
    help: ArgumentHelp("End after so long, such as 90s or 8h.", valueName: "duration"),
    transform: Record.Duration.init(text:))
  var duration: Record.Duration?

  func run() throws {
    StopSignal.install()
    let server = try place.server(showing: archive)
    try Terminal.put(server.link + "\n")
    ServeEnding().wait(atMost: duration?.seconds)
    server.stop()
  }
}

/// Where pages are served.
struct PagePlace: ParsableArguments {
  @Option(help: "The TCP port; 0 takes a free one.")
  var port: UInt16 = 8150

  @Option(help: "The IPv4 address to listen on; any but 127.0.0.1 needs a token.")
  var address = "127.0.0.1"

  @Option(help: "What others must know to look, 16 to 128 letters and digits.")
  var token: String?

  func validate() throws {
    guard let token else { return }
    let isPlain = token.utf8.allSatisfy { byte in
      (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }
    guard isPlain, (16...128).contains(token.utf8.count) else {
      throw ValidationError("--token: expected 16 to 128 letters and digits of ASCII.")
    }
  }

  /// Begins to serve; nothing is left running where it throws.
  func server(showing archive: String?) throws(Failure) -> DashboardServer {
    var follower: ArchiveFollower?
    do throws(ArchiveError) {
      if let archive {
        follower = try ArchiveFollower(
          path: archive, timeScale: Self.timeScale(of:), settings: Self.settings(of:))
      }
    } catch {
      throw Failure(.badInput, "\(error)")
    }
    do throws(DashboardServer.Refusal) {
      let server = try DashboardServer(
        address: address, port: port,
        token: token ?? (address == "127.0.0.1" ? nil : DashboardServer.newToken()),
        follower: follower, recording: LessonRecording.inScratch)
      try server.start()
      return server
    } catch {
      switch error {
      case .unknownAddress: throw Failure(.usage, "--address: \(error)")
      default: throw Failure(.unwritable, "\(error)")
      }
    }
  }

  /// What the bench of a run says of its clock.
  @Sendable private static func timeScale(of plan: RecordingPlan) -> Double {
    guard let bench = try? Bench(json: plan.bench, path: plan.name),
      case .instrument(let scale) = bench.clock
    else { return 1 }
    return scale
  }

  /// The settings that the recorder and `denchi analyze` take for the same run.
  @Sendable private static func settings(of plan: RecordingPlan) -> AnalysisSettings {
    guard !plan.cellDeclaration.isEmpty,
      let declared = try? DeclaredCell(bytes: plan.cellDeclaration, name: plan.name)
    else { return AnalysisSettings() }
    return AnalysisSettings(cell: declared.cell)
  }
}
