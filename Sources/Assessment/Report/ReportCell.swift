public import CellData

/// What `cell.json` declares, under the same keys and with the same digits.
public struct ReportCell: Sendable, Equatable, Codable {
  public var id: String?
  public var casing: String?
  public var dimensions: Dimensions?
  public var mass: ReportNumber?
  public var ratedCapacity: ReportNumber?
  public var nominalVoltage: ReportNumber?
  public var minimumVoltage: ReportNumber?
  public var maximumVoltage: ReportNumber?
  public var cathode: Cathode?
  public var use: String?
  public var instruments: [Instrument]?
  public var declarations: NamedValues<Bool>?
  public var declaredBy: String?
  public var declarers: NamedValues<String>?
  public var energyConvention: String?
  public var reportedRate: ReportNumber?
  public var temperatureSensitivity: ReportNumber?
  public var furtherUncertainties: [FurtherUncertainty]?
  public var values: NamedValues<ReportNumber>?
  public var planCovers: [String]?
  public var eventLog: EventLog?
  public var files: [FileConditions]?
  public var halfCells: HalfCells?

  /// The files of the half-cell curves.
  public struct HalfCells: Sendable, Equatable, Codable, OneLine {
    public var positive: String
    public var negative: String
  }

  enum CodingKeys: String, CodingKey {
    case id, casing
    case dimensions = "dimensions_mm"
    case mass = "mass_g"
    case ratedCapacity = "ratedCapacity_Ah"
    case nominalVoltage = "nominalVoltage_V"
    case minimumVoltage = "minimumVoltage_V"
    case maximumVoltage = "maximumVoltage_V"
    case cathode, use, instruments, declarations, declaredBy, declarers
    case energyConvention
    case reportedRate = "reportedRate_C"
    case temperatureSensitivity = "temperatureSensitivity_percentPerK"
    case furtherUncertainties, values, planCovers, eventLog, halfCells, files
  }

  public struct Dimensions: Sendable, Equatable, Codable, OneLine {
    public var diameter: ReportNumber?
    public var width: ReportNumber?
    public var height: ReportNumber
    public var thickness: ReportNumber?
    public var basis: String?
    public var tolerance: ReportNumber?
    public var ownTolerances: NamedValues<ReportNumber>?
    public var correlation: ReportNumber?

    enum CodingKeys: String, CodingKey {
      case diameter, width, height, thickness, basis
      case tolerance = "tolerance_mm"
      case ownTolerances = "tolerances_mm"
      case correlation
    }
  }

  public struct Cathode: Sendable, Equatable, Codable, OneLine {
    public var chemistry: String?
    public var nickelRatio: ReportNumber?
    public var basis: String?
    public var composition: NamedValues<ReportNumber>?

    enum CodingKeys: String, CodingKey {
      case chemistry
      case nickelRatio = "nickelRatio_percent"
      case basis
      case composition = "composition_mol"
    }
  }

  public struct Instrument: Sendable, Equatable, Codable, OneLine {
    public var name: String
    public var quantity: String
    public var readingPercent: ReportNumber?
    public var fullScalePercent: ReportNumber?
    public var fullScale: ReportNumber?
    public var resolution: ReportNumber?
    public var calibrationCertificate: String?
    public var calibration: Calibration?
  }

  public init(_ cell: Cell) {
    id = cell.id
    casing = cell.casing?.rawValue
    dimensions = cell.dimensions.map(Dimensions.init)
    mass = (cell.mass?.number).map(ReportNumber.exact)
    ratedCapacity = (cell.ratedCapacity?.number).map(ReportNumber.exact)
    nominalVoltage = (cell.nominalVoltage?.number).map(ReportNumber.exact)
    minimumVoltage = (cell.minimumVoltage?.number).map(ReportNumber.exact)
    maximumVoltage = (cell.maximumVoltage?.number).map(ReportNumber.exact)
    cathode = cell.cathode.map {
      Cathode(
        chemistry: $0.chemistry, nickelRatio: ($0.nickelRatio?.number).map(ReportNumber.exact),
        basis: $0.basis, composition: Self.named($0.composition))
    }
    use = cell.use?.rawValue
    instruments = cell.instruments.isEmpty ? nil : cell.instruments.map(Instrument.init)
    declarations = cell.declarations.isEmpty ? nil : NamedValues(cell.declarations)
    declaredBy = cell.declaredBy
    declarers = cell.declarers.isEmpty ? nil : NamedValues(cell.declarers)
    halfCells = cell.halfCells.map { HalfCells(positive: $0.positive, negative: $0.negative) }
    addEvidence(of: cell)
  }
}

extension ReportCell.Dimensions {
  fileprivate init(_ dimensions: Cell.Dimensions) {
    let tolerance = (dimensions.tolerance?.number).map(ReportNumber.exact)
    let own = ReportCell.named(dimensions.ownTolerances.mapValues(\.number))
    let correlation = dimensions.correlation.map(ReportNumber.exact)
    switch dimensions.shape {
    case .cylinder(let diameter, let height):
      self.init(
        diameter: .exact(diameter.number), height: .exact(height.number),
        basis: dimensions.basis, tolerance: tolerance,
        ownTolerances: own, correlation: correlation)
    case .prism(let width, let height, let thickness):
      self.init(
        width: .exact(width.number), height: .exact(height.number),
        thickness: .exact(thickness.number), basis: dimensions.basis, tolerance: tolerance,
        ownTolerances: own, correlation: correlation)
    }
  }
}

extension ReportCell.Instrument {
  fileprivate init(_ instrument: Cell.Instrument) {
    self.init(
      name: instrument.name, quantity: instrument.quantity,
      readingPercent: instrument.readingPercent.map(ReportNumber.exact),
      fullScalePercent: instrument.fullScalePercent.map(ReportNumber.exact),
      fullScale: instrument.fullScale.map(ReportNumber.exact),
      resolution: instrument.resolution.map(ReportNumber.exact),
      calibrationCertificate: instrument.calibrationCertificate,
      calibration: instrument.calibration.map(ReportCell.Calibration.init))
  }
}
