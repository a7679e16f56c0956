import ArgumentParser

/// The command `denchi`.
@main
struct Denchi: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "denchi", abstract: "Battery-cell test data, from the wire to a judged report.",
    version: version, subcommands: [Analyze.self])
}
