import Foundation
import Instruments

/// The profile of the documentation page “Add an instrument”, and changed copies of it.
enum SampleProfile {
  static let path = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../Judges/equipment/four-channel-tester.json")

  static func text() throws -> String { try String(contentsOf: path, encoding: .utf8) }

  static func profile() throws -> Profile {
    try Profile(json: Array(try text().utf8), path: "own.json")
  }

  /// All faults of a copy in which one text stands for another; `found` must be there.
  static func faults(replacing found: String, with other: String) throws -> [String] {
    let text = try text()
    guard text.contains(found) else { return ["the sample has no “\(found)”"] }
    do {
      let changed = text.replacing(found, with: other, maxReplacements: 1)
      return try Profile.check(json: Array(changed.utf8), path: "own.json").faults.map {
        "\($0)"
      }
    } catch {
      return ["\(error)"]
    }
  }
}
