import CellData

/// The smallest change of one input that turns a verdict, or the datum that would decide it.
public struct Change: Sendable, Equatable, Codable, OneLine {
  public var input: String
  public var from: Double?
  /// Where the verdict turns.
  public var to: Double?
  /// Whether the verdict turns only beyond `to`, and not at it.
  public var isBeyond: Bool?
  public var unit: String?
  public var changePercent: Double?
  /// What the rule would say then; absent where the datum itself is unknown.
  public var verdict: Verdict?
  public var text: Words

  enum CodingKeys: String, CodingKey {
    case input, from, to
    case isBeyond = "beyond"
    case unit
    case changePercent = "change_percent"
    case verdict, text
  }

  init(supply datum: Datum) {
    input = datum.datum
    text = Words(en: "supply \(datum.text.en)", ja: "\(datum.text.ja)を示す")
  }

  /// A number that moves.
  init(_ place: Place, to: Double, beyond: Bool, verdict: Verdict) {
    input = place.input
    from = place.from
    self.to = to
    isBeyond = beyond ? true : nil
    unit = place.unit
    self.verdict = verdict
    changePercent = place.from != 0 ? (to / place.from - 1) * 100 : nil
    let name = place.name ?? Words(en: place.input, ja: place.input)
    let (a, b, unit) = (place.from.significant(6), to.significant(6), place.unit)
    let isUp = to > place.from || to == place.from && place.isUp
    let side = beyond ? (isUp ? ("above ", "超") : ("below ", "未満")) : ("", "")
    text = Words(
      en: "\(name.en) \(a) → \(side.0)\(b) \(unit): \(verdict.words.en)",
      ja: "\(name.ja)が\(a)から\(b) \(unit)\(side.1)になると\(verdict.words.ja)")
  }

  /// Where a number stands, and what it is.
  struct Place {
    var input: String
    var name: Words?
    var from: Double
    var unit: String
    /// Whether it would move upward; needed only where it stands at the turn already.
    var isUp = false
  }
}
