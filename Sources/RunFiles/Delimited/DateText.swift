/// Absolute times: a date and a time of day.
enum DateText {
  /// Which of the three numbers of a date comes first.
  enum Order: Equatable { case year, month, day }

  /// The parts of a text as they stand, before it is known which is which.
  struct Parts {
    var numbers: (Int, Int, Int)
    /// Seconds since midnight.
    var timeOfDay: Double
    /// Seconds east of Greenwich, where it was written.
    var zone: Double
    /// Written with AM or PM, which only month-first dates are.
    var hasMeridiem: Bool
  }

  /// Seconds since 1970-01-01T00:00:00Z; without a written zone the time counts as UTC.
  ///
  /// Reads ISO 8601 and its like (`2024-09-20T08:32:34.5+02:00`, `2024/09/20 08:32`), and
  /// `09/20/2024 08:32:34.558 PM` or `20.09.2024 …` when the order says so; nil for others.
  static func unixSeconds(_ text: Span<UInt8>, order: Order) -> Double? {
    guard let parts = parts(text) else { return nil }
    let (year, month, day) =
      switch order {
      case .year: parts.numbers
      case .month: (parts.numbers.2, parts.numbers.0, parts.numbers.1)
      case .day: (parts.numbers.2, parts.numbers.1, parts.numbers.0)
      }
    guard (1900...2200).contains(year), (1...12).contains(month),
      (1...daysOf(month: month, year: year)).contains(day)
    else { return nil }
    return Double(daysSince1970(year, month, day)) * 86_400 + parts.timeOfDay - parts.zone
  }

  /// The order of a column of dates; nil where they allow both month and day to be first.
  static func order(of dates: [Parts]) -> Order? {
    guard let first = dates.first else { return nil }
    if first.numbers.0 >= 1900 { return .year }
    if dates.contains(where: { $0.hasMeridiem || $0.numbers.1 > 12 }) { return .month }
    return dates.contains { $0.numbers.0 > 12 } ? .day : nil
  }

  /// The numbers of a text that looks like a date with a time of day; nil for others.
  static func parts(_ text: Span<UInt8>) -> Parts? {
    var cursor = Cursor(at: 0)
    guard let first = cursor.integer(text), let mark = cursor.next(text),
      mark == Byte.minus || mark == Byte.slash || mark == Byte.point,
      let second = cursor.integer(text), cursor.next(text) == mark,
      let third = cursor.integer(text),
      (first >= 1900) != (third >= 1900)
    else { return nil }
    var parts = Parts(
      numbers: (first, second, third), timeOfDay: 0, zone: 0, hasMeridiem: false)
    guard cursor.position < text.count else { return parts }
    guard let gap = cursor.next(text), gap == Byte.blank || Byte.lower(gap) == Byte.t,
      readTimeOfDay(text, &cursor, into: &parts)
    else { return nil }
    return parts
  }

  private static func readTimeOfDay(
    _ text: Span<UInt8>, _ cursor: inout Cursor, into parts: inout Parts
  ) -> Bool {
    cursor.skipBlanks(text)
    guard var hours = cursor.integer(text), hours <= 24, cursor.next(text) == Byte.colon,
      let minutes = cursor.integer(text), minutes < 60
    else { return false }
    var seconds = 0.0
    if cursor.peek(text) == Byte.colon {
      _ = cursor.next(text)
      guard let value = cursor.decimal(text), value < 61 else { return false }
      seconds = value
    }
    cursor.skipBlanks(text)
    if let letter = cursor.peek(text).map(Byte.lower), letter == Byte.a || letter == Byte.p {
      _ = cursor.next(text)
      guard cursor.next(text).map(Byte.lower) == Byte.m, hours <= 12 else { return false }
      hours = hours % 12 + (letter == Byte.p ? 12 : 0)
      parts.hasMeridiem = true
    }
    guard let zone = readZone(text, &cursor) else { return false }
    cursor.skipBlanks(text)
    parts.timeOfDay = Double(hours * 3600 + minutes * 60) + seconds
    parts.zone = zone
    return cursor.position == text.count
  }

  private static func readZone(_ text: Span<UInt8>, _ cursor: inout Cursor) -> Double? {
    guard let mark = cursor.peek(text) else { return 0 }
    _ = cursor.next(text)
    if Byte.lower(mark) == Byte.z { return 0 }
    let start = cursor.position
    guard mark == Byte.plus || mark == Byte.minus, var hours = cursor.integer(text)
    else { return nil }
    var minutes = 0
    if cursor.peek(text) == Byte.colon {
      _ = cursor.next(text)
      guard let value = cursor.integer(text) else { return nil }
      minutes = value
    } else if cursor.position - start == 4 {
      (hours, minutes) = (hours / 100, hours % 100)
    }
    guard hours <= 14, minutes < 60 else { return nil }
    let seconds = Double(hours * 3600 + minutes * 60)
    return mark == Byte.minus ? -seconds : seconds
  }

  /// Days from 1970-01-01 in the Gregorian calendar, counted in years that begin in March.
  static func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let marchYear = month > 2 ? year : year - 1
    let marchMonth = (month + 9) % 12
    let dayOfYear = (153 * marchMonth + 2) / 5 + day - 1
    return marchYear * 365 + marchYear / 4 - marchYear / 100 + marchYear / 400 + dayOfYear - 719_468
  }

  private static func daysOf(month: Int, year: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return switch month {
    case 2: isLeap ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// A place in a text.
  private struct Cursor {
    var position: Int

    init(at position: Int) { self.position = position }

    func peek(_ text: Span<UInt8>) -> UInt8? { position < text.count ? text[position] : nil }

    mutating func next(_ text: Span<UInt8>) -> UInt8? {
      guard position < text.count else { return nil }
      defer { position += 1 }
      return text[position]
    }

    mutating func skipBlanks(_ text: Span<UInt8>) {
      while position < text.count, Byte.isBlank(text[position]) { position += 1 }
    }

    mutating func integer(_ text: Span<UInt8>) -> Int? {
      let start = position
      var value = 0
      while position < text.count, Byte.isDigit(text[position]), position - start < 9 {
        value = value * 10 + Int(text[position] - Byte.zero)
        position += 1
      }
      return position > start ? value : nil
    }

    mutating func decimal(_ text: Span<UInt8>) -> Double? {
      let start = position
      while position < text.count,
        Byte.isDigit(text[position]) || text[position] == Byte.point || text[position] == Byte.comma
      {
        position += 1
      }
      return NumberText.value(
        text.extracting(start..<position),
        marks: NumberText.DecimalMarks(point: true, comma: true))
    }
  }
}
