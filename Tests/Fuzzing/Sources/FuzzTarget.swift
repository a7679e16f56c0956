/// A reader under test, and how an input becomes a file for it.
enum FuzzTarget: String, CaseIterable {
  /// Text between any separators, with the makers' line filters.
  case text
  case gzip, nda, mpr, res, parquet, mat
  /// Any bytes as a zip archive.
  case zip
  /// The members of an archive, which is put together here: a check sum would turn away nearly
  /// every change of the fuzzer's.
  case ndax, xlsx
  case spectra
  /// Tables with one row a cycle.
  case cycles

  /// The bytes of the file; nil for an input that is none of this reader's.
  func file(from input: [UInt8]) -> [UInt8]? {
    switch self {
    case .spectra, .cycles: input
    case .text: Self.magics.values.contains { input.starts(with: $0) } ? nil : input
    case .ndax: ArchiveOfMembers.zip(input, names: ArchiveOfMembers.ndax)
    case .xlsx: ArchiveOfMembers.zip(input, names: ArchiveOfMembers.xlsx)
    default: Self.magics[self].flatMap { input.starts(with: $0) ? input : nil }
    }
  }

  private static let magics: [FuzzTarget: [UInt8]] = [
    .gzip: [0x1F, 0x8B], .nda: Array("NEWARE".utf8), .mpr: Array("BIO-LOGIC MODULAR FILE".utf8),
    .res: [0, 1, 0, 0] + Array("Standard Jet DB\u{0}".utf8), .parquet: Array("PAR1".utf8),
    .mat: Array("MATLAB 5.0 MAT-file".utf8), .zip: [0x50, 0x4B, 3, 4],
  ]
}

/// An archive whose members are listed in an input: a number for the name, three bytes of length,
/// and the contents, again and again.
enum ArchiveOfMembers {
  static let ndax = [
    "data.ndc", "data_runInfo.ndc", "data_step.ndc", "TestInfo.xml", "data_AUX_9_3_1.ndc",
    "data_1.ndc", "data_new.bin", "VersionInfo.xml",
  ]
  static let xlsx = [
    "xl/workbook.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml",
    "xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml",
  ]

  static func zip(_ input: [UInt8], names: [String]) -> [UInt8]? {
    var members: [(name: String, contents: ArraySlice<UInt8>)] = []
    var at = 0
    while at + 4 <= input.count, members.count < 16 {
      let length = Int(input[at + 1]) | Int(input[at + 2]) << 8 | Int(input[at + 3]) << 16
      let end = min(at + 4 + length, input.count)
      members.append((names[Int(input[at]) % names.count], input[(at + 4)..<end]))
      at = end
    }
    return members.isEmpty ? nil : stored(members)
  }

  /// A zip archive of members that are not packed.
  private static func stored(_ members: [(name: String, contents: ArraySlice<UInt8>)]) -> [UInt8] {
    var bytes: [UInt8] = []
    var directory: [UInt8] = []
    for (name, contents) in members {
      let common =
        [20, 0] + [UInt8](repeating: 0, count: 8) + little(CRC32.of(contents), 4)
        + little(UInt32(contents.count), 4) + little(UInt32(contents.count), 4)
        + little(UInt32(name.utf8.count), 2) + [0, 0]
      directory += [0x50, 0x4B, 1, 2, 20, 0] + common + [UInt8](repeating: 0, count: 10)
      directory += little(UInt32(bytes.count), 4) + Array(name.utf8)
      bytes += [0x50, 0x4B, 3, 4] + common + Array(name.utf8) + contents
    }
    let count = little(UInt32(members.count), 2)
    return bytes + directory + [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + count + count
      + little(UInt32(directory.count), 4) + little(UInt32(bytes.count), 4) + [0, 0]
  }

  private static func little(_ value: UInt32, _ width: Int) -> [UInt8] {
    (0..<width).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) }
  }
}

/// The check sum of zip archives (ISO 3309).
enum CRC32 {
  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { sum, _ in sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
  }

  static func of(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    ~bytes.reduce(UInt32.max) { sum, byte in
      table[Int((sum ^ UInt32(byte)) & 0xFF)] ^ sum >> 8
    }
  }
}
