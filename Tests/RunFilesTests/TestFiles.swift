import CellData
import Foundation

@testable import RunFiles

/// A folder of small files that is removed at the end of a test.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "denchi-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    let file = path + "/" + name
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    return file
  }

  func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }
}

/// A run that was read to its end.
struct ReadRun {
  var description: RunDescription
  var columns: [Channel: [Double]] = [:]
  var auxiliary: [[Double]]
  var count = 0
  var findings: [QualityFinding] = []
  var digest: FileDigest

  init(path: String, options: ReadOptions = ReadOptions()) throws(RunFileError) {
    let reader = try RunFile.open(path: path, options: options)
    var chunk = RunChunk()
    description = reader.description
    auxiliary = Array(repeating: [], count: reader.description.auxiliary.count)
    while try reader.read(into: &chunk) {
      precondition(chunk.firstRecord == count + 1)
      for source in description.channels {
        columns[source.channel, default: []] += chunk[source.channel]
      }
      for index in auxiliary.indices { auxiliary[index] += chunk.auxiliary[index] }
      count += chunk.count
    }
    findings = reader.findings
    digest = reader.digest
  }

  /// Reads a text as a file.
  init(_ text: String, options: ReadOptions = ReadOptions()) throws {
    try self.init(bytes: Array(text.utf8), options: options)
  }

  init(bytes: [UInt8], options: ReadOptions = ReadOptions()) throws {
    let folder = try TemporaryFolder()
    try self.init(path: folder.write("run.txt", bytes), options: options)
  }

  subscript(channel: Channel) -> [Double] { columns[channel] ?? [] }

  func label(_ channel: Channel) -> String? {
    description.channels.first { $0.channel == channel }?.label
  }
}

/// The reference files that lie beside the package; not part of it.
enum RealData {
  static let folder: String = {
    var url = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { url.deleteLastPathComponent() }
    return url.deletingLastPathComponent().appendingPathComponent("shared/real-data").path
  }()

  static var isThere: Bool { FileManager.default.fileExists(atPath: folder) }
}
