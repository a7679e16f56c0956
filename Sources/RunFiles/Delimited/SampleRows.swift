import CellData

/// The first rows below the header, which tell what stands in the columns.
struct SampleRows {
  /// How many rows decide about words and clocks.
  static let rowLimit = 200
  /// How many rows are searched for a day above 12.
  static let dateLimit = 20_000

  private let text: [UInt8]
  private let dialect: Dialect

  init(_ text: Span<UInt8>, dialect: Dialect) {
    self.text = unsafe text.withUnsafeBufferPointer { unsafe Array($0) }
    self.dialect = dialect
  }

  /// The reading with the content that the cells have; nil if the column does not fit it at all.
  func examine(_ reading: CellReading) -> CellReading? {
    switch reading.channel {
    case .direction: examineDirection(reading)
    case .unixTime: examineWallClock(reading)
    case .time, .stepTime: examineTime(reading)
    default: reading
    }
  }

  /// The decimal mark in the cells of these columns: a comma only where one stands in a number.
  func decimalMark(_ readings: [CellReading]) -> UInt8 {
    guard dialect.marks.comma else { return Byte.point }
    var mark = Byte.point
    for reading in readings where reading.content == .number && mark == Byte.point {
      eachCell(of: reading.column, limit: Self.rowLimit) { text in
        for i in text.indices where text[i] == Byte.comma { mark = Byte.comma }
        return mark == Byte.point
      }
    }
    return mark
  }

  /// The first numbers of a column, as they are written.
  func numbers(of column: Int) -> [Double] {
    var numbers: [Double] = []
    eachCell(of: column, limit: Self.rowLimit) { text in
      if let value = NumberText.value(text, marks: dialect.marks) { numbers.append(value) }
      return true
    }
    return numbers
  }

  /// Seconds since midnight in the first cells of a column of dates.
  func timesOfDay(of column: Int) -> [Double] {
    var times: [Double] = []
    eachCell(of: column, limit: Self.rowLimit) { text in
      if let parts = DateText.parts(text) { times.append(parts.timeOfDay) }
      return true
    }
    return times
  }

  /// The label of a column of dates that can be read with the day or the month first.
  func ambiguousDates(_ plan: ColumnPlan) -> String? {
    plan.candidates[.unixTime]?.first { reading in
      var looksLikeDate = false
      eachCell(of: reading.column, limit: 1) { text in
        looksLikeDate = DateText.parts(text) != nil
        return false
      }
      return looksLikeDate && examine(reading) == nil
    }?.label
  }

  private func examineDirection(_ reading: CellReading) -> CellReading? {
    var changed = reading
    changed.content = .direction
    var isKnown = false
    eachCell(of: reading.column, limit: Self.rowLimit) { text in
      if DirectionWord.sign(LabelText.decode(text, text.indices)) != nil { isKnown = true }
      return !isKnown
    }
    return isKnown ? changed : nil
  }

  private func examineTime(_ reading: CellReading) -> CellReading? {
    var changed = reading
    var isDate = false
    eachCell(of: reading.column, limit: Self.rowLimit) { text in
      if ClockText.seconds(text) != nil { changed.content = .clock }
      isDate = DateText.parts(text) != nil
      return changed.content == .number && !isDate
    }
    return isDate ? nil : changed
  }

  private func examineWallClock(_ reading: CellReading) -> CellReading? {
    var dates: [DateText.Parts] = []
    var number: Double?
    var isStrange = false
    eachCell(of: reading.column, limit: Self.dateLimit) { text in
      if let value = NumberText.value(text, marks: dialect.marks) {
        number = value
      } else if let date = DateText.parts(text) {
        dates.append(date)
        return DateText.order(of: [date]) == nil
      } else {
        isStrange = true
      }
      return false
    }
    if isStrange { return nil }
    var changed = reading
    if let number {
      guard let power = Self.epochPower(of: number) else { return nil }
      changed.conversion = UnitConversion(
        symbol: power == 0 ? "s" : power == -3 ? "ms" : "us", power: power)
      return changed
    }
    guard let last = dates.last, let order = DateText.order(of: [last]) else { return nil }
    changed.content = .date(order)
    return changed
  }

  /// The power of ten that makes a number seconds since 1970; nil for any other counting.
  static func epochPower(of number: Double) -> Int? {
    for power in [0, -3, -6] {
      let seconds = number * (Double("1e\(power)") ?? .nan)
      // From 1980 to 2100: other counts of days or seconds fall outside.
      if (315_532_800...4_102_444_800).contains(seconds) { return power }
    }
    return nil
  }

  /// Calls `body` for the cells of a column that are not missing, until it returns false.
  private func eachCell(of column: Int, limit: Int, _ body: (Span<UInt8>) -> Bool) {
    var splitter = RowSplitter(dialect)
    let span = text.span
    var start = 0
    var rows = 0
    while start < span.count, rows < limit {
      var end = start
      while end < span.count, span[end] != Byte.newline { end += 1 }
      let line = span.extracting(start..<end)
      splitter.split(line)
      if column < splitter.fields.count {
        let cell = line.extracting(line.trimmed(splitter.fields[column]))
        if !NumberText.isMissing(cell), !body(cell) { return }
        rows += 1
      }
      start = end + 1
    }
  }
}
