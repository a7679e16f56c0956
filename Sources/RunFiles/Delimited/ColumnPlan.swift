import CellData

/// Which columns of a header line may hold which channel.
struct ColumnPlan {
  let labels: [String]
  /// The readings that fit each channel, the best first.
  private(set) var candidates: [Channel: [CellReading]] = [:]
  /// The readings of further sensors, by column.
  private var sensors: [CellReading] = []
  /// Labels whose name is known and whose unit is not.
  private(set) var strangeUnits: [Channel: (label: String, unit: String)] = [:]
  /// Labels asked for by the options that are not there.
  private(set) var missingLabels: [String] = []

  /// - Parameter unitRow: the units in a row of their own below the labels, if there is one.
  init(labels: [String], unitRow: [String] = [], options: ReadOptions = ReadOptions()) {
    self.labels = labels
    var ranks: [Channel: [(rank: Int, reading: CellReading)]] = [:]
    for (column, text) in labels.enumerated() where !text.isEmpty {
      let ownUnit = column < unitRow.count && !unitRow[column].isEmpty ? unitRow[column] : nil
      for fit in fits(ColumnLabel(text), at: column, ownUnit: ownUnit) {
        if fit.reading.role == .auxiliary {
          sensors.append(fit.reading)
        } else {
          ranks[fit.reading.channel, default: []].append(fit)
        }
      }
    }
    for (channel, fits) in ranks {
      let ordered = fits.sorted { ($0.rank, $0.reading.column) < ($1.rank, $1.reading.column) }
      candidates[channel] = ordered.map(\.reading)
    }
    apply(options)
  }

  /// Whether every required channel has a column.
  var isComplete: Bool {
    missingLabels.isEmpty && Channel.required.allSatisfy { candidates[$0] != nil }
  }

  /// How many of the required channels have a column.
  var requiredCount: Int { Channel.required.count { candidates[$0] != nil } }

  private mutating func fits(
    _ label: ColumnLabel, at column: Int, ownUnit: String?
  ) -> [(rank: Int, reading: CellReading)] {
    for reading in label.readings {
      var fits: [(rank: Int, reading: CellReading)] = []
      for meaning in ColumnNames.meanings(of: reading.name) {
        let unit =
          reading.unit ?? meaning.unit
          ?? ownUnit.flatMap { unit in
            // Some testers put the number of a sensor where its unit belongs.
            meaning.channel == .temperature && Self.isSensorNumber(unit) ? nil : unit
          }
        if meaning.needsUnit, unit == nil { continue }
        guard
          let conversion = Dimension(meaning.channel).conversion(from: unit ?? "")
        else {
          if reading.isExplicit { strangeUnits[meaning.channel] = (label.text, unit ?? "") }
          continue
        }
        fits.append(
          (
            meaning.rank,
            CellReading(
              channel: meaning.channel, column: column, label: label.text, conversion: conversion,
              role: meaning.isAuxiliary ? .auxiliary : .channel)
          ))
      }
      if !fits.isEmpty { return fits }
    }
    return []
  }

  /// `T1` in a row of units.
  private static func isSensorNumber(_ unit: String) -> Bool {
    unit.first == "T" && unit.count > 1 && unit.dropFirst().allSatisfy(\.isNumber)
  }

  private mutating func apply(_ options: ReadOptions) {
    for (channel, label) in options.columns {
      guard let column = labels.firstIndex(of: label) ?? nearlyEqual(to: label) else {
        missingLabels.append(label)
        continue
      }
      let known = candidates[channel]?.first { $0.column == column }
      candidates[channel] = [known ?? assumed(channel, at: column)]
    }
    for (channel, unit) in options.units {
      guard let readings = candidates[channel] else { continue }
      candidates[channel] = readings.compactMap { reading in
        var changed = reading
        guard let conversion = Dimension(channel).conversion(from: unit) else { return nil }
        changed.conversion = conversion
        return changed
      }
    }
    for channel in options.negated {
      candidates[channel] = candidates[channel]?.map { reading in
        var changed = reading
        changed.isNegated = true
        return changed
      }
    }
  }

  /// Takes the column with this label to be in a unit that the label does not say.
  mutating func assume(_ unit: String, for channel: Channel, under label: String) {
    guard let conversion = Dimension(channel).conversion(from: unit) else { return }
    candidates[channel] = candidates[channel]?.map { reading in
      var changed = reading
      if reading.label == label { changed.conversion = conversion }
      return changed
    }
  }

  private func nearlyEqual(to label: String) -> Int? {
    let key = LabelText.key(label)
    return key.isEmpty ? nil : labels.firstIndex { LabelText.key($0) == key }
  }

  /// A column that a person chose although its name says something else: its unit still counts.
  private func assumed(_ channel: Channel, at column: Int) -> CellReading {
    let units = ColumnLabel(labels[column]).readings.compactMap(\.unit)
    let conversions = units.compactMap { Dimension(channel).conversion(from: $0) }
    let stored = Dimension(channel).conversion(from: "") ?? UnitConversion(symbol: "")
    return CellReading(
      channel: channel, column: column, label: labels[column],
      conversion: conversions.first ?? stored)
  }

  /// Takes for each channel the first candidate that `examine` accepts; no column serves twice.
  ///
  /// - Parameter auxiliary: whether further columns of temperature and voltage are taken too.
  /// - Returns: the readings in the order of `Channel.allCases`, those of further columns behind
  ///   them, and the labels that were left.
  func settle(
    auxiliary: Bool = false, _ examine: (CellReading) -> CellReading?
  ) -> (readings: [CellReading], otherColumns: [String]) {
    var readings: [CellReading] = []
    var taken: Set<Int> = []
    for channel in Channel.allCases {
      let free = (candidates[channel] ?? []).filter { !taken.contains($0.column) }
      guard let reading = free.lazy.compactMap(examine).first else { continue }
      readings.append(reading)
      taken.insert(reading.column)
    }
    if auxiliary {
      let further = (candidates[.temperature] ?? []) + sensors
      for further in further where !taken.contains(further.column) {
        guard var reading = examine(further) else { continue }
        reading.role = .auxiliary
        readings.append(reading)
        taken.insert(reading.column)
      }
    }
    let others = labels.indices.filter { !taken.contains($0) && !labels[$0].isEmpty }
    return (readings, others.map { labels[$0] })
  }
}
