import ArgumentParser

/// The command `denchi`.
@main
struct Denchi: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "denchi", abstract: "Battery-cell test data, from the wire to a judged report.",
    version: "0.1.0")
}
