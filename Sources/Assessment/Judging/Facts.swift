import CellData

/// What is known of a cell, by the quantities that rules speak of.
struct Facts: Sendable {
  var cell: Cell
  var energyDensity: EnergyDensity

  enum Fact {
    case known(StatedQuantity, [Evidence])
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

  private var density: Fact {
    guard let measured = energyDensity.measured, measured.value.doubleValue.isFinite else {
      let missing = energyDensity.missing
      return .missing(missing.isEmpty ? [.fullDischarge] : missing)
    }
    let energy = measured.convention?.energy
    return .known(
      measured,
      [
        Evidence(.measured, input: energy?.input, step: energy?.step),
        Evidence(.declared, key: "dimensions_mm", value: measured.convention?.volume.basis),
        Evidence(
          .declared, key: "ratedCapacity_Ah", value: cell.ratedCapacity?.number.description),
      ])
  }

  private var nickel: Fact {
    let key = "cathode.nickelRatio_percent"
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
    .known(
      StatedQuantity(
        value: .exact(value.number), unit: U.symbol, kind: .declared, source: key),
      [Evidence(.declared, key: key, value: value.number.description)] + more)
  }
}
