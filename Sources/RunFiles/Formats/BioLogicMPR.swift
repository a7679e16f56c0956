import CellData

/// BioLogic's binary file of one technique: `*.mpr`, before and after EC-Lab 11.50.
enum BioLogicMPR: RunFormat {
  static let name = "BioLogic mpr"
  private static let magic = Array("BIO-LOGIC MODULAR FILE".utf8)

  static func recognises(_ file: BinaryFile) -> Bool { file.bytes.has(magic) }

  static func decode(_ file: BinaryFile) throws(RunFileError) -> DecodedRun {
    var run = DecodedRun(format: name)
    var table: BioLogicTable?
    for module in try modules(file) {
      switch module.name {
      case "VMP data":
        table = try BioLogicTable(
          file.bytes, module.data, isNew: module.isNew, version: module.version, path: file.path)
      case "VMP Set", "VMP LOG", "VMP loop", "VMP ExtDev": break
      default: run.findings.append(QualityFinding(.unknownContent, .warning, subject: module.name))
      }
    }
    guard let table else {
      throw .damaged(
        path: file.path, byte: file.bytes.count, reason: "the file has no module with data")
    }
    table.fill(&run)
    return run
  }

  // MARK: Modules

  private struct Module {
    var name: String
    var version: Int
    var isNew: Bool
    var data: Range<Int>
  }

  private static func modules(_ file: BinaryFile) throws(RunFileError) -> [Module] {
    let bytes = file.bytes
    var modules: [Module] = []
    var at = 52
    while bytes.holds(at, 57), modules.count < 64 {
      guard bytes.has(Array("MODULE".utf8), at: at) else {
        throw .damaged(path: file.path, byte: at, reason: "a module was expected here")
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
