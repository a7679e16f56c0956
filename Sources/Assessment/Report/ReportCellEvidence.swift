import CellData

/// What `cell.json` declares around a test, under the same keys.
extension ReportCell {
  public struct Calibration: Sendable, Equatable, Codable, OneLine {
    public var certificate: String?
    public var date: String?
    public var dueDate: String?
    public var expandedUncertainty: ReportNumber?
    public var coverageFactor: ReportNumber?

    init(_ calibration: Cell.Calibration) {
      certificate = calibration.certificate
      date = calibration.date
      dueDate = calibration.dueDate
      expandedUncertainty = calibration.expandedUncertainty.map(ReportNumber.exact)
      coverageFactor = calibration.coverageFactor.map(ReportNumber.exact)
    }
  }

  public struct FurtherUncertainty: Sendable, Equatable, Codable, OneLine {
    public var name: String
    public var of: String
    public var standardUncertainty: ReportNumber

    enum CodingKeys: String, CodingKey {
      case name, of
      case standardUncertainty = "standardUncertainty_percent"
    }
  }

  public struct EventLog: Sendable, Equatable, Codable {
    public var observedUntil: ReportNumber
    public var events: [Event]

    enum CodingKeys: String, CodingKey {
      case observedUntil = "observedUntil_s"
      case events
    }

    public struct Event: Sendable, Equatable, Codable, OneLine {
      public var event: String
      public var time: ReportNumber

      enum CodingKeys: String, CodingKey {
        case event
        case time = "time_s"
      }
    }
  }

  /// What a file was measured at.
  public struct FileConditions: Sendable, Equatable, Codable, OneLine {
    public var name: String
    public var age: ReportNumber?
    public var ageUnit: String?
    public var stateOfCharge: ReportNumber?
    public var temperature: ReportNumber?
    public var capacity: ReportNumber?

    enum CodingKeys: String, CodingKey {
      case name, age, ageUnit
      case stateOfCharge = "stateOfCharge_percent"
      case temperature = "temperature_degC"
      case capacity = "capacity_Ah"
    }

    init(_ conditions: Cell.FileConditions) {
      name = conditions.name
      age = conditions.age.map(ReportNumber.exact)
      ageUnit = conditions.ageUnit?.rawValue
      stateOfCharge = conditions.stateOfCharge.map(ReportNumber.exact)
      temperature = conditions.temperature.map(ReportNumber.exact)
      capacity = conditions.capacity.map(ReportNumber.exact)
    }
  }

  mutating func addEvidence(of cell: Cell) {
    if !cell.files.isEmpty { files = cell.files.map(FileConditions.init) }
    energyConvention = cell.energyConvention?.rawValue
    reportedRate = cell.reportedRate.map(ReportNumber.exact)
    temperatureSensitivity = cell.temperatureSensitivity.map(ReportNumber.exact)
    if !cell.furtherUncertainties.isEmpty {
      furtherUncertainties = cell.furtherUncertainties.map {
        FurtherUncertainty(
          name: $0.name, of: $0.subject.rawValue, standardUncertainty: .exact($0.percent))
      }
    }
    values = Self.named(cell.values)
    planCovers = cell.planCovers.isEmpty ? nil : cell.planCovers
    eventLog = cell.eventLog.map { log in
      EventLog(
        observedUntil: .exact(log.observedUntil),
        events: log.events.map { .init(event: $0.name, time: .exact($0.time)) })
    }
  }

  static func named(_ numbers: [String: DeclaredNumber]) -> NamedValues<ReportNumber>? {
    numbers.isEmpty ? nil : NamedValues(numbers.mapValues(ReportNumber.exact))
  }
}
