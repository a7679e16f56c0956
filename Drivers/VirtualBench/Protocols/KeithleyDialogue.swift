import CellData

/// A Keithley 2450 that measures by itself into `defbuffer1` and tells what is in it.
///
/// The buffer goes on filling while nobody asks, so that a recorder that was away can fetch what it
/// missed. It holds 100,000 readings, the factory's size, and takes no more when it is full.
final class KeithleyDialogue: Dialogue {
  private let buffer: KeithleyBuffer

  init(_ buffer: KeithleyBuffer) { self.buffer = buffer }

  func answers(to arrived: inout [UInt8], at now: Int64) -> [Answer] {
    buffer.catchUp(to: now)
    var answers: [Answer] = []
    while let command = TextDialogue.line(from: &arrived) {
      if let answer = buffer.answer(to: command, at: now) { answers.append(answer) }
    }
    return answers
  }
}

/// The meter's memory, the same for every client.
final class KeithleyBuffer {
  private let instrument: ServedInstrument
  /// The number of ticks from one entry to the next: a tenth of a second of the cell, or one tick.
  private let stride: Int
  private var entries: [CarriedReading] = []
  private let limit = 100_000

  init(_ instrument: ServedInstrument, interval: Seconds) {
    self.instrument = instrument
    stride = max(1, Int((0.1 / interval.value).rounded()))
  }

  /// Measures what was due since the last time.
  func catchUp(to now: Int64) {
    while entries.count < limit,
      let reading = instrument.reading(input: 0, atTick: entries.count * stride, now: now)
    {
      entries.append(reading)
    }
  }

  func answer(to command: String, at now: Int64) -> Answer? {
    switch command {
    case "*IDN?":
      let serial = instrument.isStranger(at: now) ? "STRANGER" : instrument.plan.serialNumber
      return Answer(bytes: Array("KEITHLEY INSTRUMENTS,MODEL 2450,\(serial),1.0\n".utf8))
    case "*LANG?": return Answer(bytes: Array("SCPI\n".utf8))
    case ":SOUR:FUNC?": return Answer(bytes: Array("CURR\n".utf8))
    case ":SENS:FUNC?": return Answer(bytes: Array("\"VOLT:DC\"\n".utf8))
    case ":SOUR:CURR:READ:BACK?": return Answer(bytes: Array("1\n".utf8))
    case ":TRAC:ACT? \"defbuffer1\"": return Answer(bytes: Array("\(entries.count)\n".utf8))
    case let other: return data(other)
    }
  }

  /// `:TRAC:DATA? a,b,"defbuffer1",SOUR,READ,REL`: source, reading and relative time of each entry.
  private func data(_ command: String) -> Answer? {
    let head = ":TRAC:DATA? "
    let parts = command.dropFirst(head.count).split(separator: ",")
    guard command.hasPrefix(head), parts.count == 6,
      parts[2...] == ["\"defbuffer1\"", "SOUR", "READ", "REL"][...],
      let first = Int(parts[0]), let last = Int(parts[1]), first >= 1, last >= first,
      last <= entries.count
    else { return nil }
    let carried = Array(entries[(first - 1)..<last])
    let text = carried.map { entry in
      let reading = entry.reading
      guard !entry.isMarked else { return "9.9E+37,9.9E+37,\(reading.time.value)" }
      return "\(reading.current),\(reading.voltage),\(reading.time.value)"
    }
    return Answer(bytes: Array((text.joined(separator: ",") + "\n").utf8), carried: carried)
  }
}
