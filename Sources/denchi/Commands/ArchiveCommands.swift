import ArgumentParser

/// `denchi archive`: the laboratory's store of runs.
struct ArchiveCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "archive", abstract: "List, show, check and export what was recorded.",
    subcommands: [
      ArchiveList.self, ArchiveShow.self, ArchiveAuditCommand.self, ArchiveExport.self,
    ])
}
