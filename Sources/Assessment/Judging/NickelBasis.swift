import CellData

/// What a nickel ratio is a share of; the sources leave it open (RULES A4, point 2).
enum NickelBasis: String, CaseIterable {
  case transitionMetalsMolar = "transition-metals-molar"
  case cationsMolar = "cations-molar"
  case cationsMass = "cations-mass"

  /// The nickel share of a declared composition on every basis, exact for the molar ones.
  static func values(of cathode: Cell.Cathode?) -> [JudgedValue] {
    guard let cathode, let nickel = cathode.composition["Ni"] else { return [] }
    return allCases.compactMap { basis in
      guard let (percent, exact) = basis.share(of: nickel, in: cathode.composition) else {
        return nil
      }
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

  private func share(
    of nickel: DeclaredNumber, in composition: [String: DeclaredNumber]
  ) -> (Double, ExactRatio?)? {
    let hundred = DeclaredNumber(significand: 1, exponent: 2)
    if self == .cationsMass {
      var total = 0.0
      for (symbol, amount) in composition {
        guard let mass = Self.molarMass[symbol] else { return nil }
        total += mass * amount.doubleValue
      }
      guard total > 0, let mass = Self.molarMass["Ni"] else { return nil }
      return (mass * nickel.doubleValue / total * 100, nil)
    }
    let others = self == .transitionMetalsMolar ? Self.notTransitionMetals : []
    var total = DeclaredNumber(significand: 0, exponent: 0)
    for (symbol, amount) in composition where !others.contains(symbol) {
      guard let sum = total.adding(amount) else { return nil }
      total = sum
    }
    guard total.significand > 0 else { return nil }
    var exact = ExactRatio()
    exact.multiply(by: nickel)
    exact.multiply(by: hundred)
    exact.divide(by: total)
    return (nickel.doubleValue / total.doubleValue * 100, exact)
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
    "Li": 6.94, "B": 10.81, "Na": 22.990, "Mg": 24.305, "Al": 26.982, "Ti": 47.867, "Mn": 54.938,
    "Fe": 55.845, "Co": 58.933, "Ni": 58.693, "Zr": 91.224, "W": 183.84,
  ]
}
