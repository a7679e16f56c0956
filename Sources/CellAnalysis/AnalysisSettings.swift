public import CellData

/// What the analysis is told beside the data.
public struct AnalysisSettings: Sendable, Equatable {
  /// Declared by a person, nil where nobody did; for C-rates and for plausibility.
  public var ratedCapacity: AmpereHours?
  public var minimumVoltage: Volts?
  public var maximumVoltage: Volts?
  /// Findings that a person accepts: they are warnings where they would be refusals.
  public var accepted: Set<QualityFinding.Code>

  public init(
    ratedCapacity: AmpereHours? = nil, minimumVoltage: Volts? = nil, maximumVoltage: Volts? = nil,
    accepted: Set<QualityFinding.Code> = []
  ) {
    self.ratedCapacity = ratedCapacity
    self.minimumVoltage = minimumVoltage
    self.maximumVoltage = maximumVoltage
    self.accepted = accepted
  }

  /// The settings that a cell's declaration gives.
  public init(cell: Cell, accepted: Set<QualityFinding.Code> = []) {
    self.init(
      ratedCapacity: cell.ratedCapacity?.quantity, minimumVoltage: cell.minimumVoltage?.quantity,
      maximumVoltage: cell.maximumVoltage?.quantity, accepted: accepted)
  }
}
