import CellData

/// What all spectra of a cell say together.
public struct ImpedanceFindings: Sendable, Equatable {
  public var spectra: [SpectrumFindings]
  /// For each spectrum, the identity of each peak of its distribution of relaxation times.
  public var peakIdentities: [[Int]]
  /// Which of the spectra the trend rests on.
  public var trendMembers: [Int]
  public var trend: ImpedanceTrend?
  public var causes: CauseRanking?

  /// - Parameters:
  ///   - spectra: in the order of age where they have one.
  ///   - capacities: of the cell in Ah by age, where they are known.
  public init(_ spectra: [SpectrumFindings], capacities: [Double: Double] = [:]) {
    self.spectra = spectra
    peakIdentities =
      PeakTracking(spectra.map { $0.relaxationTimes?.peaks.map(\.time) ?? [] }).identities
    let alike = spectra.first { $0.resistances != nil }?.spectrum.conditions
    trendMembers = spectra.indices.filter { k in
      let conditions = spectra[k].spectrum.conditions
      return spectra[k].resistances != nil && conditions.age != nil
        && conditions.temperature == alike?.temperature
        && conditions.stateOfCharge == alike?.stateOfCharge
    }
    let points = trendMembers.compactMap { k -> ImpedanceTrend.Point? in
      guard let resistances = spectra[k].resistances,
        let age = spectra[k].spectrum.conditions.age
      else { return nil }
      return ImpedanceTrend.Point(
        age: age, resistances: resistances, capacity: capacities[age])
    }
    trend = ImpedanceTrend(points)
    causes = trend.map { CauseRanking($0) }
  }
}
