import CellData

/// What a nickel ratio is a share of; the sources leave it open (RULES A4, point 2).
enum NickelBasis: String, CaseIterable {
  case transitionMetalsMolar = "transition-metals-molar"
  case cationsMolar = "cations-molar"
  case cationsMass = "cations-mass"

  /// How far a declared ratio and a composition may lie apart, in percent points: both are rounded.
  static let agreement = 1.0

  /// The nickel share of a declared composition on every basis, exact and rounded.
  ///
  /// A composition without nickel has a share of zero.
  static func values(of cathode: Cell.Cathode?) -> [JudgedValue] {
    guard let cathode, !cathode.composition.isEmpty else { return [] }
    return allCases.compactMap { basis in
      guard let (percent, exact) = basis.share(in: cathode.composition) else { return nil }
      let evidence = cathode.composition.sorted { $0.key < $1.key }.map {
        Evidence(
          .declared, key: "cathode.composition_mol.\($0.key)", value: $0.value.description)
      }
      return JudgedValue(
        name: basis.rawValue, text: basis.words,
        stated: StatedQuantity(
          value: .binary(percent), unit: Percent.symbol, kind: .declared,
          source: "cathode.composition_mol"),
        exact: exact, uncertainty: 0, evidence: evidence)
    }
  }

  /// The share in percent, rounded and as the ratio that it is.
  private func share(in composition: [String: DeclaredNumber]) -> (Double, ExactRatio)? {
    let others = self == .transitionMetalsMolar ? Self.notTransitionMetals : []
    var part = ExactSum()
    var whole = ExactSum()
    for (symbol, amount) in composition where !others.contains(symbol) {
      guard let weight = weight(of: symbol) else { return nil }
      whole.add(weight, amount)
      if symbol == "Ni" { part.add(weight, amount) }
    }
    guard !whole.isZero else { return nil }
    var exact = ExactRatio()
    exact.multiply(by: part, over: whole)
    exact.multiply(by: DeclaredNumber(significand: 1, exponent: 2))
    return (part.doubleValue / whole.doubleValue * 100, exact)
  }

  /// How much one mole counts; nil for a metal whose molar mass is not in the table.
  private func weight(of symbol: String) -> DeclaredNumber? {
    self == .cationsMass
      ? Self.molarMass[symbol].flatMap { DeclaredNumber($0) }
      : DeclaredNumber(significand: 1, exponent: 0)
  }

  var words: Words {
    switch self {
    case .transitionMetalsMolar: Words(en: "molar, among transition metals", ja: "遷移金属中のモル比")
    case .cationsMolar: Words(en: "molar, among all cations", ja: "全陽イオン中のモル比")
    case .cationsMass: Words(en: "by mass, among all cations", ja: "全陽イオン中の質量比")
    }
  }

  private static let notTransitionMetals: Set<String> = ["Li", "Al", "Mg", "Na", "B"]

  /// Standard atomic weights (IUPAC 2021, abridged), g/mol.
  private static let molarMass = [
    "Li": "6.94", "B": "10.81", "Na": "22.990", "Mg": "24.305", "Al": "26.982", "Ti": "47.867",
    "Mn": "54.938", "Fe": "55.845", "Co": "58.933", "Ni": "58.693", "Zr": "91.224", "W": "183.84",
  ]
}
