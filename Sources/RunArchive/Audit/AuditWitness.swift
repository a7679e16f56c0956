import Foundation

/// The file beside an archive in which its writer says what it acknowledged.
struct AuditWitness {
  /// The last commit that was acknowledged; nil where no such file is left.
  private(set) var commit: Int64?
  private let path: String

  init(archive: String) {
    path = archive + "-lock"
    guard let data = FileManager.default.contents(atPath: path),
      let line = String(data: data.prefix(64), encoding: .utf8)?.split(separator: "\n").first
    else { return }
    let words = line.split(separator: " ")
    if words.count == 3, words[0] == "denchi" { commit = Int64(words[1]) }
  }

  func finding(lastCommit: Int64) -> AuditFinding? {
    guard let commit, commit > lastCommit else { return nil }
    return AuditFinding(
      .missingCommits, place: path,
      detail: "commit \(commit) was acknowledged; the archive ends with commit \(lastCommit), so "
        + "what commits \(lastCommit + 1) to \(commit) held is lost")
  }
}
