/// The rule packs that come with this package, in the order people see them.
public enum RulePacks {
  /// Every pack, oldest edition first.
  public static let all: [RulePack] = [
    shipped(PackageResources.jp_meti_2022_second_call_json),
    shipped(PackageResources.jp_meti_2025_json),
  ]

  /// The pack of this name; nil if there is none.
  public static func named(_ id: String) -> RulePack? { all.first { $0.id == id } }

  private static func shipped(_ json: [UInt8]) -> RulePack {
    do {
      return try RulePack(json: json)
    } catch {
      // The packs are part of the program text: a broken one is a mistake of ours.
      preconditionFailure("\(error)")
    }
  }
}
