/// Every format that is read, in the order in which they are tried and listed.
public enum FormatCatalogue {
  /// The binary formats; text is tried last, since any bytes may be text.
  static let binary: [any RunFormat.Type] = [
    NewareNDAX.self, NewareNDA.self, BioLogicMPR.self,
  ]

  /// The names of all formats, for people.
  public static var names: [String] {
    binary.map { $0.name } + ["BDF CSV", "delimited text with units in its header line (gzip too)"]
  }

  /// The first bytes of the containers of the binary formats.
  static let magics: [[UInt8]] = [
    ZipArchive.magic, Array("NEWARE".utf8), Array("BIO-LOGIC MODULAR FILE".utf8),
    Array("MATLAB 5.0".utf8),
  ]

  static func mayBeBinary(_ head: [UInt8]) -> Bool { magics.contains { head.starts(with: $0) } }

  /// The format of a file, if it is one of the binary ones.
  static func format(of file: BinaryFile) -> (any RunFormat.Type)? {
    binary.first { $0.recognises(file) }
  }
}
