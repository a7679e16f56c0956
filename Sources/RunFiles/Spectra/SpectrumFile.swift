public import CellData

/// The spectra of one file, and what was noticed in reading them.
public struct SpectrumReading: Sendable, Equatable {
  /// The maker's format as it was recognised.
  public var format: String
  public var spectra: [Spectrum]
  public var findings: [SpectrumFinding]
  public var digest: FileDigest
}

/// The way in for impedance spectra, recognised by their content.
public enum SpectrumFile {
  /// The longest file that is read, in bytes: a million points in the widest format.
  public static let byteLimit = 64 << 20

  /// Reads all spectra of a file.
  ///
  /// The file's name decides nothing about the format; age, state of charge and temperature are
  /// taken from it where it states them.
  ///
  /// - Complexity: O(length); the whole file is held in memory, at most ``byteLimit``.
  public static func read(path: String) throws(SpectrumFileError) -> SpectrumReading {
    let (bytes, digest) = try contents(path)
    let text = SpectrumText(bytes, path: path)
    let format = SpectrumFormats.all.first { $0.recognises(text) } ?? DelimitedSpectrum.self
    var reading = SpectrumReading(
      format: format.name, spectra: [], findings: [], digest: digest)
    try format.read(text, into: &reading)
    let conditions = SpectrumConditions(fileName: RunFile.name(of: path))
    let several = reading.spectra.count > 1
    for k in reading.spectra.indices {
      if several { reading.spectra[k].name += "#\(k + 1)" }
      if reading.spectra[k].conditions == SpectrumConditions() {
        reading.spectra[k].conditions = conditions
      }
    }
    guard reading.spectra.contains(where: { $0.count > 0 }) else { throw .noRows(path: path) }
    return reading
  }

  /// Whether the beginning of the file looks like a spectrum, so that it is no run.
  ///
  /// - Complexity: O(1) in the file's length.
  public static func isSpectrum(path: String) -> Bool {
    guard let (bytes, _) = try? contents(path, stopAfter: 1 << 18) else { return false }
    let text = SpectrumText(bytes, path: path)
    if let format = SpectrumFormats.all.first(where: { $0.recognises(text) }) {
      return format.holdsImpedance(text)
    }
    return DelimitedSpectrum.holdsImpedance(text)
  }

  private static func contents(
    _ path: String, stopAfter end: Int = .max
  ) throws(SpectrumFileError) -> ([UInt8], FileDigest) {
    let source = try asSpectrumError { () throws(RunFileError) in
      FileBytes(try OpenFile(path: path))
    }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count < end {
      let answer: Result<Int, RunFileError> = unsafe piece.withUnsafeMutableBytes { buffer in
        Result { () throws(RunFileError) in unsafe try source.read(into: buffer) }
      }
      let count = try asSpectrumError { () throws(RunFileError) in try answer.get() }
      if count == 0 { break }
      bytes.append(contentsOf: piece[..<count])
      guard bytes.count <= byteLimit else { throw .tooLarge(path: path, limit: byteLimit) }
    }
    return (bytes, source.digest)
  }

  private static func asSpectrumError<Value>(
    _ body: () throws(RunFileError) -> Value
  ) throws(SpectrumFileError) -> Value {
    do throws(RunFileError) {
      return try body()
    } catch {
      if case .unreadable(let path, let reason) = error {
        throw .unreadable(path: path, reason: reason)
      }
      throw .unreadable(path: "", reason: error.description)
    }
  }
}

/// One maker's layout of a spectrum.
protocol SpectrumFormat: SendableMetatype {
  /// As it is printed in a report.
  static var name: String { get }
  /// Whether the file is of this maker; it need not hold a spectrum.
  static func recognises(_ text: SpectrumText) -> Bool
  /// Whether a file that is of this maker holds impedance.
  static func holdsImpedance(_ text: SpectrumText) -> Bool
  static func read(
    _ text: SpectrumText, into reading: inout SpectrumReading
  ) throws(SpectrumFileError)
}

extension SpectrumFormat {
  static func holdsImpedance(_ text: SpectrumText) -> Bool { true }
}

/// Every format of spectra, asked in this order; what none of them claims is a plain table.
enum SpectrumFormats {
  static let all: [any SpectrumFormat.Type] = [
    GamrySpectrum.self, ZPlotSpectrum.self, VersaStudioSpectrum.self, BioLogicSpectrum.self,
    BioLogicMPRSpectrum.self, MaccorSpectrum.self, CHInstrumentsSpectrum.self, ParstatSpectrum.self,
    PowerSuiteSpectrum.self, ZahnerSpectrum.self, PalmSensSpectrum.self, IviumSpectrum.self,
    EcoChemieSpectrum.self, ElinsSpectrum.self,
  ]
}
