import Assessment
import RunFiles

/// The name of an answer: a digest of all that it is made from.
///
/// SHA-256 over one line of JSON with the engine's version, the settings, the hashes of the rule
/// packs and the hashes of the files. The same key is the same answer, byte for byte, except for
/// its `id`; where the files lay, on which machine and when, is not in it.
struct BatchKey: Encodable {
  struct Part: Encodable {
    var name: String
    var sha256: String?
  }

  var denchi = Denchi.version
  var settings: ReportSettings
  var packs: [Part]
  /// Ordered by the bytes of the names.
  var files: [Part]

  init(_ settings: StudySettings, files: [String: String]) {
    self.settings = settings.written
    packs = settings.packs.map { Part(name: $0.id, sha256: $0.sha256) }
    self.files = files.map { Part(name: $0.key, sha256: $0.value) }
      .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  func text() throws -> String {
    BytesDigest.sha256(of: try JSONText.bytes(of: self, layout: .line))
  }
}
