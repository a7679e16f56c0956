import CellData

/// How the text in one column becomes numbers of one channel.
struct CellReading: Equatable {
  /// What stands in the cells.
  enum Content: Equatable { case number, clock, date(DateText.Order), direction }

  var channel: Channel
  /// The column, counted from 0.
  var column: Int
  var label: String
  var conversion: UnitConversion
  var content: Content = .number
  var isNegated = false
  var role = Role.channel

  /// What becomes of the values.
  enum Role: Equatable {
    case channel
    /// A further column of the channel's quantity, which is handed over beside the channels.
    case auxiliary
    /// A counter that two channels share; see ``SharedCounter``.
    case shared
  }

  /// The value of a trimmed cell in the stored unit: NaN for a missing one, nil for other text.
  func value(_ text: Span<UInt8>, marks: NumberText.DecimalMarks) -> Double? {
    if NumberText.isMissing(text) { return .nan }
    guard let value = bareValue(text, marks: marks) else { return nil }
    return isNegated ? -value : value
  }

  private func bareValue(_ text: Span<UInt8>, marks: NumberText.DecimalMarks) -> Double? {
    switch content {
    case .number, .clock:
      if let value = NumberText.value(text, marks: marks, power: conversion.power) {
        return value.isFinite ? conversion.finish(value) : nil
      }
      return Dimension(channel) == .time ? ClockText.seconds(text) : nil
    case .date(let order): return DateText.unixSeconds(text, order: order)
    case .direction:
      return DirectionWord.sign(LabelText.decode(text, text.indices)) ?? .nan
    }
  }

  /// What belongs into a cell, for a message.
  var expectation: String {
    switch content {
    case .number: "a number in \(conversion.symbol)"
    case .clock: "a time as h:mm:ss"
    case .date: "a date and time"
    case .direction: "a word for charge, discharge or rest"
    }
  }

  var source: ChannelSource {
    ChannelSource(
      channel: channel, label: label, unit: conversion.symbol,
      factor: isNegated ? -conversion.factor : conversion.factor)
  }
}
