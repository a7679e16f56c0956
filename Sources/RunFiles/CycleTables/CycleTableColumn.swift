import CellData

/// What a column of a cycle table holds.
enum CycleTableColumn: String, CaseIterable {
  case cycle, label
  case chargeCapacity, dischargeCapacity, chargeEnergy, dischargeEnergy
  case minimumVoltage, maximumVoltage, chargeMeanVoltage, dischargeMeanVoltage
  case minimumCurrent, maximumCurrent, chargeCurrent, dischargeCurrent
  case meanTemperature, maximumTemperature
  case endTime, startUnixTime, endUnixTime, startDay
  case throughput, energyThroughput

  var dimension: Dimension {
    switch self {
    case .cycle, .label, .startDay: .number
    case .chargeCapacity, .dischargeCapacity, .throughput: .charge
    case .chargeEnergy, .dischargeEnergy, .energyThroughput: .energy
    case .minimumVoltage, .maximumVoltage, .chargeMeanVoltage, .dischargeMeanVoltage: .voltage
    case .minimumCurrent, .maximumCurrent, .chargeCurrent, .dischargeCurrent: .current
    case .meanTemperature, .maximumTemperature: .temperature
    case .endTime, .startUnixTime, .endUnixTime: .time
    }
  }

  /// Whether the cells hold words or dates instead of numbers.
  var isText: Bool { self == .label || self == .startUnixTime || self == .endUnixTime }

  /// The meaning of a label, and how its numbers become stored ones; nil for other labels.
  static func meaning(
    of text: String
  ) -> (column: CycleTableColumn, conversion: UnitConversion, isAssumed: Bool)? {
    for reading in ColumnLabel(text).readings {
      guard let column = names[reading.name] else { continue }
      if column == .startDay {
        // Days since the year 0, which no unit of the house has.
        return (column, UnitConversion(symbol: "d"), false)
      }
      guard let conversion = column.dimension.conversion(from: reading.unit ?? "") else { continue }
      let isAssumed = reading.unit == nil && column.dimension != .number
      return (column, conversion, isAssumed)
    }
    return nil
  }

  private static let names: [String: CycleTableColumn] = {
    let families: [CycleTableColumn: [String]] = [
      .cycle: [
        "cycleindex", "cyclenumber", "cyclecount", "cycle", "cyc", "cycleno", "cyclenr", "cycleid",
      ],
      .label: ["cyclelabel", "cycletype", "label"],
      .chargeCapacity: [
        "qchg", "qcharge", "qc", "chargecapacity", "chargecap", "chgcapacity", "capacitycharge",
        "chargingcapacity",
      ],
      .dischargeCapacity: [
        "qdis", "qdischarge", "qd", "qdchg", "dischargecapacity", "dischargecap", "dchgcapacity",
        "capacitydischarge", "dischargingcapacity",
      ],
      .chargeEnergy: ["echg", "echarge", "chargeenergy", "energycharge", "chargingenergy"],
      .dischargeEnergy: [
        "edis", "edischarge", "edchg", "dischargeenergy", "energydischarge", "dischargingenergy",
      ],
      .minimumVoltage: ["vmin", "minvoltage", "minimumvoltage", "voltagemin", "voltageminimum"],
      .maximumVoltage: ["vmax", "maxvoltage", "maximumvoltage", "voltagemax", "voltagemaximum"],
      .chargeMeanVoltage: ["vchg", "chargemeanvoltage", "meanchargevoltage", "chargeavgvoltage"],
      .dischargeMeanVoltage: [
        "vdis", "dischargemeanvoltage", "meandischargevoltage", "dischargeavgvoltage",
      ],
      .minimumCurrent: ["imin", "mincurrent", "minimumcurrent", "currentmin"],
      .maximumCurrent: ["imax", "maxcurrent", "maximumcurrent", "currentmax"],
      .chargeCurrent: ["ichg", "chargecurrent"],
      .dischargeCurrent: ["idis", "dischargecurrent"],
      .meanTemperature: ["tavg", "meantemperature", "avgtemperature", "temperatureavg", "tmean"],
      .maximumTemperature: ["tmax", "maxtemperature", "maximumtemperature", "temperaturemax"],
      .endTime: ["tsecsend", "testtime"],
      .startUnixTime: ["starttime", "startdate", "datetime", "startdatetime"],
      .endUnixTime: ["endtime", "enddate", "enddatetime"],
      .startDay: ["datenum"],
      .throughput: ["absolutechargethroughput", "chargethroughputabsolute", "capacitythroughput"],
      .energyThroughput: ["absoluteenergythroughput", "energythroughputabsolute"],
    ]
    var table: [String: CycleTableColumn] = [:]
    for (column, names) in families { for name in names { table[name] = column } }
    return table
  }()
}
