import ArgumentParser
import Signatures

/// `denchi verify`: a report computed again from its inputs.
struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compute a report again from its inputs and name every difference.",
    discussion: """
      The inputs and cell.json lie beside the report, or in --inputs. Each difference is a line \
      with its path on standard output. A signature beside the report (report.json.sig) is checked.
      A rule pack of one's own lies beside the inputs, or is named with --rules.

      EXAMPLES
        denchi verify SampleRuns/cylindrical-21700/report.json
        denchi verify report.json --inputs SampleRuns/cylindrical-21700 --key laboratory.pub

      EXIT CODES
        0  the same, byte for byte
        1  a difference was found
        3  the report is not there
      """)

  @Argument(help: "The report.")
  var report: String

  @Option(
    help: ArgumentHelp(
      "Where the inputs lie, if not beside the report; may be repeated.", valueName: "folder"))
  var inputs: [String] = []

  @Option(
    name: .customLong("rules"),
    help: ArgumentHelp(
      "A rule pack in a file that the report names; may be repeated.", valueName: "file"))
  var packs: [String] = []

  @Option(help: ArgumentHelp("The public key that must have signed it.", valueName: "file"))
  var key: String?

  func run() throws {
    let verification = try Verification(
      path: report, folders: inputs, packs: packs, key: try publicKey())
    for note in verification.notes { Terminal.tell(note) }
    for line in verification.differences { try Terminal.put(line + "\n") }
    guard verification.differences.isEmpty else {
      throw Failure(.notPassed, "\(report): \(verification.differences.count) differences.")
    }
    Terminal.tell("\(report): the same, byte for byte.")
  }

  private func publicKey() throws -> Ed25519.PublicKey? {
    guard let key else { return nil }
    let text = String(decoding: try Verification.bytes(of: key), as: UTF8.self)
    guard let found = Ed25519.PublicKey(pem: text) else {
      throw Failure(
        .badInput, "\(key): no Ed25519 public key in PEM; `denchi report key` makes one.")
    }
    return found
  }
}
