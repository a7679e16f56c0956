import CellData

/// A table with one row a cycle, under a line of labels.
///
/// Which columns it has is told from their labels alone; a capacity without a unit counts as Ah,
/// and the reading says so. The cycle numbers rise from row to row: a table in which they do not
/// is no table of one cell's cycles.
struct CycleTable {
  private let text: SpectrumText
  private let separator: FieldSeparator
  private let labels: [String]
  private let places: [CycleTableColumn: Place]
  private let first: Int
  private let decimalComma: Bool

  private struct Place {
    var column: Int
    var conversion: UnitConversion
    var isAssumed: Bool
  }

  /// How many lines may stand above the labels.
  private static let headLimit = 50
  /// How many words are looked at before the file counts as something else.
  private static let labelLimit = 100_000
  /// A day in MATLAB's count, which 1970 began with.
  private static let firstDayOf1970 = 719_529.0

  /// Nil unless a line names a cycle and a capacity, and the first rows count cycles.
  init?(_ text: SpectrumText) {
    guard let found = Self.header(text) else { return nil }
    self.text = text
    separator = found.separator
    labels = found.labels
    first = found.line + 1
    places = found.places
    decimalComma =
      separator != .comma && first < text.count && text.line(first).contains(",")
      && !text.line(first).contains(".")
    guard countsCycles else { return nil }
  }

  private static func header(
    _ text: SpectrumText
  ) -> (line: Int, separator: FieldSeparator, labels: [String], places: [CycleTableColumn: Place])?
  {
    var room = labelLimit
    for line in 0..<min(headLimit, text.count) {
      for separator in [FieldSeparator.tab, .semicolon, .comma] {
        let fields = text.fields(line, by: separator)
        room -= fields.count
        guard room >= 0 else { return nil }
        let labels = fields.map(text.string)
        let places = Self.places(labels)
        if places[.cycle] != nil,
          places[.dischargeCapacity] != nil || places[.chargeCapacity] != nil
        {
          return (line, separator, labels, places)
        }
      }
    }
    return nil
  }

  private static func places(_ labels: [String]) -> [CycleTableColumn: Place] {
    var places: [CycleTableColumn: Place] = [:]
    for (column, label) in labels.enumerated() {
      guard let (meaning, conversion, isAssumed) = CycleTableColumn.meaning(of: label) else {
        continue
      }
      let place = Place(column: column, conversion: conversion, isAssumed: isAssumed)
      guard let other = places[meaning] else {
        places[meaning] = place
        continue
      }
      // `Q_chg` is in Ah where `q_chg` is a share of something.
      let isBetter =
        label.first?.isUppercase ?? false && !(labels[other.column].first?.isUppercase ?? false)
      if isBetter { places[meaning] = place }
    }
    return places
  }

  /// Whether the numbers of the first cycles rise from row to row.
  private var countsCycles: Bool {
    guard let place = places[.cycle] else { return false }
    var last = -Double.infinity
    var rows = 0
    for line in first..<min(text.count, first + 50) where !text.lines[line].isEmpty {
      let fields = text.fields(line, by: separator)
      guard place.column < fields.count,
        let number = text.number(fields[place.column], decimalComma: decimalComma), number > last
      else { return rows > 0 && line == text.count - 1 }
      last = number
      rows += 1
    }
    return rows > 0
  }

  // MARK: Rows

  func reading(_ digest: FileDigest) throws(RunFileError) -> CycleTableReading {
    var reading = CycleTableReading(
      format: "cycle table", cycles: [], columns: columns, otherColumns: otherColumns,
      findings: [], digest: digest)
    let order = dateOrder(&reading)
    var last = -Double.infinity
    for line in first..<text.count where !text.lines[line].isEmpty {
      let fields = text.fields(line, by: separator)
      guard fields.count == labels.count else {
        if line == text.count - 1, text.endsInsideLine, fields.count < labels.count {
          reading.findings.append(
            QualityFinding(
              .cutFile, .warning, subject: RunFile.name(of: text.path),
              values: ["line": Double(line + 1)]))
          break
        }
        throw .badRow(
          path: text.path, line: line + 1, fields: fields.count, expected: labels.count)
      }
      let cycle = try cycle(fields, line, order)
      guard let number = cycle.number, number > last else {
        throw error(.cycle, fields, line, "a number above \(last), since cycles rise in one life")
      }
      last = number
      reading.cycles.append(cycle)
    }
    return reading
  }

  private var columns: [CycleTableReading.TableColumn] {
    CycleTableColumn.allCases.compactMap { meaning in
      places[meaning].map { place in
        CycleTableReading.TableColumn(
          meaning: meaning.rawValue, label: labels[place.column],
          unit: meaning.isText
            ? "text" : place.conversion.symbol + (place.isAssumed ? " (assumed)" : ""))
      }
    }
  }

  private var otherColumns: [String] {
    let taken = Set(places.values.map(\.column))
    return labels.indices.filter { !taken.contains($0) && !labels[$0].isEmpty }.map { labels[$0] }
  }

