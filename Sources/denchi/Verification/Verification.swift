import Assessment
import CellAnalysis
import CellData
import Foundation
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
    struct Input: Decodable { var name: String }
    struct CellFile: Decodable { var name: String }
    struct Impedance: Decodable { var spectra: [Spectrum]? }
    struct Spectrum: Decodable { var input: String }

    var settings: ReportSettings
    var inputs: [Input]
    var cellFile: CellFile?
    var impedance: Impedance?

    /// The files of the spectra, each once; of several spectra in one the name has a number.
    var spectrumFiles: [String] {
      var names: [String] = []
      for spectrum in impedance?.spectra ?? [] {
        let input = spectrum.input
        let name = input.lastIndex(of: "#").map { String(input[..<$0]) } ?? input
        if !names.contains(name) { names.append(name) }
      }
      return names
    }
  }

  private static func computed(_ written: Written, folder: String) throws -> [UInt8] {
    let settings = written.settings
    let accepted = settings.accept.compactMap(QualityFinding.Code.init(rawValue:))
    guard accepted.count == settings.accept.count else {
      throw Failure(.badInput, "settings.accept names an unknown finding")
    }
    let names =
      written.inputs.map(\.name) + written.spectrumFiles
      + [written.cellFile?.name].compactMap(\.self)
    guard !names.contains(where: { $0.contains("/") || $0.isEmpty }) else {
      throw Failure(.badInput, "an input's name leads out of the folder")
    }
    let declaration = try written.cellFile.map { try DeclaredCell(path: folder + $0.name) }
    let study = CellStudy(
      cell: declaration?.cell, accepted: Set(accepted),
      readOptions: try ReadingOptions(of: settings).options(),
      packs: try settings.packs.map { try PackChoice.pack($0, folder: folder) },
      decision: settings.decision, reportSettings: settings, cellFile: declaration?.file)
    let runs = try written.inputs.map { try study.run(at: folder + $0.name) }
    let spectra = try study.spectra(at: written.spectrumFiles.map { folder + $0 })
    return try study.report(of: runs, spectra: spectra).json()
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
