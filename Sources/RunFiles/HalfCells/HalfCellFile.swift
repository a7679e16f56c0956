/// The points of a half-cell curve as a file holds them.
public struct HalfCellReading: Sendable, Equatable {
  /// 0 to 1 where the file says so, or a capacity brought to that scale.
  public var lithiation: [Double]
  /// Against lithium, in V.
  public var voltage: [Double]
  public var lithiationLabel: String
  public var voltageLabel: String
  public var scale: Scale
  public var digest: FileDigest

  /// What the lithiation was made from.
  public enum Scale: String, Sendable {
    case stoichiometry
    /// A capacity, over its whole extent; its direction was taken so that the voltage falls.
    case capacity
  }
}

/// Reads half-cell curves: a table of text with a lithiation or capacity and a voltage.
public enum HalfCellFile {
  public static let byteLimit = 64 << 20

  /// Reads a curve; rows without a number in both columns are left out.
  ///
  /// - Complexity: O(length).
  public static func read(path: String) throws(RunFileError) -> HalfCellReading {
    let (text, digest) = try CycleTableFile.contents(path)
    guard !text.isBinary else { throw .unknownFormat(path: path, found: "binary content") }
    for line in 0..<min(50, text.count) {
      for separator in [FieldSeparator.tab, .semicolon, .comma, .blanks] {
        let labels = text.fields(line, by: separator).map(text.string)
        guard let columns = Columns(labels) else { continue }
        return try reading(text, from: line + 1, separator, labels, columns, digest)
      }
    }
    throw .unknownFormat(
      path: path,
      found: "text without a line that names a stoichiometry (or capacity) and a voltage")
  }

  private struct Columns {
    var lithiation: Int
    var voltage: Int
    var scale: HalfCellReading.Scale
    var conversion: UnitConversion

    private static let stoichiometries: Set<String> = [
      "stoichiometry", "sto", "lithiation", "degreeoflithiation", "x", "y", "theta", "xli",
    ]
    private static let capacities: Set<String> = [
      "capacity", "q", "charge", "specificcapacity", "chargecapacity", "dischargecapacity",
      "capacitymah", "capacityah",
    ]
    private static let voltages: Set<String> = [
      "voltage", "potential", "u", "v", "e", "ewe", "ocv", "ocp", "opencircuitvoltage",
      "opencircuitpotential", "voltagevsli", "potentialvsli",
    ]

    init?(_ labels: [String]) {
      var found: (place: Int, scale: HalfCellReading.Scale)?
      var volts: (place: Int, conversion: UnitConversion)?
      for (place, label) in labels.enumerated() {
        for reading in ColumnLabel(label).readings {
          if found == nil, Self.stoichiometries.contains(reading.name) {
            found = (place, .stoichiometry)
          } else if found == nil, Self.capacities.contains(reading.name) {
            found = (place, .capacity)
          } else if volts == nil, Self.voltages.contains(reading.name),
            let conversion = Dimension.voltage.conversion(from: reading.unit ?? "")
          {
            volts = (place, conversion)
          }
        }
      }
      guard let found, let volts, found.place != volts.place else { return nil }
      lithiation = found.place
      voltage = volts.place
      scale = found.scale
      conversion = volts.conversion
    }
  }

  private static func reading(
    _ text: SpectrumText, from first: Int, _ separator: FieldSeparator, _ labels: [String],
    _ columns: Columns, _ digest: FileDigest
  ) throws(RunFileError) -> HalfCellReading {
    let comma =
      separator != .comma && first < text.count && text.line(first).contains(",")
      && !text.line(first).contains(".")
    var (x, u): ([Double], [Double]) = ([], [])
    for line in first..<text.count where !text.lines[line].isEmpty {
      let fields = text.fields(line, by: separator)
      guard fields.count > max(columns.lithiation, columns.voltage) else {
        throw .badRow(path: text.path, line: line + 1, fields: fields.count, expected: labels.count)
      }
      func value(_ column: Int) throws(RunFileError) -> Double {
        if let value = text.number(fields[column], decimalComma: comma) { return value }
        throw .badValue(
          path: text.path, line: line + 1, column: column + 1, label: labels[column],
          found: String(text.string(fields[column]).prefix(40)), expected: "a number")
      }
      let (place, volts) = (try value(columns.lithiation), try value(columns.voltage))
      guard place.isFinite, volts.isFinite else { continue }
      x.append(place)
      u.append(columns.conversion.finish(volts * power(columns.conversion)))
    }
    if columns.scale == .capacity { x = scaled(x, u) }
    return HalfCellReading(
      lithiation: x, voltage: u, lithiationLabel: labels[columns.lithiation],
      voltageLabel: labels[columns.voltage], scale: columns.scale, digest: digest)
  }

  private static func power(_ conversion: UnitConversion) -> Double {
    Double("1e\(conversion.power)") ?? 1
  }

  /// A capacity as a lithiation from 0 to 1, along which the voltage falls.
  private static func scaled(_ capacity: [Double], _ voltage: [Double]) -> [Double] {
    guard let low = capacity.min(), let high = capacity.max(), high > low else { return capacity }
    let n = Double(capacity.count)
    let meanX = capacity.reduce(0, +) / n
    let meanU = voltage.reduce(0, +) / n
    let product = zip(capacity, voltage).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanU) }
    return capacity.map { product <= 0 ? ($0 - low) / (high - low) : (high - $0) / (high - low) }
  }
}
