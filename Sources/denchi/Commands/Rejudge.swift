import ArgumentParser
import Assessment
import Foundation
import RunFiles

/// `denchi rules rejudge`: reports judged again without their raw data.
struct Rejudge: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Judge reports again by other rule packs, without the raw data.",
    discussion: """
      Each report keeps every measured and declared number byte for byte; settings, verdicts and \
      statements of conformity are new. The result is what `denchi analyze` with these packs would \
      have written, and can be verified like it. One report goes to -o or standard output, several \
      go to standard output, a line each.

      Without a report, reports are read from standard input, one JSON line each, and answered in \
      order, one line each, at once. A line may hold a report under `report`, such as those of \
      `denchi analyze --jsonl`: what stands beside it stays, `verdicts` are the new ones, `key` is new \
      and the old one goes by `from`. An answer of a batch without a report stays as it is. A line \
      that is no report is answered with {"status": "bad-input", "message": …}.

      EXAMPLES
        denchi rules rejudge report.json --rules jp-meti-2025 -o again.json
        denchi rules rejudge --rules our-pack.json --verdicts < reports.jsonl

      EXIT CODES
        0  every report was judged, or every line answered
        1  --strict was given and a verdict is not `pass`
        3  a report cannot be judged again
      """)

  @Argument(help: "Reports; none for JSON lines from standard input.")
  var reports: [String] = []

  @Option(
    name: .customLong("rules"),
    help: ArgumentHelp("Judge by this pack, by name or file; may be repeated.", valueName: "pack"))
  var packs: [String] = []

  @Option(help: "How measurement uncertainty enters a verdict; as in the report where not given.")
  var decision: DecisionOption?

  @Option(name: .shortAndLong, help: ArgumentHelp("Where the report goes.", valueName: "file"))
  var output: String?

  @Flag(help: "Print the verdicts alone, a line a report, and not the whole reports.")
  var verdicts = false

  @Flag(help: "Leave with exit code 1 unless every verdict is `pass`.")
  var strict = false

  func validate() throws {
    if output != nil, reports.count != 1 || verdicts {
      throw ValidationError("-o takes one whole report.")
    }
    for name in packs where !name.hasSuffix(".json") { _ = try PackChoice.pack(name) }
  }

  func run() throws {
    let chosen = try PackChoice.packs(packs)
    let judge = RejudgingLine(
      packs: chosen.packs, names: chosen.names, decision: decision?.rule, verdictsOnly: verdicts,
      compares: !reports.isEmpty)
    var allPass = true
    if reports.isEmpty {
      try RejudgingStream(judge: judge).run { if !$0 { allPass = false } }
    }
    for path in reports {
      let bytes = try Verification.bytes(of: path)
      let answer: RejudgingLine.Answer
      do {
        answer = try judge.again(bytes[...], asLine: reports.count > 1)
      } catch {
        throw Failure(.badInput, "\(path): \(RejudgingLine.message(error))")
      }
      if !answer.allPass { allPass = false }
      try deliver(answer, path)
    }
    if strict, !allPass { throw Failure(.notPassed, "--strict: not every verdict is `pass`.") }
  }

  private func deliver(_ answer: RejudgingLine.Answer, _ path: String) throws {
    for line in answer.changes { Terminal.tell("\(path): \(line)") }
    guard let output else { return try Terminal.put(answer.text + [0x0A]) }
    do {
      try WholeFile.write(answer.text + [0x0A], to: output)
    } catch {
      throw Failure(.unwritable, "\(error)")
    }
  }
}
