import ArgumentParser
import Assessment
import CellAnalysis
import CellData
import RunFiles

/// `denchi impedance`: spectra tested, fitted and transformed, without a cell's report around them.
struct Impedance: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Test, fit and transform impedance spectra.",
    discussion: """
      Reads Gamry, ZPlot, Autolab, VersaStudio, Parstat, PowerSuite, CH Instruments, Zahner, \
      BioLogic and Maccor files and plain tables; no starting value is asked for. Several files, \
      or a folder of them, are a series over age, state of charge or temperature, which are taken \
      from their names or from the cell.json beside them. The result goes to -o as JSON, else to \
      standard output; a summary for people goes to standard error.

      A circuit is written R0-p(R1,CPE1)-W1, R(RQ)W or R0-[R1,P1]-W1. Elements: R, C, L, CPE \
      (Q, P), W, Wo, Ws, G, Zarc. Without one the circuit is chosen by Akaike's criterion.

      EXAMPLES
        denchi impedance spectrum.DTA
        denchi impedance spectrum.csv --circuit "L0-R0-p(R1,CPE1)-p(R2,CPE2)-W1" --profiles
        denchi impedance cell7_cycle0.csv cell7_cycle100.csv cell7_cycle200.csv -o series.json
        denchi impedance cell7/ --cell cell7/cell.json
      """)

  @Argument(help: "Files of spectra and folders of them, of one cell.")
  var paths: [String]

  @Option(
    help: ArgumentHelp("What is declared of the cell, if not beside the files.", valueName: "file"))
  var cell: String?

  @Option(help: "The circuit to fit, instead of choosing one.")
  var circuit: String?

  @Option(help: "How residuals are weighted: modulus, unit or proportional.")
  var weights = FitWeights.modulus.rawValue

  @Option(
    name: .customLong("fix"),
    help: ArgumentHelp("Keep a parameter at a value; may be repeated.", valueName: "name=value"))
  var fixed: [String] = []

  @Option(help: "How many starts a fit makes.")
  var starts = 6

  @Flag(
    help: """
      Find the interval of every parameter also by moving it and fitting the others again; without \
      this only where the symmetric one says nothing.
      """)
  var profiles = false

  @Option(help: "How relaxation times are found: TR-NNLS or TR-RBF.")
  var method = RelaxationTimes.Method.radialBasis.rawValue

  @Option(help: "Up to which deviation in percent a point is consistent.")
  var limit = 1.0

  @Option(name: .shortAndLong, help: ArgumentHelp("Where the result goes.", valueName: "file"))
  var output: String?

  func validate() throws { _ = try settings() }

  func run() throws {
    let inputs = try paths.map(Inputs.init)
    let cell = try declaredCell(inputs)
    let study = SpectrumStudy(settings: try settings(), files: cell?.files ?? [])
    let spectra = try study.spectra(at: inputs.flatMap(\.files))
    let ordered = SpectrumStudy.ordered(spectra)
    guard let section = ReportImpedance(ordered, runs: [], cell: cell) else { return }
    var bytes = try JSONText.bytes(of: section, layout: .indented)
    bytes.append(0x0A)
    if let output {
      do {
        try WholeFile.write(bytes, to: output)
      } catch {
        throw Failure(.unwritable, "\(error)")
      }
    }
    Terminal.tell(ImpedanceText(section).text)
    if output == nil { try Terminal.put(bytes) }
    let refused = section.spectra?.filter { !$0.interpreted }.map(\.input) ?? []
    guard refused.isEmpty else {
      throw Failure(
        .badInput, "\(refused.joined(separator: ", ")): nothing was read; see the findings above.")
    }
  }

  /// A path with the files of spectra that it stands for and the declaration beside them.
  private struct Inputs {
    let files: [String]
    let cellFile: String?

    init(_ path: String) throws {
      let folder: CellFolder
      do {
        folder = try CellFolder(path: path)
      } catch {
        throw Failure(.badInput, "\(error)")
      }
      cellFile = folder.cellFile
      guard folder.dataFiles != [path] else {
        files = [path]
        return
      }
      files = try SpectrumStudy.spectrumFiles(
        (folder.dataFiles + folder.otherFiles.map(\.path)).sorted {
          $0.utf8.lexicographicallyPrecedes($1.utf8)
        })
      guard !files.isEmpty else {
        throw Failure(
          .badInput,
          "\(path): no file of spectra was found; expected at least one with frequency and "
            + "impedance. Put one there or name it.")
      }
    }
  }

  private func declaredCell(_ inputs: [Inputs]) throws -> Cell? {
    var found: [String] = []
    for file in inputs.compactMap(\.cellFile) where !found.contains(file) { found.append(file) }
    if let cell { found = [cell] }
    guard found.count <= 1 else {
      throw Failure(
        .usage,
        "The paths lie beside \(found.count) declarations: \(found.joined(separator: ", ")). One "
          + "series is of one cell: choose with --cell.")
    }
    return try found.first.map { try DeclaredCell(path: $0).cell }
  }

  private func settings() throws -> SpectrumFindings.Settings {
    guard limit > 0, limit < 100 else {
      throw ValidationError("--limit: \(limit) is no percentage between 0 and 100.")
    }
    guard starts >= 1, starts <= 200 else {
      throw ValidationError("--starts: \(starts) is not between 1 and 200.")
    }
    let weighting = try choice(FitWeights.self, weights, "--weights")
    let method = try choice(RelaxationTimes.Method.self, method, "--method")
    let fit = FitSettings(
      weights: weighting, fixed: try fixedValues(), starts: starts,
      profiles: profiles ? .everywhere : .whereNeeded)
    guard let circuit else {
      guard fixed.isEmpty else {
        throw ValidationError("--fix needs --circuit, since it names a parameter of it.")
      }
      return SpectrumFindings.Settings(fit: fit, method: method, consistency: limit / 100)
    }
    do {
      let parsed = try Circuit(parsing: circuit)
      _ = try CircuitFitter(parsed, fit)
      return SpectrumFindings.Settings(
        circuit: parsed, fit: fit, method: method, consistency: limit / 100)
    } catch {
      throw ValidationError("\(error)")
    }
  }

  private func choice<Value: RawRepresentable<String> & CaseIterable>(
    _ type: Value.Type, _ text: String, _ option: String
  ) throws -> Value {
    guard let value = Value(rawValue: text) else {
      let known = Value.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("\(option): “\(text)” is not known; expected one of \(known).")
    }
    return value
  }

  private func fixedValues() throws -> [String: Double] {
    var values: [String: Double] = [:]
    for text in fixed {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let value = Double(parts[1]) else {
        throw ValidationError("--fix wants NAME=VALUE, found “\(text)”.")
      }
      values[parts[0]] = value
    }
    return values
  }
}
