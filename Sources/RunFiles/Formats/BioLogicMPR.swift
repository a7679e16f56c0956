import CellData

/// BioLogic's binary file of one technique: `*.mpr`, before and after EC-Lab 11.50.
enum BioLogicMPR: RunFormat {
  static let name = "BioLogic mpr"
  private static let magic = Array("BIO-LOGIC MODULAR FILE".utf8)

  static func recognises(_ file: BinaryFile) -> Bool { file.bytes.has(magic) }

  static func recognises(_ bytes: [UInt8]) -> Bool { bytes.starts(with: magic) }

  static func decode(_ file: BinaryFile) throws(RunFileError) -> DecodedRun {
    var run = DecodedRun(format: name)
    let modules = try modules(file.bytes, path: file.path)
    for module in modules where !knownModules.contains(module.name) {
      run.findings.append(QualityFinding(.unknownContent, .warning, subject: module.name))
    }
    try table(modules, file.bytes, path: file.path).fill(&run)
    if let start = startTime(modules, file.bytes) { run.addClock(startingAt: start) }
    return run
  }

  private static let knownModules = ["VMP data", "VMP Set", "VMP LOG", "VMP loop", "VMP ExtDev"]

  /// The records of a file that is at hand as a text.
  static func table(of text: SpectrumText) throws(RunFileError) -> BioLogicTable {
    let bytes = ByteImage(text.bytes)
    return try table(modules(bytes, path: text.path), bytes, path: text.path)
  }

  private static func table(
    _ modules: [Module], _ bytes: ByteImage, path: String
  ) throws(RunFileError) -> BioLogicTable {
    guard let module = modules.last(where: { $0.name == "VMP data" }) else {
      throw .damaged(path: path, byte: bytes.count, reason: "the file has no module with data")
    }
    return try BioLogicTable(
      bytes, module.data, isNew: module.isNew, version: module.version, path: path)
  }

  /// The clock at `time/s` 0, as seconds since 1970 by the computer's clock.
  ///
  /// Days since 1899-12-30 at one of a few places of the log; nil where none is plausible.
  private static func startTime(_ modules: [Module], _ bytes: ByteImage) -> Double? {
    guard let log = modules.first(where: { $0.name == "VMP LOG" }) else { return nil }
    for place in [465, 469, 473, 585] where place + 8 <= log.data.count {
      let days = bytes.double(at: log.data.lowerBound + place)
      if days > 40_000, days < 50_000 {
        return ((days - 25_569) * 86_400_000).rounded() / 1000
      }
    }
    return nil
  }

  // MARK: Modules

  private struct Module {
    var name: String
    var version: Int
    var isNew: Bool
    var data: Range<Int>
  }

  private static func modules(
    _ bytes: ByteImage, path: String
  ) throws(RunFileError) -> [Module] {
    var modules: [Module] = []
    var at = 52
    while bytes.holds(at, 57), modules.count < 64 {
      guard bytes.has(Array("MODULE".utf8), at: at) else {
        throw .damaged(path: path, byte: at, reason: "a module was expected here")
      }
      let isNew = bytes.uint32(at: at + 41) == 0xFFFF_FFFF
      let length = bytes.uint32(at: at + (isNew ? 45 : 41))
      let start = at + (isNew ? 65 : 57)
      let name = bytes.text((at + 6)..<(at + 16))
      modules.append(
        Module(
          name: String(name.prefix { $0 != "\0" }.reversed().drop { $0 == " " }.reversed()),
          version: bytes.uint32(at: at + (isNew ? 53 : 45)), isNew: isNew,
          data: min(start, bytes.count)..<min(start + length, bytes.count)))
      at = start + length
    }
    return modules
  }
}
