import CellData

/// What is known of a cell, by the quantities that rules speak of.
struct Facts: Sendable {
  var cell: Cell
  var energyDensity: EnergyDensity

  enum Fact {
    /// The value under each convention in question; `settledBy` is what would leave only one.
    case known([JudgedValue], settledBy: Datum?)
    case missing([Datum])
  }

  /// The value of a quantity, or what is missing for it.
  func fact(of quantity: JudgedQuantity) -> Fact {
    switch quantity {
    case .volumetricEnergyDensity: density
    case .nickelRatio: nickel
    case .outerDiameter: canDiameter
    case .outerHeight: outerHeight
    case .itemSummary: .missing(missingFromSummary)
    }
  }

  /// A number declared under `values`.
  func number(_ key: String, unit: String) -> JudgedValue? {
    guard let number = cell.values[key] else { return nil }
    let path = "values.\(key)"
    return JudgedValue(
      stated: StatedQuantity(value: .exact(number), unit: unit, kind: .declared, source: path),
      uncertainty: 0,
      evidence: [Evidence(.declared, key: path, value: number.description)])
  }

  // MARK: Energy density

  private var density: Fact {
    let all = energyDensity.conventions
    if let claimed = cell.energyConvention {
      guard let value = all.first(where: { $0.convention == claimed }) else {
        let missing = energyDensity.missing
        return .missing(
          missing.isEmpty ? [.convention(claimed)] : missing)
      }
      return .known([judged(value)], settledBy: nil)
    }
    // Without a measurement nobody has shown anything yet, unless the claim is a declared one.
    guard all.contains(where: { $0.convention.isMeasured }) else {
      let missing = energyDensity.missing
      return .missing(missing.isEmpty ? [.fullDischarge] : missing)
    }
    return .known(all.map(judged), settledBy: .key("energyConvention"))
  }

  private func judged(_ value: ConventionValue) -> JudgedValue {
    let convention = value.quantity.convention
    let energy = convention?.energy
    let measured =
      value.convention.isMeasured
      ? Evidence(.measured, input: energy?.input, step: energy?.step)
      : Evidence(
        .declared, key: "nominalVoltage_V", value: cell.nominalVoltage?.number.description)
    return JudgedValue(
      name: value.convention.rawValue, text: value.text, stated: value.quantity,
      exact: exact(value),
      uncertainty: value.convention.isMeasured ? value.uncertainty?.standardUncertainty : 0,
      missing: value.missing ?? [],
      evidence: [
        measured, Evidence(.declared, key: "dimensions_mm", value: convention?.volume.basis),
        Evidence(
          .declared, key: "ratedCapacity_Ah", value: cell.ratedCapacity?.number.description),
      ])
  }

  /// The same quotient without rounding.
  private func exact(_ value: ConventionValue) -> ExactRatio? {
    let dimensions = cell.dimensions
    let shape =
      value.convention.isOfLargestOutline ? dimensions?.largestShape : dimensions?.shape
    guard let shape else { return nil }
    if value.convention.isMeasured {
      guard let energy = value.quantity.convention?.energy.energy else { return nil }
      return ExactRatio(energy: .measured(energy), shape: shape)
    }
    guard let capacity = cell.ratedCapacity, let voltage = cell.nominalVoltage else { return nil }
    return ExactRatio(
      energy: .declared(capacity: capacity.number, voltage: voltage.number), shape: shape)
  }

  // MARK: Declared quantities

  private var nickel: Fact {
    let key = "cathode.nickelRatio_percent"
    let bases = NickelBasis.values(of: cell.cathode)
    if !bases.isEmpty {
      let stated = cell.cathode?.basis.flatMap(NickelBasis.init(rawValue:))
      let chosen = bases.filter { stated == nil || $0.name == stated?.rawValue }
      if cell.cathode?.nickelRatio == nil || stated != nil {
        return .known(chosen, settledBy: .key("cathode.basis"))
      }
    }
    guard let ratio = cell.cathode?.nickelRatio else { return .missing([.key(key)]) }
    let basis = Evidence(
      .declared, key: "cathode.basis", value: cell.cathode?.basis ?? "not stated")
    return declared(ratio, key: key, and: [basis])
  }

  private var canDiameter: Fact {
    let key = "dimensions_mm.diameter"
    guard case .cylinder(let diameter, _) = cell.dimensions?.shape else {
      return .missing([.key(key)])
    }
    return declared(diameter, key: key, and: [dimensionBasis])
  }

  private var outerHeight: Fact {
    let key = "dimensions_mm.height"
    switch cell.dimensions?.shape {
    case .cylinder(_, let height), .prism(_, let height, _):
      return declared(height, key: key, and: [dimensionBasis])
    case nil: return .missing([.key(key)])
    }
  }

  private var dimensionBasis: Evidence {
    Evidence(.declared, key: "dimensions_mm.basis", value: cell.dimensions?.basis ?? "not stated")
  }

  private var missingFromSummary: [Datum] {
    var missing: [Datum] = cell.casing == nil ? [.key("casing")] : []
    missing += energyDensity.measured == nil ? energyDensity.missing : []
    return missing
  }

  private func declared<U: Unit>(
    _ value: Declared<U>, key: String, and more: [Evidence]
  ) -> Fact {
    let evidence = [Evidence(.declared, key: key, value: value.number.description)] + more
    return .known(
      [
        JudgedValue(
          stated: StatedQuantity(
            value: .exact(value.number), unit: U.symbol, kind: .declared, source: key),
          uncertainty: 0, evidence: evidence)
      ], settledBy: nil)
  }
}

/// One value that is held against a limit.
struct JudgedValue: Sendable {
  /// The convention's name, where there is more than one way.
  var name: String?
  var text: Words?
  var stated: StatedQuantity
  /// The value without rounding, where it is a quotient.
  var exact: ExactRatio?
  /// Standard uncertainty; zero for what is declared, nil where it cannot be stated.
  var uncertainty: Double?
  /// Without what the uncertainty cannot be stated.
  var missing: [Datum] = []
  var evidence: [Evidence] = []

  /// Whether the value meets a limit, without rounding wherever that is possible.
  func satisfies(_ comparison: Rule.Comparison, _ limit: DeclaredNumber) -> Bool {
    exact?.satisfies(comparison, limit) ?? stated.value.satisfies(comparison, limit)
  }
}

extension Datum {
  static func convention(_ convention: Cell.EnergyConvention) -> Datum {
    Datum(
      datum: "energyConvention",
      text: Words(
        en: "the data that the claimed convention needs: \(convention.words.en)",
        ja: "申告された計算条件に必要なデータ：\(convention.words.ja)"))
  }
}
