#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import CellData

/// The smallest change of one input that turns a verdict, or the datum that would decide it.
public struct Change: Sendable, Equatable, Codable, OneLine {
  public var input: String
  public var from: Double?
  /// Where the verdict turns; for a strict limit just beyond it.
  public var to: Double?
  public var unit: String?
  public var changePercent: Double?
  /// What the rule would say then; absent where the datum itself is unknown.
  public var verdict: Verdict?
  public var text: Words

  enum CodingKeys: String, CodingKey {
    case input, from, to, unit
    case changePercent = "change_percent"
    case verdict, text
  }

  init(supply datum: Datum) {
    input = datum.datum
    text = Words(en: "supply \(datum.text.en)", ja: "\(datum.text.ja)を示す")
  }

  private init(_ input: String, from: Double, to: Double, unit: String, verdict: Verdict) {
    self.input = input
    self.from = from
    self.to = to
    self.unit = unit
    self.verdict = verdict
    changePercent = from != 0 ? (to / from - 1) * 100 : nil
    let (a, b) = (from.significant(6), to.significant(6))
    text = Words(
      en: "\(input) \(a) → \(b) \(unit): \(verdict.words.en)",
      ja: "\(input)が\(a)から\(b) \(unit)になると\(verdict.words.ja)")
  }

  /// Every input that can turn the verdict by itself, the nearest first.
  ///
  /// The relative uncertainty is taken to stay as it is while the value moves.
  static func all(
    for value: JudgedValue, comparison: Rule.Comparison, limit: DeclaredNumber,
    decision: Assessment.DecisionRule, verdict: Verdict
  ) -> [Change] {
    let y = value.stated.value.doubleValue
    let target = limit.doubleValue
    let turned: Verdict = verdict == .pass ? .fail : .pass
    guard y.isFinite, y > 0, comparison == .atLeast || comparison == .above else {
      return [
        Change(value.stated.source, from: y, to: target, unit: value.stated.unit, verdict: turned)
      ]
    }
    let relative = (value.uncertainty ?? 0) / y
    let keep = 1 - (decision == .guardedRejection ? -1 : 1) * decision.guardFactor * relative
    guard keep > 0, target > 0 else { return [] }
    let turn = target / keep
    var changes = parts(of: value, factor: turn / y, turn: turn, verdict: turned)
    if let u = value.uncertainty, u > 0, decision.guardFactor > 0, y > target {
      changes.append(
        Change(
          "expandedUncertainty", from: UncertaintyBudget.coverageFactor * u,
          to: (y - target) * UncertaintyBudget.coverageFactor / decision.guardFactor,
          unit: value.stated.unit, verdict: turned))
    }
    return changes.sorted { abs($0.changePercent ?? 0) < abs($1.changePercent ?? 0) }
  }

  private static func parts(
    of value: JudgedValue, factor: Double, turn: Double, verdict: Verdict
  ) -> [Change] {
    guard let convention = value.stated.convention else {
      return [
        Change(
          value.stated.source, from: value.stated.value.doubleValue, to: turn,
          unit: value.stated.unit, verdict: verdict)
      ]
    }
    let energy = convention.energy
    let volume = convention.volume.volume
    var changes = [
      Change(
        "energyDensity", from: value.stated.value.doubleValue, to: turn, unit: value.stated.unit,
        verdict: verdict),
      Change("volume_L", from: volume, to: volume / factor, unit: "L", verdict: verdict),
    ]
    let name = convention.name == .measuredDischarge ? "energy_Wh" : "ratedEnergy_Wh"
    changes.append(
      Change(name, from: energy.energy, to: energy.energy * factor, unit: "Wh", verdict: verdict))
    for (key, length, power) in convention.volume.lengths ?? [] {
      changes.append(
        Change(
          "dimensions_mm.\(key)", from: length, to: length * pow(factor, -1 / power), unit: "mm",
          verdict: verdict))
    }
    return changes
  }
}
