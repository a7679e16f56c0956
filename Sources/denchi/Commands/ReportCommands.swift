import ArgumentParser
import Foundation
import RunFiles
import Signatures

/// `denchi report`: keys and signatures.
struct ReportCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Make keys and sign reports.",
    discussion: """
      EXAMPLES
        denchi report key laboratory.pem
        denchi report sign report.json --key laboratory.pem
      """, subcommands: [Key.self, Sign.self])

  static func checkIsOffered() throws(Failure) {
    guard Ed25519.isOffered else {
      throw Failure(
        .badInput,
        "the libcrypto of this system offers no Ed25519; use another machine, or a libcrypto that is "
          + "not locked to older standards.")
    }
  }

  /// `denchi report key`: a new key pair.
  struct Key: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make an Ed25519 key: FILE, readable by you alone, and FILE.pub for everybody.",
      discussion: """
        An existing file is never overwritten. The file is PKCS #8 without a password, as \
        `openssl genpkey -algorithm ed25519` would make it.

        EXAMPLE
          denchi report key laboratory.pem
        """)

    @Argument(help: "Where the private key goes.")
    var file: String

    func run() throws {
      try ReportCommands.checkIsOffered()
      let key = Ed25519.PrivateKey.random()
      let manager = FileManager.default
      let isFree = !manager.fileExists(atPath: file) && !manager.fileExists(atPath: file + ".pub")
      guard isFree,
        manager.createFile(
          atPath: file, contents: Data(key.pem.utf8), attributes: [.posixPermissions: 0o600])
      else {
        throw Failure(.unwritable, "\(file): is there already, or cannot be written.")
      }
      do {
        try WholeFile.write(Array(key.publicKey.pem.utf8), to: file + ".pub")
      } catch {
        throw Failure(.unwritable, "\(error)")
      }
      Terminal.tell("Private key: \(file). Public key: \(file).pub, \(key.publicKey.base64)")
    }
  }

  /// `denchi report sign`: a signature beside the report.
  struct Sign: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Sign a report: writes REPORT.sig beside it.",
      discussion: """
        EXAMPLE
          denchi report sign report.json --key laboratory.pem
        """)

    @Argument(help: "The report.")
    var report: String

    @Option(help: ArgumentHelp("The private key, in PEM.", valueName: "file"))
    var key: String

    func run() throws {
      try ReportCommands.checkIsOffered()
      let text = String(decoding: try Verification.bytes(of: key), as: UTF8.self)
      guard let key = Ed25519.PrivateKey(pem: text) else {
        throw Failure(
          .badInput,
          "\(self.key): found no Ed25519 private key in PEM without a password, expected one; "
            + "`denchi report key` makes one.")
      }
      let bytes = try Verification.bytes(of: report)
      do {
        try WholeFile.write(
          DetachedSignature(of: bytes, by: key).json, to: report + DetachedSignature.suffix)
      } catch {
        throw Failure(.unwritable, "\(error)")
      }
    }
  }
}