  private func cycle(
    _ fields: [Range<Int>], _ line: Int, _ order: DateText.Order?
  ) throws(RunFileError) -> TabulatedCycle {
    let row = Row(table: self, fields: fields, line: line)
    var cycle = TabulatedCycle()
    cycle.number = try row.number(.cycle)
    cycle.label = places[.label].map { text.string(fields[$0.column]) }.flatMap {
      $0.isEmpty ? nil : $0
    }
    cycle.charge = try row.half(
      .chargeCapacity, .chargeEnergy, end: .maximumVoltage, mean: .chargeMeanVoltage,
      current: .chargeCurrent, extreme: .maximumCurrent)
    cycle.discharge = try row.half(
      .dischargeCapacity, .dischargeEnergy, end: .minimumVoltage, mean: .dischargeMeanVoltage,
      current: .dischargeCurrent, extreme: .minimumCurrent)
    cycle.meanTemperature = try row.number(.meanTemperature).map { Celsius($0) }
    cycle.maximumTemperature = try row.number(.maximumTemperature).map { Celsius($0) }
    cycle.endTime = try row.number(.endTime).map { Seconds($0) }
    cycle.throughput = try row.number(.throughput).map { AmpereHours($0) }
    cycle.energyThroughput = try row.number(.energyThroughput).map { WattHours($0) }
    cycle.startUnixTime =
      try row.number(.startDay).map { ($0 - Self.firstDayOf1970) * 86_400 }
      ?? date(.startUnixTime, fields, order)
    cycle.endUnixTime = date(.endUnixTime, fields, order)
    return cycle
  }

  /// One row as numbers.
  private struct Row {
    let table: CycleTable
    let fields: [Range<Int>]
    let line: Int

    /// The number of a column in the stored unit; nil where there is no column or no number.
    func number(_ column: CycleTableColumn) throws(RunFileError) -> Double? {
      guard let place = table.places[column] else { return nil }
      let field = fields[place.column]
      let marks = NumberText.DecimalMarks(point: true, comma: table.decimalComma)
      let span = table.text.bytes.span.extracting(field)
      if let value = NumberText.value(span, marks: marks, power: place.conversion.power) {
        return value.isFinite ? place.conversion.finish(value) : nil
      }
      guard table.text.number(field, decimalComma: table.decimalComma) != nil else {
        throw table.error(column, fields, line, "a number in \(place.conversion.symbol)")
      }
      return nil
    }

    /// Magnitudes of a charge or a discharge; the current is its own column's or an extreme.
    func half(
      _ capacity: CycleTableColumn, _ energy: CycleTableColumn, end: CycleTableColumn,
      mean: CycleTableColumn, current: CycleTableColumn, extreme: CycleTableColumn
    ) throws(RunFileError) -> TabulatedCycle.Half {
      var half = TabulatedCycle.Half(
        capacity: try number(capacity).map { AmpereHours(abs($0)) },
        energy: try number(energy).map { WattHours(abs($0)) })
      half.endVoltage = try number(end).map { Volts($0) }
      half.meanVoltage = try number(mean).map { Volts($0) }
      let extreme = try number(extreme).flatMap(CycleTable.magnitude)
      half.current = try number(current).map { Amperes(abs($0)) } ?? extreme
      return half
    }
  }

  /// An extreme of the current as a magnitude; none where no current flowed in that direction.
  private static func magnitude(_ extreme: Double) -> Amperes? {
    extreme == 0 ? nil : Amperes(abs(extreme))
  }

  private func error(
    _ column: CycleTableColumn, _ fields: [Range<Int>], _ line: Int, _ expected: String
  ) -> RunFileError {
    let place = places[column]?.column ?? 0
    return .badValue(
      path: text.path, line: line + 1, column: place + 1, label: labels[place],
      found: String(text.string(fields[place]).prefix(40)), expected: expected)
  }

  // MARK: Dates

  private func date(
    _ column: CycleTableColumn, _ fields: [Range<Int>], _ order: DateText.Order?
  ) -> Double? {
    guard let order, let place = places[column] else { return nil }
    return DateText.unixSeconds(text.bytes.span.extracting(fields[place.column]), order: order)
  }

  /// The order of the numbers in the dates; a finding where it cannot be told.
  private func dateOrder(_ reading: inout CycleTableReading) -> DateText.Order? {
    guard let place = places[.startUnixTime] ?? places[.endUnixTime] else { return nil }
    let dates = (first..<text.count).compactMap { line -> DateText.Parts? in
      let fields = text.fields(line, by: separator)
      guard place.column < fields.count else { return nil }
      return DateText.parts(text.bytes.span.extracting(fields[place.column]))
    }
    guard !dates.isEmpty else { return nil }
    let order = DateText.order(of: dates)
    if order == nil {
      reading.findings.append(
        QualityFinding(.ambiguousText, .note, subject: labels[place.column]))
    }
    return order
  }
}
