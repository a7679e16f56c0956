import ArgumentParser

/// The options of `denchi analyze --jsonl`.
struct BatchOptions: ParsableArguments {
  @Flag(help: "Analyse many cells: a path a line on standard input, a JSON line each as answer.")
  var jsonl = false

  @Option(
    help: ArgumentHelp(
      "Spread the lines over this many processes, so that a crash or a hang costs one line.",
      valueName: "n"))
  var jobs: Int?

  @Option(
    help: ArgumentHelp(
      "With --jobs: how long one line may take (300 if not said).", valueName: "seconds"))
  var timeout: Double?

  /// The process that watches over this one; when it is gone, nobody wants the answers.
  @Option(name: .customLong("supervised-by"), help: .private)
  var supervisor: Int32?

  /// Longest time of a line where nobody says, in s: far beyond any whole file.
  static let usualTimeout = 300.0
  static let mostJobs = 1024

  /// Refuses what does not go together.
  func check(paths: [String]) throws {
    if jsonl {
      guard paths.isEmpty else {
        throw ValidationError("--jsonl reads its paths from standard input; remove “\(paths[0])”.")
      }
    } else if paths.isEmpty {
      throw ValidationError("Missing expected argument '<paths> ...', or --jsonl for many cells.")
    }
    guard jsonl || (jobs == nil && timeout == nil) else {
      throw ValidationError("--jobs and --timeout belong to --jsonl.")
    }
    if let jobs, !(1...Self.mostJobs).contains(jobs) {
      throw ValidationError("--jobs wants 1 to \(Self.mostJobs), found \(jobs).")
    }
    if let timeout {
      guard jobs != nil else {
        throw ValidationError("--timeout needs --jobs: only a supervised process can be ended.")
      }
      guard timeout > 0, timeout <= 1e6 else {
        throw ValidationError("--timeout wants seconds, up to 1000000, found \(timeout).")
      }
    }
  }
}
