import CellData

/// What all spectra of a cell say together.
public struct ImpedanceFindings: Sendable, Equatable {
  public var spectra: [SpectrumFindings]
  /// For each spectrum, the identity of each peak of its distribution of relaxation times.
  public var peakIdentities: [[Int]]
  /// Which of the spectra the trend rests on.
  public var trendMembers: [Int]
  /// At the temperature and state of charge with the most ages.
  public var trend: ImpedanceTrend?
  /// At the others that have at least two ages.
  public var otherTrends: [ImpedanceTrend]
  public var activation: [ActivationEnergy]
  public var causes: CauseRanking?

  /// - Parameters:
  ///   - spectra: in the order of age where they have one.
  ///   - capacities: of the cell at the age of each spectrum, where they are known.
  public init(_ spectra: [SpectrumFindings], capacities: [CapacityAtAge?] = []) {
    self.spectra = spectra
    peakIdentities =
      PeakTracking(spectra.map { $0.relaxationTimes?.peaks.map(\.time) ?? [] }).identities
    let groups = ConditionGroup.groups(spectra)
    let trends = groups.map { Self.trend($0, spectra, capacities) }
    activation = ActivationEnergy.all(groups, spectra)
    let main = groups.indices.filter { trends[$0] != nil }.max { a, b in
      // The first of equals.
      let (m, n) = (trends[a]?.points.count ?? 0, trends[b]?.points.count ?? 0)
      return m != n ? m < n : a > b
    }
    guard let main, let trend = trends[main] else {
      (trendMembers, trend, otherTrends, causes) = ([], nil, [], nil)
      return
    }
    trendMembers = groups[main].members.filter {
      spectra[$0].spectrum.conditions.age != nil
    }
    self.trend = trend
    let others = groups.indices.filter { $0 != main && trends[$0] != nil }
    otherTrends = others.compactMap { trends[$0] }
    let dependence = AddedResistance(
      main: trend,
      otherTemperatures: others.filter { groups[main].differsInTemperatureAlone(from: groups[$0]) }
        .compactMap { trends[$0] },
      otherCharges: others.filter { groups[main].differsInChargeAlone(from: groups[$0]) }
        .compactMap { trends[$0] })
    causes = CauseRanking(trend, dependence)
  }

  private static func trend(
    _ group: ConditionGroup, _ spectra: [SpectrumFindings], _ capacities: [CapacityAtAge?]
  ) -> ImpedanceTrend? {
    let points = group.members.compactMap { k -> ImpedanceTrend.Point? in
      guard let resistances = spectra[k].resistances,
        let age = spectra[k].spectrum.conditions.age
      else { return nil }
      return ImpedanceTrend.Point(
        age: age, resistances: resistances,
        capacity: k < capacities.count ? capacities[k] : nil)
    }
    var trend = ImpedanceTrend(points)
    trend?.conditions = SpectrumConditions(
      ageUnit: group.members.first.map { spectra[$0].spectrum.conditions.ageUnit } ?? .index,
      stateOfCharge: group.stateOfCharge, temperature: group.temperature)
    for case let circuit? in group.members.map({ spectra[$0].choice?.best.circuit })
    where trend?.circuits.contains(circuit) == false {
      trend?.circuits.append(circuit)
    }
    return trend
  }
}
