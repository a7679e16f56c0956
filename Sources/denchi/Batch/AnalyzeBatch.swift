import ArgumentParser
import Assessment
import Foundation

extension Analyze {
  /// Answers the lines of standard input, in this process or by a pool of others.
  func batch() throws {
    // Who reads the answers may go; that is an error to be told, not a signal to die of.
    signal(SIGPIPE, SIG_IGN)
    let allPass: Bool
    if let jobs = many.jobs {
      _ = try batchSettings()
      allPass = try WorkerPool(
        jobs: jobs, arguments: workerArguments,
        timeout: .seconds(many.timeout ?? BatchOptions.usualTimeout)
      ).run()
    } else {
      if let supervisor = many.supervisor { Orphan.end(without: supervisor) }
      let (settings, declared) = try batchSettings()
      allPass = try BatchStream(settings: settings, declared: declared).run()
    }
    if strict, !allPass {
      throw Failure(.notPassed, "--strict: not every line is ok with the verdict `pass`.")
    }
  }

  /// What holds for every line; whatever is wrong with it is a mistake on the command line.
  private func batchSettings() throws -> (StudySettings, DeclaredCell?) {
    do {
      return (try request().settings(), try cell.map { try DeclaredCell(path: $0) })
    } catch let failure as Failure {
      throw Failure(.usage, failure.message)
    }
  }

  /// The same options for a process of the pool.
  private var workerArguments: [String] {
    var arguments = ["analyze", "--jsonl", "--supervised-by", "\(getpid())"]
    arguments += ["--decision", decision.rawValue]
    if let cell { arguments += ["--cell", cell] }
    if let endOfLife { arguments += ["--end-of-life", "\(endOfLife)"] }
    for (option, values) in [
      ("--rules", packs), ("--accept", acceptedCodes), ("--column", reading.columns),
      ("--unit", reading.units), ("--negate", reading.negated),
    ] {
      // Joined, so that a value that begins with a hyphen is none of the options.
      arguments += values.map { "\(option)=\($0)" }
    }
    return arguments
  }
}
