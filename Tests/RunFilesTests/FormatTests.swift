import CellData
import Foundation
import Testing

@testable import RunFiles

struct FormatTests {
  @Test func `every format stands in the catalogue`() throws {
    var folder = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { folder.deleteLastPathComponent() }
    folder.appendPathComponent("Sources/RunFiles/Formats")
    var declared: Set<String> = []
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
      for line in text.split(separator: "\n")
      where line.contains(": RunFormat {") || line.contains(": LineFilter {") {
        let words = line.split { $0 == " " || $0 == ":" }
        declared.insert(String(words[1]))
      }
    }
    let listed =
      FormatCatalogue.binary.map { "\($0)" } + FormatCatalogue.filters.map { "\($0)" }
    #expect(declared == Set(listed))
    #expect(Set(FormatCatalogue.names).count == FormatCatalogue.names.count)
  }

  @Test func `nda records are sorted, doubles dropped, and steps follow each other in time`() throws
  {
    let run = try ReadRun(bytes: BinarySeeds.nda())
    #expect(run.description.format == "Neware nda (version 29)")
    #expect(run[.time] == [0, 10, 10, 15])
    #expect(run[.voltage] == [3.6, 3.601, 3.65, 3.7])
    // 100 units of 0.01 mA, the scale of a positive range of 500.
    #expect(run[.current].map { ($0 * 1e9).rounded() } == [0, 0, 1e6, 1e6])
    #expect(run[.direction] == [0, 0, 1, 1])
    #expect(run[.stepNumber] == [1, 1, 2, 2])
    // 7200 units of 0.01 mA s.
    #expect(run[.chargeCapacity].map { ($0 * 1e12).rounded() } == [2e7, 2e7, 2e7, 2e7])
    #expect(run[.unixTime].first == 1_704_153_600)
  }

  @Test func `an unknown mpr column is passed over and named`() throws {
    let run = try ReadRun(bytes: BinarySeeds.mpr())
    #expect(run[.time] == [0, 0.5, 1])
    #expect(run[.voltage] == [3.5, 3.75, 4])
    #expect(run[.current] == [-0.25, -0.25, -0.25])
    #expect(run.findings == [QualityFinding(.unknownContent, .warning, subject: "column 777")])
    #expect(run.description.otherColumns == ["flags", "column 777"])
  }

  @Test func `an mpr file with two unknown columns is refused`() throws {
    #expect(throws: RunFileError.self) {
      try ReadRun(bytes: BinarySeeds.mpr(columns: [1, 4, 6, 776, 777]))
    }
  }

  @Test func `ndax values between two rows of run info are computed and counted`() throws {
    let run = try ReadRun(bytes: BinarySeeds.zip(BinarySeeds.ndaxMembers()))
    #expect(run.description.format == "Neware ndax (ndc version 14)")
    #expect(run[.time] == [0, 10, 10, 46])
    #expect(run[.stepTime] == [0, 10, 0, 36])
    // 1 A over 36 s at 4 V.
    #expect(run[.chargeCapacity] == [0, 0, 0, 0.01])
    #expect(run[.chargeEnergy] == [0, 0, 0, 0.04])
    #expect(run[.direction] == [0, 0, 1, 1])
    #expect(run.findings.map(\.code) == [.interpolatedValue])
    #expect(run.findings.map(\.count) == [2])
  }

  @Test func `an unknown member of an ndax file is named`() throws {
    let members = BinarySeeds.ndaxMembers() + [("data_new.bin", [1, 2, 3])]
    let run = try ReadRun(bytes: BinarySeeds.zip(members))
    #expect(run.findings.filter { $0.code == .unknownContent }.map(\.subject) == ["data_new.bin"])
  }

  @Test func `an ndax file of an unknown version is refused with its version`() throws {
    var members = BinarySeeds.ndaxMembers()
    members[0].1[2] = 99
    let archive = BinarySeeds.zip(members)
    let error = #expect(throws: RunFileError.self) { try ReadRun(bytes: archive) }
    #expect(error?.description.contains("ndc version 99") == true)
  }

  @Test func `a workbook's sheets of one run are joined`() throws {
    let run = try ReadRun(bytes: BinarySeeds.zip(BinarySeeds.workbookMembers()))
    #expect(run.description.format == "xlsx workbook")
    #expect(run[.time] == [0, 1.5])
    #expect(run[.voltage] == [4, 3])
    #expect(run[.current] == [-1, -1])
  }

  @Test func `a member that claims to unpack to far more than it holds is refused`() throws {
    var archive = BinarySeeds.zip([("data.ndc", [1, 2, 3])])
    let entry = archive.count - 22 - 46 - 8
    archive.put(UInt32(2_000_000_000), at: entry + 24)
    archive[entry + 10] = 8
    let error = #expect(throws: RunFileError.self) { try ReadRun(bytes: archive) }
    #expect(error?.description.contains("claims 2000000000 bytes") == true)
  }

  @Test func `members that together unpack to far more than the archive holds are refused`() throws
  {
    // A member may be as large alone, and the directory may name it a thousand times.
    let size = 8 << 20
    let bytes = BinarySeeds.zip([("data.ndc", [UInt8](repeating: 0, count: size))])
    let archive = try ZipArchive(ByteImage(bytes), path: "archive")
    let allowed = (ZipArchive.freeSum + bytes.count * ZipArchive.ratioLimit) / size
    for _ in 0..<allowed { #expect(try archive.contents("data.ndc")?.count == size) }
    let error = #expect(throws: RunFileError.self) { try archive.contents("data.ndc") }
    #expect(error?.description.contains("as no measurement does") == true)
  }

  @Test func `a zip archive that breaks off is said to`() {
    let error = #expect(throws: RunFileError.self) {
      try ReadRun(bytes: [0x50, 0x4B, 3, 4, 0, 0, 10])
    }
    #expect(error?.description.contains("the zip archive breaks off") == true)
  }

  @Test func `sign and labels of a binary file can be set as for a text`() throws {
    let seed = BinarySeeds.mpr()
    let turned = try ReadRun(bytes: seed, options: ReadOptions(negated: [.current]))
    #expect(turned[.current] == [0.25, 0.25, 0.25])
    #expect(turned.description.settings == ["negate.current=true"])
    #expect(throws: RunFileError.self) {
      try ReadRun(bytes: seed, options: ReadOptions(columns: [.current: "nothing"]))
    }
  }

  @Test func `what only begins like a known format is refused in words`() {
    for (magic, word) in [
      ("\u{0}\u{1}\u{0}\u{0}Standard ACE DB", "mdb-export"),
      ("\u{0}\u{1}\u{0}\u{0}Standard Jet DB\u{0}", "mdb-export"), ("MATLAB 7.3", "save -v7"),
      ("PAR1", "the parquet file breaks off"),
    ] {
      let error = #expect(throws: RunFileError.self) { try ReadRun(magic + "rest of the file") }
      #expect(error?.description.contains(word) == true)
    }
  }
}
