import Assessment
import CellAnalysis
import CellData
import Foundation
import RunArchive
import RunFiles
import Signatures

/// Computes a report again from the inputs beside it.
struct Verification {
  private(set) var differences: [String] = []
  /// What a person should know and is no difference.
  private(set) var notes: [String] = []

  /// - Parameters:
  ///   - path: of the report.
  ///   - inputs: the folder of its inputs; beside the report where nil.
  ///   - key: the public key that must have signed; nil if any signature that fits will do.
  init(path: String, inputs: String?, key: Ed25519.PublicKey?) throws {
    let bytes = try Self.bytes(of: path)
    checkSignature(of: bytes, path: path, key: key)
    let folder = inputs.map { $0.hasSuffix("/") ? $0 : $0 + "/" } ?? Self.parent(of: path)
    do {
      let written = try JSONDecoder().decode(Written.self, from: Data(bytes))
      let computed = try Self.computed(written, folder: folder)
      differences += ReportDifferences(found: bytes, computed: computed).lines
    } catch let error as DecodingError {
      differences.append("the report cannot be read: \(Self.words(error))")
    } catch let failure as Failure {
      differences.append("cannot be computed again: \(failure.message)")
    } catch {
      differences.append("cannot be computed again: \(error)")
    }
  }

  /// The parts of a report without which it cannot be computed again.
  private struct Written: Decodable {
    struct Input: Decodable {
      struct Origin: Decodable {
        var file: String
        var run: Int64
      }

      var name: String
      var archive: Origin?
    }
    struct CellFile: Decodable { var name: String }

    var settings: ReportSettings
    var inputs: [Input]
    var cellFile: CellFile?
  }

  private static func computed(_ written: Written, folder: String) throws -> [UInt8] {
    let settings = written.settings
    let accepted = settings.accept.compactMap(QualityFinding.Code.init(rawValue:))
    guard accepted.count == settings.accept.count else {
      throw Failure(.badInput, "settings.accept names an unknown finding")
    }
    let names =
      written.inputs.map { $0.archive?.file ?? $0.name }
      + [written.cellFile?.name].compactMap(\.self)
    guard !names.contains(where: { $0.contains("/") || $0.isEmpty }) else {
      throw Failure(.badInput, "an input's name leads out of the folder")
    }
    let archived = try written.inputs.map { try archivedRun($0, folder: folder) }
    let declaration = try written.cellFile.map { file in
      // A declaration from an archive goes by the name of its run.
      guard let study = archived.lazy.compactMap(\.self).first(where: { $0.name == file.name })
      else { return try DeclaredCell(path: folder + file.name) }
      return try study.study.declaration() ?? DeclaredCell(path: folder + file.name)
    }
    let study = CellStudy(
      cell: declaration?.cell, accepted: Set(accepted),
      readOptions: try ReadingOptions(of: settings).options(),
      packs: try settings.packs.map { try PackChoice.pack($0, folder: folder) },
      decision: settings.decision, reportSettings: settings, cellFile: declaration?.file)
    let runs = try zip(written.inputs, archived).map { input, archived in
      // The digests that the archive keeps are not believed here.
      try archived.map { try study.run($0.study, recomputing: true) }
        ?? study.run(at: folder + input.name)
    }
    return try study.report(of: runs).json()
  }

  /// The run of an archive that an input is; nil for a file.
  private static func archivedRun(
    _ input: Written.Input, folder: String
  ) throws -> (name: String, study: ArchivedStudy)? {
    guard let origin = input.archive else { return nil }
    let archive = try ArchiveReader(path: folder + origin.file)
    return (input.name, ArchivedStudy(archive, try archive.run(origin.run)))
  }

  // MARK: Signature

  private mutating func checkSignature(
    of bytes: [UInt8], path: String, key: Ed25519.PublicKey?
  ) {
    let file = path + DetachedSignature.suffix
    guard FileManager.default.fileExists(atPath: file) else {
      if key != nil { differences.append("signature: \(file) is not there") }
      notes.append("The report is not signed.")
      return
    }
    guard let text = try? Self.bytes(of: file), let signature = DetachedSignature(json: text),
      signature.verifies(bytes)
    else {
      differences.append("signature: does not fit the report")
      return
    }
    if let key, signature.signer != key {
      differences.append("signature: made with another key, \(signature.publicKey)")
    }
    notes.append(
      key == nil
        ? "Signed with the key \(signature.publicKey); whose it is was not checked (--key)."
        : "Signed with the key that was given.")
  }

  static func bytes(of path: String) throws(Failure) -> [UInt8] {
    do {
      return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw Failure(.badInput, "\(path): cannot be read: \(error.localizedDescription)")
    }
  }

  private static func parent(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }

  private static func words(_ error: DecodingError) -> String {
    switch error {
    case .keyNotFound(let key, _): "the key “\(key.stringValue)” is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      context.codingPath.map(\.stringValue).joined(separator: ".") + " " + context.debugDescription
    @unknown default: "unreadable"
    }
  }
}
