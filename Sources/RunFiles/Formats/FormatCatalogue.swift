/// Every format that is read, in the order in which they are tried and listed.
public enum FormatCatalogue {
  /// The binary formats; text is tried last, since any bytes may be text.
  static let binary: [any RunFormat.Type] = [
    NewareNDAX.self, NewareNDA.self, BioLogicMPR.self, ArbinResults.self, ParquetTable.self,
    MATLABFile.self,
  ]

  /// Texts that become a table when lines are left out or rewritten.
  static let filters: [any LineFilter.Type] = [
    NovonixText.self, NewareLevels.self, BioLogicText.self, GamryText.self, PECText.self,
  ]

  /// The names of all formats, for people.
  public static var names: [String] {
    binary.map { $0.name } + filters.map { $0.name } + [MaccorText.name, Spreadsheet.name] + [
      "BDF CSV", "delimited text with units in its header line (gzip too)",
    ]
  }

  /// The first bytes of the containers of the binary formats.
  static let magics: [[UInt8]] = [
    ZipArchive.magic, Array("NEWARE".utf8), Array("BIO-LOGIC MODULAR FILE".utf8),
    JetDatabase.magic, ParquetMetadata.magic, MATLABStructure.magic,
  ]

  /// Files that other programs turn into a table; what the file is, and which program.
  private static let converted: [(magic: [UInt8], words: String)] = [
    (
      Array("MATLAB 7.3".utf8),
      "a MATLAB 7.3 file, which is HDF5; MATLAB writes a readable one with save -v7"
    ),
    (
      [0x93] + Array("NUMPY".utf8),
      "a numpy array, which does not say what its axes hold"
    ),
    (
      [0x89] + Array("HDF".utf8), "an HDF5 file; h5dump turns its tables into text"
    ),
    (
      [0, 1, 0, 0] + Array("Standard ACE DB".utf8),
      "an Access database of 2007 or later, whose tables mdb-export turns into CSV"
    ),
  ]

  /// What a file is that is not read here, with the program that helps; nil for any other.
  static func otherKind(_ head: [UInt8]) -> String? {
    converted.first { head.starts(with: $0.magic) }?.words
  }

  /// Whether a file that begins so can hold more than one run.
  static func mayHoldSeveralRuns(_ head: [UInt8]) -> Bool {
    head.starts(with: JetDatabase.magic) || head.starts(with: MATLABStructure.magic)
      || filter(for: head).map { type(of: $0).hasParts } == true
  }

  static func mayBeBinary(_ head: [UInt8]) -> Bool { magics.contains { head.starts(with: $0) } }

  /// The filter for a text that begins with these bytes, if it needs one.
  static func filter(for head: [UInt8]) -> (any LineFilter)? {
    for filter in filters {
      if let found = filter.init(head: head.span) { return found }
    }
    return nil
  }

  /// The format of a file, if it is one of the binary ones.
  static func format(of file: BinaryFile) -> (any RunFormat.Type)? {
    binary.first { $0.recognises(file) }
  }
}
