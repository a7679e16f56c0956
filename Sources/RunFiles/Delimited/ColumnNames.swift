import CellData

/// The names under which the channels go, in public formats and in generic exports.
enum ColumnNames {
  /// One meaning of a name.
  struct Meaning {
    var channel: Channel
    /// How near the name is to what the channel asks for; the lowest rank wins.
    var rank: Int
    /// The unit that the name itself says, such as `Seconds`.
    var unit: String?
    /// The name means this only beside a written unit of the channel.
    var needsUnit = false
    /// The name is that of a further sensor, which can never stand for the cell.
    var isAuxiliary = false
  }

  /// The meanings of a name that was reduced by `LabelText.key`; none for an unknown one.
  static func meanings(of name: String) -> [Meaning] {
    if let known = table[name] { return known }
    if let numbered = numberedSensor(name) { return [numbered] }
    return []
  }

  /// `temperature_t2`, `Temp 1`, `T1`, `Aux_Temperature_1`, `LogTemp001`, `Auxiliary Voltage 1`.
  private static func numberedSensor(_ name: String) -> Meaning? {
    let stem = name.prefix { !("0"..."9").contains($0) }
    let digits = name.dropFirst(stem.count)
    guard (1...3).contains(digits.count), let number = Int(digits) else { return nil }
    if ["auxiliaryvoltage", "auxvoltage"].contains(stem) {
      return Meaning(channel: .voltage, rank: number, isAuxiliary: true)
    }
    let stems: Set<Substring> = [
      "t", "temp", "temperature", "temperaturet", "auxtemperature", "auxtemp", "logtemp",
      "surfacetemperaturet", "surfacetemperature",
    ]
    return stems.contains(stem)
      ? Meaning(channel: .temperature, rank: number <= 1 ? 1 : 2) : nil
  }

  private static let table: [String: [Meaning]] = {
    var table: [String: [Meaning]] = [:]
    func add(
      _ channel: Channel, _ rank: Int, unit: String? = nil, needsUnit: Bool = false,
      _ names: String...
    ) {
      for name in names {
        table[name, default: []].append(
          Meaning(channel: channel, rank: rank, unit: unit, needsUnit: needsUnit))
      }
    }
    add(.time, 0, "testtime", "totaltime", "cumulativetime", "progtime", "runtime", "elapsedtime")
    add(.time, 0, needsUnit: true, "test", "total", "elapsed")
    add(.time, 1, "time", "timestamp", "t", "relativetime", "timevec", "timevector")
    add(.time, 0, unit: "ms", "programmdauer")
    add(.time, 1, unit: "s", "seconds", "sec", "secs")
    add(.time, 1, unit: "min", "minutes")
    add(.time, 1, unit: "h", "hours")
    add(.voltage, 0, "voltage", "volts", "volt", "u", "v", "ewe", "ecell", "vcell", "cellvoltage")
    add(.voltage, 1, "terminalvoltage", "batteryvoltage", "eweece", "potential", "spannung")
    add(.voltage, 1, "volvec", "voltvec", "voltagevec")
    add(.voltage, 0, needsUnit: true, "vf")
    add(.current, 0, needsUnit: true, "im")
    add(.voltage, 0, unit: "mV", "mvolts", "millivolts")
    add(.current, 0, "current", "amps", "amp", "amperes", "i", "cellcurrent", "icell")
    add(.current, 1, "batterycurrent", "packcurrent", "strom", "curr", "currvec", "currentvec")
    add(.current, 0, unit: "mA", "mamps", "milliamps")
    add(.temperature, 0, "celltemperature", "surfacetemperature", "celltemp", "surfacetemp")
    add(.temperature, 1, "temperature", "temp", "celltempmid", "logtempmid")
    add(.temperature, 2, "celltemppos", "celltempneg", "logtemppos", "logtempneg", "tempvec")
    add(.temperature, 1, needsUnit: true, "t")
    add(.temperature, 3, "ambienttemperature", "environmenttemperature", "chambertemperature")
    add(.temperature, 3, "ambienttemp", "chambertemp", "stationtemperature")
    add(.cycleNumber, 0, "cyclecount", "cycleindex", "cyclenumber", "cycle", "cyc", "cycleno")
    add(.cycleNumber, 0, "cyclec", "cyccount", "cycno", "cyclenr", "zyklus")
    add(.cycleNumber, 1, "cycleid", "cyclep", "totalcycle")
    add(.stepNumber, 0, "stepcount")
    add(.stepNumber, 1, "stepid", "stepindex", "step", "stepnumber", "stepno", "stepnr")
    add(.stepNumber, 1, "schritt")
    add(.stepTime, 0, "steptime", "timeinstep")
    add(.stepTime, 0, unit: "ms", "schrittdauer")
    add(.stepTime, 0, needsUnit: true, "step")
    add(.netCapacity, 0, needsUnit: true, "qqo")
    addCounters { channel, rank, name in add(channel, rank, name) }
    add(.unixTime, 0, "unixtime", "epoch", "epochtime")
    add(.unixTime, 1, "datetime", "datetimeisostring", "absolutetime", "realtime", "systemtime")
    add(.unixTime, 1, "dpttime", "timestamp", "date", "wallclock", "absolute")
    add(.direction, 0, "steptype", "state", "md", "mode", "status", "command", "stepname")
    add(.direction, 1, "stepstate", "steptypename", "currentdirection")
    return table
  }()

  /// The counters: the running ones of a test before those that reset in a step or a cycle.
  private static func addCounters(_ add: (Channel, Int, String) -> Void) {
    let directions: [(Channel, Channel, [String])] = [
      (.chargeCapacity, .chargeEnergy, ["charging", "charge", "chg", "chrg"]),
      (
        .dischargeCapacity, .dischargeEnergy,
        ["discharging", "discharge", "dchg", "dischg", "dchrg", "dis"]
      ),
    ]
    let families = [("", 0), ("test", 0), ("step", 1), ("cycle", 2), ("schedule", 3)]
    for (capacity, energy, words) in directions {
      for (family, rank) in families {
        for word in words {
          add(capacity, rank, "\(family)\(word)capacity")
          add(capacity, rank, "\(family)\(word)cap")
          add(energy, rank, "\(family)\(word)energy")
        }
      }
    }
    for word in ["capacitycharge", "qcharge", "qchg"] { add(.chargeCapacity, 0, word) }
    for word in ["capacitydischarge", "qdischarge", "qdis"] { add(.dischargeCapacity, 0, word) }
    // Basytec's counters of a cycle, whose labels have no unit.
    add(.chargeCapacity, 2, "ahcyccharge")
    add(.dischargeCapacity, 2, "ahcycdischarge")
    add(.chargeEnergy, 2, "whcyccharge")
    add(.dischargeEnergy, 2, "whcycdischarge")
    for word in ["energycharge", "echarge"] { add(.chargeEnergy, 0, word) }
    for word in ["energydischarge", "edischarge"] { add(.dischargeEnergy, 0, word) }
    for word in ["internalresistance", "acresistance"] { add(.internalResistance, 1, word) }
    for (family, rank) in families { add(.netCapacity, rank, "\(family)netcapacity") }
  }
}
