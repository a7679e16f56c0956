import CellData

/// A counter that charge and discharge share, as Maccor, Bitrode and Novonix have it.
///
/// It counts within a step and is unsigned, or signed by the direction. Each record's value goes to
/// the counter of its direction, the other one stands at 0; at rest both do.
struct SharedCounter: Equatable {
  /// The two channels that it becomes.
  let charge: Channel
  let discharge: Channel
  let reading: CellReading

  private static let names: [(charge: Channel, discharge: Channel, names: [String: String])] = [
    (
      .chargeCapacity, .dischargeCapacity,
      ["amphr": "Ah", "mamphr": "mAh", "capacity": "", "cap": ""]
    ),
    (
      .chargeEnergy, .dischargeEnergy, ["watthr": "Wh", "mwatthr": "mWh", "energy": "", "ener": ""]
    ),
  ]

  /// The shared counters among columns that nothing else was read from.
  static func find(in labels: [String], besides readings: [CellReading]) -> [SharedCounter] {
    names.compactMap { charge, discharge, names in
      guard !readings.contains(where: { [charge, discharge].contains($0.channel) }) else {
        return nil
      }
      for (column, label) in labels.enumerated()
      where !readings.contains(where: { $0.column == column }) {
        guard let conversion = conversion(of: label, charge, names) else { continue }
        return SharedCounter(
          charge: charge, discharge: discharge,
          reading: CellReading(
            channel: charge, column: column, label: label, conversion: conversion, role: .shared))
      }
      return nil
    }
  }

  private static func conversion(
    of label: String, _ channel: Channel, _ names: [String: String]
  ) -> UnitConversion? {
    for reading in ColumnLabel(label).readings {
      guard let unit = names[reading.name] else { continue }
      let written = reading.unit ?? unit
      // `Capacity` alone may be of anything.
      guard !written.isEmpty else { continue }
      return Dimension(channel).conversion(from: written)
    }
    return nil
  }

  /// The column as it stands for each of the two channels.
  var sources: [ChannelSource] {
    [charge, discharge].map { channel in
      ChannelSource(
        channel: channel, label: reading.label, unit: reading.conversion.symbol,
        factor: reading.conversion.factor)
    }
  }

  /// Fills both channels' columns from the counter's values.
  ///
  /// - Parameter columns: those of a chunk, in which current and direction are there already.
  func split(_ values: [Double], into columns: inout [[Double]]) {
    let current = columns[Channel.current.rawValue]
    let direction = columns[Channel.direction.rawValue]
    for row in values.indices {
      let value = values[row]
      let side = Self.side(
        value, direction: row < direction.count ? direction[row] : .nan, current: current[row])
      let amount = abs(value)
      columns[charge.rawValue].append(side > 0 || amount.isNaN ? amount : 0)
      columns[discharge.rawValue].append(side < 0 || amount.isNaN ? amount : 0)
    }
  }

  /// +1 for a record that charges, -1 for one that discharges, 0 for neither.
  private static func side(_ value: Double, direction: Double, current: Double) -> Double {
    if !direction.isNaN { return direction }
    if value < 0 { return -1 }
    return current > 0 ? 1 : current < 0 ? -1 : 0
  }
}
