import ArgumentParser

/// The command `denchi`.
@main
struct Denchi: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "denchi", abstract: "Battery-cell test data, from a file to a judged report.",
    discussion: """
      EXAMPLE
        denchi analyze SampleRuns/cylindrical-21700 -o report.json

      EXIT CODES
        0  done
        1  --strict was given and a verdict is not `pass`, or verify found a difference
        2  the command line is wrong
        3  the input is bad, or says something that cannot be believed
        4  equipment cannot be reached, or gave no sample
        6  the output cannot be written
        7  a recording ended since a limit was crossed
      """,
    version: version,
    subcommands: [
      Analyze.self, Record.self, Impedance.self, Inspect.self, Convert.self, Verify.self,
      FigureCommand.self, Render.self, ReportCommands.self,
      DashboardCommand.self, LessonCommand.self,
      ArchiveCommands.self, EquipmentCommands.self, Plan.self, Lot.self, Export.self, Rules.self,
      Schemas.self,
      Simulate.self,
    ])

  /// Runs the command and leaves with one of the documented exit codes.
  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let failure as Failure {
      Terminal.tell(failure.message)
      exit(withError: ExitCode(failure.code.rawValue))
    } catch let code as ExitCode {
      exit(withError: code)
    } catch {
      // What is left are the parser's own: help and version, and mistakes on the command line.
      guard exitCode(for: error) != .success else { exit(withError: error) }
      Terminal.tell(fullMessage(for: error))
      exit(withError: ExitCode(Failure.Code.usage.rawValue))
    }
  }
}
