import CellData

/// Looks for the smallest change of each input that turns the verdict of one rule.
///
/// All conventions in question are moved together, since one declared length bears on all of them.
struct Turns {
  let values: [JudgedValue]
  let comparison: Rule.Comparison
  let limit: Double
  let decision: Assessment.DecisionRule
  /// The verdict as it stands.
  let verdict: Verdict

  /// Every input that can turn the verdict by itself, the nearest first.
  ///
  /// - Complexity: O(inputs × conventions × budget lines), 100 steps of bisection each.
  var changes: [Change] {
    if let number = plainNumber { return [number] }
    return levers.flatMap { lever in
      bounds(of: lever).compactMap { turn(lever, toward: $0) }
    }
    .sorted { abs($0.changePercent ?? 0) < abs($1.changePercent ?? 0) }
  }

  // MARK: A declared number

  /// One exact number turns exactly at the limit.
  private var plainNumber: Change? {
    guard values.count == 1, let value = values.first, value.stated.convention == nil,
      value.uncertainty == 0
    else { return nil }
    let holds = verdict == .pass
    // At the limit itself the relation either holds or does not.
    let holdsAtLimit = comparison.holds(limit, limit)
    return Change(
      .init(
        input: value.stated.source, from: value.stated.value.doubleValue, unit: value.stated.unit,
        isUp: comparison.isLowerLimit != holds),
      to: limit, beyond: holds == holdsAtLimit, verdict: holds ? .fail : .pass)
  }

  // MARK: Levers

  private var levers: [Lever] {
    var levers: [Lever] = []
    for value in values {
      guard let convention = value.stated.convention else { continue }
      if convention.name == .measuredDischarge {
        levers.append(.energy(input: convention.energy.input, step: convention.energy.step))
        levers.append(.uncertainty)
        if verdict != .pass {
          levers += (value.budget?.lines ?? []).filter { $0.distribution != .correlation }
            .map { .line(source: $0.source, instrument: $0.instrument) }
        }
      } else {
        levers += [.ratedCapacity, .nominalVoltage]
      }
      levers += (value.outline?.lengths ?? []).map { .length($0.key) }
      let isToleranced =
        value.outline?.lengths.contains { $0.growth > 0 } == true
        || value.budget?.lines.contains { $0.source.hasSuffix(".tolerance") } == true
      if isToleranced { levers.append(.tolerances) }
    }
    if levers.isEmpty { levers.append(.value) }
    var seen: Set<Lever> = []
    return levers.filter { seen.insert($0).inserted }
  }

  /// How far an input may be moved: a length or an energy by a factor of 100 either way; accuracy
  /// down to none, and up only where it is the whole that grows.
  private func bounds(of lever: Lever) -> [Double] {
    switch lever {
    case .line: [0]
    case .uncertainty, .tolerances: [0, 100]
    default: [0.01, 100]
    }
  }

  private func turn(_ lever: Lever, toward bound: Double) -> Change? {
    guard let place = place(of: lever), self.verdict(lever, bound) != verdict else { return nil }
    var (near, far) = (1.0, bound)
    for _ in 0..<100 {
      let middle = 0.5 * (near + far)
      if middle == near || middle == far { break }
      if self.verdict(lever, middle) == verdict { near = middle } else { far = middle }
    }
    return Change(place, to: place.from * far, beyond: false, verdict: self.verdict(lever, far))
  }

  /// The verdict after one input was multiplied by a factor.
  private func verdict(_ lever: Lever, _ factor: Double) -> Verdict {
    Verdict.agreed(
      values.map { value in
        let (y, uncertainty) = value.moved(lever, by: factor)
        return decision.verdict(uncertainty: uncertainty) { band in
          comparison.holds(y, comparison.isLowerLimit ? limit + band : limit - band)
        }
      })
  }

  // MARK: Names

  private func place(of lever: Lever) -> Change.Place? {
    let conventions = values.compactMap(\.stated.convention)
    switch lever {
    case .energy(let input, let step):
      let found = conventions.first { $0.energy.input == input && $0.energy.step == step }
      let others = Set(conventions.compactMap(\.energy.step)).count > 1
      return found.map {
        .init(
          input: others ? "energy_Wh, step \(step ?? 0)" : "energy_Wh", from: $0.energy.energy,
          unit: "Wh")
      }
    case .ratedCapacity:
      return declared.map {
        .init(input: "ratedCapacity_Ah", from: $0.energy.capacity, unit: "Ah")
      }
    case .nominalVoltage:
      return declared.map {
        .init(
          input: "nominalVoltage_V", from: $0.energy.energy / $0.energy.capacity, unit: "V")
      }
    case .length(let key):
      let length = values.compactMap(\.outline).first?.lengths.first { $0.key == key }
      return length.map { .init(input: "dimensions_mm.\(key)", from: $0.declared, unit: "mm") }
    case .tolerances: return tolerance
    case .value:
      return values.first.map {
        .init(input: $0.stated.source, from: $0.stated.value.doubleValue, unit: $0.stated.unit)
      }
    case .uncertainty:
      return values.first { $0.budget != nil }.map {
        .init(
          input: "expandedUncertainty", name: Words(en: "expanded uncertainty", ja: "拡張不確かさ"),
          from: UncertaintyBudget.coverageFactor * ($0.uncertainty ?? 0), unit: $0.stated.unit)
      }
    case .line(let source, let instrument): return line(source, instrument)
    }
  }

  private var declared: EnergyDensityConvention? {
    values.compactMap(\.stated.convention).first { $0.name == .ratedTimesNominal }
  }

  private var tolerance: Change.Place? {
    let grown = values.compactMap(\.outline).flatMap(\.lengths).map(\.growth).max() ?? 0
    let lines = values.compactMap(\.budget).flatMap(\.lines)
    let widths = lines.filter { $0.source.hasSuffix(".tolerance") }.compactMap(\.width)
    return .init(
      input: "dimensions_mm.tolerance_mm", from: max(grown, widths.max() ?? 0), unit: "mm")
  }

  private func line(_ source: String, _ instrument: String?) -> Change.Place? {
    let found = values.compactMap(\.budget).flatMap(\.lines)
      .first { $0.source == source && $0.instrument == instrument }
    guard let found, let width = found.width, width > 0 else { return nil }
    let of = instrument.map { " (\($0))" } ?? ""
    return .init(
      input: source, name: Words(en: "\(source)\(of) ±", ja: "\(source)\(of) ±"), from: width,
      unit: found.unit)
  }
}
