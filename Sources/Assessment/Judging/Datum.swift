/// Something that is needed for a verdict and is not there.
public struct Datum: Sendable, Equatable, Codable {
  /// The key path in `cell.json`, or the measurement that is needed.
  public var datum: String
  public var text: Words

  /// A full discharge from a full charge to the cut-off.
  static let fullDischarge = Datum(
    datum: "measurement.full-discharge",
    text: Words(
      en: "one constant-current discharge from a full charge down to the cut-off voltage",
      ja: "満充電から放電終止電圧までの定電流放電の測定1回"))

  /// The entry of `cell.json` at this key path.
  static func key(_ path: String) -> Datum {
    Datum(datum: path, text: meaning[path] ?? Words(en: path, ja: path))
  }

  /// A rule that was recalled and not read cannot decide.
  static let verifiedRule = Datum(
    datum: "rule.verification",
    text: Words(
      en: "a check of the rule against its document (it is marked V3: recalled, not read)",
      ja: "規定の原文確認（V3：未確認の記憶による規定のため）"))

  /// The declaration under this key, which answers the given rule.
  static func declaration(_ key: String, rule: Rule) -> Datum {
    Datum(
      datum: "declarations.\(key)",
      text: Words(
        en: "a declaration, true or false: \(rule.text.en)",
        ja: "次の事項の申告（trueまたはfalse）：\(rule.text.ja)"))
  }

  private static let meaning: [String: Words] = [
    "casing": Words(
      en: "the kind of casing (cylindrical, prismatic, pouch or coin)",
      ja: "外装の種類（円筒形、角型、パウチ、コイン）"),
    "use": Words(
      en: "what the cell is for (passenger-car, kei-or-heavy-vehicle or stationary)",
      ja: "用途（乗用自動車、軽自動車・重量車、定置用）"),
    "ratedCapacity_Ah": Words(en: "the rated capacity in Ah", ja: "定格容量（Ah）"),
    "nominalVoltage_V": Words(en: "the nominal voltage in V", ja: "公称電圧（V）"),
    "minimumVoltage_V": Words(
      en: "the lower voltage limit (discharge cut-off) in V", ja: "放電終止電圧（V）"),
    "maximumVoltage_V": Words(en: "the upper charge voltage in V", ja: "充電上限電圧（V）"),
    "dimensions_mm.tolerance_mm": Words(
      en: "the tolerance of the dimensions in mm, which the largest outline needs",
      ja: "最大外形寸法に必要な寸法公差（mm）"),
    "dimensions_mm": Words(
      en: "the outer dimensions of the cell in mm", ja: "セルの外形寸法（mm）"),
    "dimensions_mm.diameter": Words(
      en: "the outer diameter of the can in mm", ja: "外装缶の外径（mm）"),
    "dimensions_mm.height": Words(
      en: "the outer height of the can in mm", ja: "外装缶の高さ（mm）"),
    "energyConvention": Words(
      en: "the convention under which the energy density is claimed, since the conventions "
        + "disagree and the rule leaves it open",
      ja: "体積エネルギー密度の計算条件（条件により結論が異なり、規定は定めていないため）"),
    "cathode.basis": Words(
      en: "the basis of the nickel ratio, since the bases disagree and the rule leaves it open",
      ja: "ニッケル比率の基準（基準により結論が異なり、規定は定めていないため）"),
    "cathode.nickelRatio_percent": Words(
      en: "the nickel ratio of the positive electrode in percent",
      ja: "正極のニッケル比率（%）"),
  ]
}
