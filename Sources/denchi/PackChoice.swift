import ArgumentParser
import Assessment
import RunFiles

/// A rule pack by the name of one that is shipped, or by the path of a JSON file.
enum PackChoice {
  static func pack(_ name: String) throws -> RulePack {
    if let pack = RulePacks.named(name) { return pack.hashed }
    guard name.hasSuffix(".json") else {
      let known = RulePacks.all.map(\.id).joined(separator: ", ")
      throw ValidationError(
        "there is no rule pack “\(name)”; expected one of \(known), or the path of a .json file.")
    }
    do {
      let bytes = try CellFile.contents(of: name)
      var pack = try RulePack(json: bytes)
      pack.sha256 = BytesDigest.sha256(of: bytes)
      return pack
    } catch {
      throw Failure(.badInput, "\(name): \(error)")
    }
  }

  /// The packs of these names, or the usual ones, with what a report's settings call them.
  static func packs(_ names: [String]) throws -> (packs: [RulePack], names: [String]) {
    guard !names.isEmpty else { return (RulePacks.usual.map(\.hashed), RulePacks.usual.map(\.id)) }
    return (try names.map { try pack($0) }, names.map(settingsName))
  }

  /// A file goes by its name alone, so that a report does not depend on where it lay.
  private static func settingsName(_ name: String) -> String {
    guard name.hasSuffix(".json") else { return name }
    return name.split(separator: "/").last.map(String.init) ?? name
  }
}

extension RulePack {
  /// The pack with the hash of its text, where it is one of the shipped.
  var hashed: RulePack {
    var pack = self
    pack.sha256 = RulePacks.text(of: id).map { BytesDigest.sha256(of: Array($0.utf8)) }
    return pack
  }
}

/// The decision rules by their names on the command line.
enum DecisionOption: String, ExpressibleByArgument, CaseIterable {
  case simple
  case guardedU = "guarded-U"
  case guarded5 = "guarded-5"
  case guardedRejection = "guarded-rejection"
  case nonBinary = "non-binary"

  var rule: Assessment.DecisionRule {
    switch self {
    case .simple: .simpleAcceptance
    case .guardedU: .guardedU
    case .guarded5: .guarded5
    case .guardedRejection: .guardedRejection
    case .nonBinary: .nonBinary
    }
  }
}
