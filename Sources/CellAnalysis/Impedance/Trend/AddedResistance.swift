/// How the resistance that was added with age depends on temperature and state of charge.
///
/// If the same process grew, what was added depends on them like the fresh part itself; if
/// something else came in series, it does not. The logarithm of the ratio between two conditions
/// is compared: that of the added resistance with that of the fresh one.
struct AddedResistance: Sendable {
  enum Answer: Sendable { case likeTheFreshPart, notAtAll }

  private let main: ImpedanceTrend?
  private let otherTemperatures: [ImpedanceTrend]
  private let otherCharges: [ImpedanceTrend]

  init(
    main: ImpedanceTrend? = nil, otherTemperatures: [ImpedanceTrend] = [],
    otherCharges: [ImpedanceTrend] = []
  ) {
    self.main = main
    self.otherTemperatures = otherTemperatures
    self.otherCharges = otherCharges
  }

  var hasTwoTemperatures: Bool { !otherTemperatures.isEmpty }
  var hasTwoCharges: Bool { !otherCharges.isEmpty }

  /// Nil where the conditions make no clear difference, or the errors leave it open.
  func onTemperature(_ part: ImpedanceTrend.Part) -> Answer? { answer(part, otherTemperatures) }

  func onCharge(_ part: ImpedanceTrend.Part) -> Answer? { answer(part, otherCharges) }

  /// All conditions must agree.
  private func answer(_ part: ImpedanceTrend.Part, _ others: [ImpedanceTrend]) -> Answer? {
    let answers = others.compactMap { compare(part, $0) }
    guard let first = answers.first, answers.allSatisfy({ $0 == first }) else { return nil }
    return first
  }

  private func compare(_ part: ImpedanceTrend.Part, _ other: ImpedanceTrend) -> Answer? {
    guard let main, let a = Ends(main, part), let b = Ends(other, part), a.added > 0, b.added > 0
    else { return nil }
    let fresh = Portable.log(b.first.value / a.first.value)
    let added = Portable.log(b.added / a.added)
    // A difference of a fifth between the conditions is the least that tells anything.
    guard abs(fresh) > 0.2 else { return nil }
    let error =
      1.96
      * (a.relativeError * a.relativeError + b.relativeError * b.relativeError)
      .squareRoot()
    let share = added / fresh
    let reach = error / abs(fresh)
    if share + reach < 0.5 { return .notAtAll }
    if share - reach > 0.5 { return .likeTheFreshPart }
    return nil
  }

  /// The first and the last value of a part.
  private struct Ends {
    let first: SpectrumResistances.Part
    let added: Double
    /// Standard error of what was added, over it.
    let relativeError: Double

    init?(_ trend: ImpedanceTrend, _ part: ImpedanceTrend.Part) {
      guard let first = trend.points.first?.part(part), let last = trend.points.last?.part(part),
        let e = first.standardError, let f = last.standardError, first.value > 0
      else { return nil }
      self.first = first
      added = last.value - first.value
      guard added > 0 else { return nil }
      relativeError = (e * e + f * f).squareRoot() / added
    }
  }
}
