import CellData

/// What is known of a cell, by the quantities that rules speak of.
struct Facts: Sendable {
  var cell: Cell
  var energyDensity: EnergyDensity
  var record = TestRecord()

  enum Fact {
    /// The value under each convention in question; `settledBy` is what would leave only one.
    case known([JudgedValue], settledBy: Datum?)
    case missing([Datum])
  }

  /// The value of a quantity, or what is missing for it.
  ///
  /// A convention that the rule prescribes comes before the one that the cell claims.
  func fact(of quantity: JudgedQuantity, by convention: Cell.EnergyConvention? = nil) -> Fact {
    switch quantity {
    case .volumetricEnergyDensity: density(by: convention ?? cell.energyConvention)
    case .nickelRatio: nickel
    case .outerDiameter: canDiameter
    case .outerHeight: outerHeight
    case .itemSummary: .missing(missingFromSummary)
    }
  }

  /// A number declared under `values`, or under a key of its own such as `ratedCapacity_Ah`.
  func number(_ key: String, unit: String) -> JudgedValue? {
    let own = ownNumber(key)
    guard let number = own ?? cell.values[key] else { return nil }
    let path = own == nil ? "values.\(key)" : key
    return JudgedValue(
      stated: StatedQuantity(value: .exact(number), unit: unit, kind: .declared, source: path),
      uncertainty: 0,
      evidence: [Evidence(.declared, key: path, value: number.description)])
  }

  private func ownNumber(_ key: String) -> DeclaredNumber? {
    switch key {
    case "ratedCapacity_Ah": cell.ratedCapacity?.number
    case "nominalVoltage_V": cell.nominalVoltage?.number
    case "minimumVoltage_V": cell.minimumVoltage?.number
    case "maximumVoltage_V": cell.maximumVoltage?.number
    case "mass_g": cell.mass?.number
    default: nil
    }
  }

  // MARK: Energy density

  private func density(by claimed: Cell.EnergyConvention?) -> Fact {
    let all = energyDensity.conventions
    if let claimed {
      if let value = all.first(where: { $0.convention == claimed }) {
        return .known([judged(value)], settledBy: nil)
      }
      let missing = missing(for: claimed)
      return .missing(missing.isEmpty ? [.convention(claimed)] : missing)
    }
    // Without a measurement nobody has shown anything yet, unless the claim is a declared one.
    guard all.contains(where: { $0.convention.isMeasured }) else {
      let missing = energyDensity.missing
      return .missing(missing.isEmpty ? [.fullDischarge] : missing)
    }
    return .known(all.map(judged), settledBy: .key("energyConvention"))
  }

  /// The data that a convention lacks; empty where all are there and still give no value.
  private func missing(for convention: Cell.EnergyConvention) -> [Datum] {
    var missing = convention.isMeasured ? energyDensity.missing : []
    if !convention.isMeasured {
      if cell.ratedCapacity == nil { missing.append(.key("ratedCapacity_Ah")) }
      if cell.nominalVoltage == nil { missing.append(.key("nominalVoltage_V")) }
      if cell.dimensions == nil { missing.append(.key("dimensions_mm")) }
    }
    if convention.isOfLargestOutline, let dimensions = cell.dimensions,
      dimensions.largestShape == nil
    {
      missing.append(.key("dimensions_mm.tolerance_mm"))
    }
    return missing
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
      budget: value.uncertainty, outline: cell.dimensions.map { Outline($0, of: value.convention) },
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
    let stated = cell.cathode?.basis.flatMap(NickelBasis.init(rawValue:))
    let chosen = bases.filter { stated == nil || $0.name == stated?.rawValue }
    let ratio = cell.cathode?.nickelRatio
    if let ratio, let reckoned = chosen.first, stated != nil || ratio.number.significand == 0,
      abs(ratio.quantity.value - reckoned.stated.value.doubleValue) > NickelBasis.agreement
    {
      return .missing([.nickelContradiction(ratio.number, reckoned.stated.value)])
    }
    if !chosen.isEmpty, ratio == nil || stated != nil {
      return .known(chosen, settledBy: .key("cathode.basis"))
    }
    guard let ratio else { return .missing([.key(key)]) }
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

extension Datum {
  static func nickelContradiction(_ ratio: DeclaredNumber, _ reckoned: ReportNumber) -> Datum {
    Datum(
      datum: "cathode.nickelRatio_percent",
      text: Words(
        en: "a nickel ratio that agrees with the composition: declared are \(ratio) %, and "
          + "composition_mol gives \(reckoned) %",
        ja: "組成と一致するニッケル比率：申告は\(ratio) %、composition_molからは\(reckoned) %"))
  }

  static func convention(_ convention: Cell.EnergyConvention) -> Datum {
    Datum(
      datum: "energyConvention",
      text: Words(
        en: "the data that the claimed convention needs: \(convention.words.en)",
        ja: "申告された計算条件に必要なデータ：\(convention.words.ja)"))
  }
}
