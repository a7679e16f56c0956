import CellData
import DeclaredText

/// Columns under labels, as databases, parquet files and structures hold them.
struct LabelledColumns {
  /// What one column holds.
  enum Content {
    case numbers([Double])
    case words([String])
  }

  private(set) var labels: [String] = []
  private var contents: [Content] = []

  mutating func add(_ label: String, _ content: Content) {
    labels.append(label)
    contents.append(content)
  }

  /// Whether the labels name time, voltage and current.
  var isRun: Bool { ColumnPlan(labels: labels).isComplete }

  /// The run in these columns, by what their labels and the options say.
  ///
  /// - Precondition: all columns are equally long.
  /// - Complexity: O(rows) for each channel.
  func run(
    format: String, path: String, options: ReadOptions
  ) throws(RunFileError) -> DecodedRun {
    for channel in Channel.allCases {
      guard let unit = options.units[channel] else { continue }
      guard Dimension(channel).conversion(from: unit) != nil else {
        throw .unknownUnit(
          path: path, label: "\(channel)", unit: unit, known: Dimension(channel).examples)
      }
    }
    let plan = ColumnPlan(labels: labels, options: options)
    if let label = plan.missingLabels.min() {
      throw .unknownColumn(
        path: path, column: label, nearest: EditDistance.nearest(to: label, among: labels))
    }
    let (readings, others) = plan.settle(auxiliary: true, examine)
    var run = DecodedRun(format: format)
    run.isSettled = true
    run.otherColumns = others
    for reading in readings {
      let column = DecodedColumn(source: reading.source, values: values(of: reading))
      if reading.role == .auxiliary {
        run.auxiliary.append(column)
      } else {
        run.columns.append(column)
      }
    }
    run.auxiliary.removeAll { $0.values.allSatisfy(\.isNaN) }
    run.columns.removeAll { column in
      !Channel.required.contains(column.source.channel) && column.values.allSatisfy(\.isNaN)
    }
    return run
  }

  /// The reading with what the column holds; nil if it does not fit it.
  private func examine(_ reading: CellReading) -> CellReading? {
    var reading = reading
    switch (contents[reading.column], reading.channel) {
    case (.words(let words), .direction):
      reading.content = .direction
      return words.contains { DirectionWord.sign($0) != nil } ? reading : nil
    case (.numbers(let numbers), .unixTime):
      guard let first = numbers.first(where: { !$0.isNaN }),
        let power = SampleRows.epochPower(of: first)
      else { return nil }
      reading.conversion = UnitConversion(
        symbol: power == 0 ? "s" : power == -3 ? "ms" : "us", power: power)
      return reading
    case (.numbers, .direction), (.words, _): return nil
    case (.numbers, _): return reading
    }
  }

  private func values(of reading: CellReading) -> [Double] {
    let sign: Double = reading.isNegated ? -1 : 1
    switch contents[reading.column] {
    case .words(let words):
      var known: [String: Double] = [:]
      return words.map { word in
        if let sign = known[word] { return sign }
        let found = (DirectionWord.sign(word) ?? .nan) * sign
        if known.count < 1000 { known[word] = found }
        return found
      }
    case .numbers(let numbers):
      let conversion = reading.conversion
      if conversion.power == 0, conversion.isPowerOnly, sign > 0 { return numbers }
      // Dividing by a power of ten is exact to the last bit where multiplying by its inverse is not.
      let scale = Double("1e\(abs(conversion.power))") ?? 1
      return numbers.map {
        sign * conversion.finish(conversion.power < 0 ? $0 / scale : $0 * scale)
      }
    }
  }
}
