import Foundation
import Testing

@testable import RunFiles

/// The small files with which the fuzzers begin, one for each layout, and those that once crashed.
enum FuzzingCorpus {
  struct File: Sendable, CustomTestStringConvertible {
    /// The reader's name, which is that of the folder.
    var reader: String
    var name: String
    var url: URL

    var testDescription: String { "\(reader)/\(name)" }

    /// The bytes as a file: archives are listed by their members and put together here.
    func bytes() throws -> [UInt8] {
      let stored = [UInt8](try Data(contentsOf: url))
      return switch reader {
      case "ndax": BinarySeeds.zip(FuzzingCorpus.members(stored, FuzzingCorpus.ndaxNames))
      case "xlsx": BinarySeeds.zip(FuzzingCorpus.members(stored, FuzzingCorpus.xlsxNames))
      default: stored
      }
    }
  }

  private static let folder: URL = {
    var url = URL(fileURLWithPath: #filePath)
    for _ in 0..<2 { url.deleteLastPathComponent() }
    return url.appendingPathComponent("Fuzzing")
  }()

  /// Every file below `Corpus` or `Crashes`, in order.
  static func files(in part: String) -> [File] {
    let manager = FileManager.default
    let root = folder.appendingPathComponent(part)
    let readers = (try? manager.contentsOfDirectory(atPath: root.path)) ?? []
    return readers.sorted().flatMap { reader -> [File] in
      let names = (try? manager.contentsOfDirectory(atPath: root.path + "/" + reader)) ?? []
      return names.sorted().map {
        File(reader: reader, name: $0, url: root.appendingPathComponent("\(reader)/\($0)"))
      }
    }
  }

  static func file(_ path: String) -> File {
    let parts = path.split(separator: "/").map(String.init)
    return File(
      reader: parts[0], name: parts[1], url: folder.appendingPathComponent("Corpus/\(path)"))
  }

  private static let ndaxNames = [
    "data.ndc", "data_runInfo.ndc", "data_step.ndc", "TestInfo.xml", "data_AUX_9_3_1.ndc",
    "data_1.ndc", "data_new.bin", "VersionInfo.xml",
  ]
  private static let xlsxNames = [
    "xl/workbook.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml",
    "xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml",
  ]

  /// A number for the name, three bytes of length, and the contents, again and again.
  private static func members(_ input: [UInt8], _ names: [String]) -> [(String, [UInt8])] {
    var members: [(String, [UInt8])] = []
    var at = 0
    while at + 4 <= input.count, members.count < 16 {
      let length = Int(input[at + 1]) | Int(input[at + 2]) << 8 | Int(input[at + 3]) << 16
      let end = min(at + 4 + length, input.count)
      members.append((names[Int(input[at]) % names.count], Array(input[(at + 4)..<end])))
      at = end
    }
    return members
  }
}
