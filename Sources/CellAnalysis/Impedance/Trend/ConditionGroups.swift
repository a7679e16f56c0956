import CellData

/// Spectra that were measured alike: at one temperature and one state of charge.
struct ConditionGroup {
  let temperature: Celsius?
  let stateOfCharge: Percents?
  /// Indices of the spectra.
  private(set) var members: [Int] = []

  /// How far temperatures, in K, and states of charge, in points, may be apart and count as one.
  static let temperatureSlack = 2.0
  static let chargeSlack = 3.0

  /// The groups in the order of their first members; only spectra with resistances are in one.
  static func groups(_ spectra: [SpectrumFindings]) -> [ConditionGroup] {
    var groups: [ConditionGroup] = []
    for (k, findings) in spectra.enumerated() where findings.resistances != nil {
      let conditions = findings.spectrum.conditions
      if let g = groups.firstIndex(where: { $0.holds(conditions) }) {
        groups[g].members.append(k)
      } else {
        groups.append(
          ConditionGroup(
            temperature: conditions.temperature, stateOfCharge: conditions.stateOfCharge,
            members: [k]))
      }
    }
    return groups
  }

  private func holds(_ conditions: SpectrumConditions) -> Bool {
    Self.isNear(temperature?.value, conditions.temperature?.value, Self.temperatureSlack)
      && Self.isNear(stateOfCharge?.value, conditions.stateOfCharge?.value, Self.chargeSlack)
  }

  /// Whether two groups differ in temperature alone, or in state of charge alone.
  func differsInTemperatureAlone(from other: ConditionGroup) -> Bool {
    temperature != nil && other.temperature != nil
      && !Self.isNear(temperature?.value, other.temperature?.value, Self.temperatureSlack)
      && Self.isNear(stateOfCharge?.value, other.stateOfCharge?.value, Self.chargeSlack)
  }

  func differsInChargeAlone(from other: ConditionGroup) -> Bool {
    stateOfCharge != nil && other.stateOfCharge != nil
      && !Self.isNear(stateOfCharge?.value, other.stateOfCharge?.value, Self.chargeSlack)
      && Self.isNear(temperature?.value, other.temperature?.value, Self.temperatureSlack)
  }

  private static func isNear(_ a: Double?, _ b: Double?, _ slack: Double) -> Bool {
    guard let a, let b else { return a == nil && b == nil }
    return abs(a - b) <= slack
  }
}
