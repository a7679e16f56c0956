/// The rule packs that come with this package, in the order people see them.
public enum RulePacks {
  /// Every pack, oldest edition first.
  public static let all: [RulePack] = [
    shipped(PackageResources.jp_meti_2022_second_call_json),
    shipped(PackageResources.jp_meti_2025_json),
  ]

  /// The pack of this name; nil if there is none.
  public static func named(_ id: String) -> RulePack? { all.first { $0.id == id } }

  /// The pack's own text, JSON, as it comes with this package; nil if there is none of this name.
  public static func text(of id: String) -> String? {
    switch id {
    case "jp-meti-2022-second-call":
      String(decoding: PackageResources.jp_meti_2022_second_call_json, as: UTF8.self)
    case "jp-meti-2025": String(decoding: PackageResources.jp_meti_2025_json, as: UTF8.self)
    default: nil
    }
  }

  private static func shipped(_ json: [UInt8]) -> RulePack {
    do {
      return try RulePack(json: json)
    } catch {
      // The packs are part of the program text: a broken one is a mistake of ours.
      preconditionFailure("\(error)")
    }
  }
}
