/// The rule packs that come with this package, in the order people see them.
public enum RulePacks {
  /// Every pack: the Japanese scheme, oldest edition first, then what is for reference.
  public static let all: [RulePack] = texts.map(shipped)

  /// The packs by which a cell is judged where nobody names one: the two editions of the scheme.
  public static let usual: [RulePack] = Array(all.prefix(2))

  /// The pack of this name; nil if there is none.
  public static func named(_ id: String) -> RulePack? { all.first { $0.id == id } }

  /// The pack's own text, JSON, as it comes with this package; nil if there is none of this name.
  public static func text(of id: String) -> String? {
    zip(all, texts).first { $0.0.id == id }.map { String(decoding: $0.1, as: UTF8.self) }
  }

  private static let texts = [
    PackageResources.jp_meti_2022_second_call_json, PackageResources.jp_meti_2025_json,
    PackageResources.jp_other_2026_json, PackageResources.jp_denan_json,
    PackageResources.eu_2023_1542_json, PackageResources.un_gtr_22_json,
    PackageResources.euro_7_json, PackageResources.gbt_46991_json,
    PackageResources.gbt_31484_json, PackageResources.gbt_31486_json,
    PackageResources.iec_61960_3_json, PackageResources.iec_62620_json,
    PackageResources.instrument_tolerance_json,
  ]

  private static func shipped(_ json: [UInt8]) -> RulePack {
    do {
      return try RulePack(json: json)
    } catch {
      // The packs are part of the program text: a broken one is a mistake of ours.
      preconditionFailure("\(error)")
    }
  }
}
