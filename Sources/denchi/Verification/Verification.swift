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
  ///   - folders: where its inputs lie; beside the report where empty.
  ///   - packs: rule packs in files that the report names, if they do not lie beside the inputs.
  ///   - key: the public key that must have signed; nil if any signature that fits will do.
  init(
    path: String, folders: [String], packs: [String] = [], key: Ed25519.PublicKey?
  ) throws {
    let bytes = try Self.bytes(of: path)
    checkSignature(of: bytes, path: path, key: key)
    let places = folders.isEmpty ? [Self.parent(of: path)] : folders.map(Self.withSlash)
    do {
      let written = try JSONDecoder().decode(Written.self, from: Data(bytes))
      if let version = written.judgedBy {
        notes.append("Judged again by \(version); computed by \(written.denchi ?? "another").")
      }
      let computed = try Self.computed(written, Inputs(folders: places, packs: packs))
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

    var denchi: String?
    var judgedBy: String?
    var settings: ReportSettings
    var inputs: [Input]
    var cellFile: CellFile?
  }

  private static func computed(_ written: Written, _ inputs: Inputs) throws -> [UInt8] {
    let settings = written.settings
    let accepted = settings.accept.compactMap(QualityFinding.Code.init(rawValue:))
    guard accepted.count == settings.accept.count else {
      throw Failure(.badInput, "settings.accept names an unknown finding")
    }
    let archived = try written.inputs.map { try archivedRun($0, inputs) }
    let declaration = try written.cellFile.map { file in
      // A declaration from an archive goes by the name of its run.
      guard let study = archived.lazy.compactMap(\.self).first(where: { $0.name == file.name })
      else { return try DeclaredCell(path: inputs.path(of: file.name)) }
      return try study.study.declaration() ?? DeclaredCell(path: inputs.path(of: file.name))
    }
    let study = CellStudy(
      cell: declaration?.cell, accepted: Set(accepted),
      readOptions: try ReadingOptions(of: settings).options(),
      packs: try settings.packs.map(inputs.pack), decision: settings.decision,
      reportSettings: settings, cellFile: declaration?.file,
      endOfLife: (settings.endOfLife ?? 80) / 100, halfCells: try declaration?.halfCells())
    var runs: [AnalysedRun] = []
    var tables: [AnalysedTable] = []
    for (input, archived) in zip(written.inputs, archived) {
      if let archived {
        // The digests that the archive keeps are not believed here.
        runs.append(try study.run(archived.study, recomputing: true))
        continue
      }
      let path = try inputs.path(of: input.name)
      if CycleTableFile.isCycleTable(path: path) {
        tables.append(try study.table(at: path))
      } else {
        runs.append(try study.run(at: path))
      }
    }
    let spectra = try study.spectra(
      at: (settings.spectrumFiles ?? []).map { try inputs.path(of: $0) })
    return try study.report(of: runs, tables: tables, spectra: spectra).json()
  }

  /// Where the files lie that a report names.
  private struct Inputs {
    var folders: [String]
    var packs: [String]

    /// The first of the folders that holds a file of this name.
    func path(of name: String) throws(Failure) -> String {
      guard !name.isEmpty, !name.contains("/") else {
        throw Failure(.badInput, "“\(name)” leads out of the folder of the inputs")
      }
      let found = folders.map { $0 + name }.first(where: FileManager.default.fileExists)
      guard let found else {
        let places = folders.map { $0.isEmpty ? "./" : $0 }.joined(separator: ", ")
        throw Failure(
          .badInput, "\(name) is not in \(places); name its folder with --inputs.")
      }
      return found
    }

    /// A pack by its name, or by the name of its file.
    func pack(_ name: String) throws -> RulePack {
      guard name.hasSuffix(".json") else { return try PackChoice.pack(name) }
      let given = packs.first { $0 == name || $0.hasSuffix("/" + name) }
      if let given { return try PackChoice.pack(given) }
      guard let found = try? path(of: name) else {
        throw Failure(
          .badInput,
          "the rule pack \(name) lies not beside the inputs, and was not given with --rules")
      }
      return try PackChoice.pack(found)
    }
  }

  /// The run of an archive that an input is; nil for a file.
  private static func archivedRun(
    _ input: Written.Input, _ inputs: Inputs
  ) throws -> (name: String, study: ArchivedStudy)? {
    guard let origin = input.archive else { return nil }
    let archive = try ArchiveReader(path: inputs.path(of: origin.file))
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

  private static func withSlash(_ folder: String) -> String {
    folder.hasSuffix("/") ? folder : folder + "/"
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
