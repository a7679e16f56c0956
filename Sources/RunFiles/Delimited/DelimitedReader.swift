import CellData

/// Reads a run from a table of text: BDF CSV, and any other with units in its header line.
final class DelimitedReader: RunReader {
  let description: RunDescription
  var findings: [QualityFinding] { ownFindings + (filtered?.findings ?? []) }
  private var ownFindings: [QualityFinding] = []
  /// The maker's text behind the table, where it had to be made one.
  private let filtered: (any NamedSource)?
  private let buffer: LineBuffer
  private let own: ParserSlot
  /// Further parsers on threads of their own, once the text turns out to be long.
  private var ahead: ParseAhead?
  private let makeParser: () -> RowParser
  private var windows = 0
  private var careful: CarefulRows
  private let shared: [SharedCounter]
  private let isPlain: Bool
  private var recordCount = 0
  /// Nothing may be read after an error: the place in the file is not known any more.
  private var isBroken = false

  init(_ source: any ByteSource, path: String, options: ReadOptions) throws(RunFileError) {
    for channel in Channel.allCases {
      guard let unit = options.units[channel] else { continue }
      guard Dimension(channel).conversion(from: unit) != nil else {
        throw .unknownUnit(
          path: path, label: "\(channel)", unit: unit, known: Dimension(channel).examples)
      }
    }
    filtered = source as? any NamedSource
    buffer = LineBuffer(source, path: path)
    guard try buffer.refill() else {
      let found = filtered.map { "a file of the kind \($0.formatName) without a table of records" }
      throw .unknownFormat(path: path, found: found ?? "an empty file")
    }
    let text = unsafe buffer.lines
    let header = try HeaderLine(in: unsafe text.span, path: path, options: options)
    let sample = SampleRows(
      unsafe text.span.extracting(droppingFirst: header.bytes), dialect: header.dialect)
    buffer.take(bytes: header.bytes, lines: header.lines)
    var plan = header.plan
    let isMaccor = MaccorText.recognises(plan.labels)
    let unitFindings = isMaccor ? MaccorText.settle(&plan, sample, options) : []
    var (readings, others) = plan.settle(auxiliary: options.readsAuxiliary, sample.examine)
    for channel in Channel.required where !readings.contains(where: { $0.channel == channel }) {
      throw .missingChannel(path: path, channel: "\(channel)", columns: header.plan.labels)
    }
    // Only a direction tells whose a shared counter is.
    let isNovonix = filtered?.formatName == NovonixText.name
    let hasDirection = isNovonix || readings.contains { $0.channel == .direction }
    let counters = hasDirection ? SharedCounter.find(in: plan.labels, besides: readings) : []
    shared = counters
    readings += counters.map(\.reading)
    others.removeAll { label in counters.contains { $0.reading.label == label } }
    let channels =
      readings.filter { $0.role == .channel }.map(\.source) + counters.flatMap(\.sources)
    isPlain = header.dialect.separator.byte != nil && !header.dialect.quotedLines
    let fieldCount = header.plan.labels.count
    let (cells, dialect) = (readings, header.dialect)
    let point = sample.decimalMark(readings)
    makeParser = {
      RowParser(
        cells, fieldCount: fieldCount, dialect: dialect,
        separator: dialect.separator.byte ?? Byte.blank, point: point)
    }
    own = ParserSlot(makeParser())
    careful = CarefulRows(path: path, labels: header.plan.labels, dialect: header.dialect)
    description = RunDescription(
      name: RunFile.name(of: path),
      format: filtered?.formatName ?? (isMaccor ? MaccorText.name : Self.format(of: header)),
      channels: channels.sorted { $0.channel.rawValue < $1.channel.rawValue },
      auxiliary: readings.filter { $0.role == .auxiliary }.map(\.source), otherColumns: others,
      settings: options.settings)
    ownFindings += unitFindings
    if let ambiguous = sample.ambiguousDates(header.plan) {
      ownFindings.append(QualityFinding(.ambiguousText, .note, subject: ambiguous))
    }
  }

  var digest: FileDigest { buffer.digest }

  /// From which filling of the buffer on the text is long: threads cost more than they save in a
  /// short one.
  static let firstWindowAhead = 3

  func read(into chunk: inout RunChunk) throws(RunFileError) -> Bool {
    var rows = 0
    while !isBroken, rows < RowParser.rowLimit {
      if !buffer.hasLines, try !refill() { break }
      if let ahead, ahead.nextStart == buffer.start, rows > 0 { break }
      if let piece = ahead?.take(at: buffer.start) {
        buffer.take(bytes: piece.bytes, lines: piece.rows)
        if piece.rows > 0 { return deliver(piece.rows, from: piece.slot, to: &chunk) }
      }
      rows += readPlainRows(from: rows)
      if buffer.hasLines, rows < RowParser.rowLimit, buffer.start != ahead?.nextStart {
        isBroken = true
        if try readOneRow(into: rows) { rows += 1 }
        isBroken = false
      }
    }
    return deliver(rows, from: own, to: &chunk)
  }

  /// Hands over the first rows of a parser's columns; false if there are none.
  private func deliver(_ rows: Int, from slot: ParserSlot, to chunk: inout RunChunk) -> Bool {
    let readings = slot.parser.readings
    func values(_ index: Int) -> [Double] {
      var values: [Double] = []
      slot.parser.append(index, rows: rows, to: &values)
      return values
    }
    chunk.refill(firstRecord: recordCount + 1) { columns in
      for index in columns.indices { columns[index].removeAll(keepingCapacity: true) }
      for (index, reading) in readings.enumerated() where reading.role == .channel {
        slot.parser.append(index, rows: rows, to: &columns[reading.channel.rawValue])
      }
      for counter in shared {
        guard let index = readings.firstIndex(of: counter.reading) else { continue }
        counter.split(values(index), into: &columns)
      }
      return rows
    }
    if !description.auxiliary.isEmpty {
      chunk.setAuxiliary(readings.indices.filter { readings[$0].role == .auxiliary }.map(values))
    }
    recordCount += rows
    return rows > 0
  }

  /// Brings in further lines and has them parsed ahead where that pays; false at the end.
  private func refill() throws(RunFileError) -> Bool {
    isBroken = true
    ahead?.discard()
    guard try buffer.refill() else { return false }
    isBroken = false
    windows += 1
    parseAhead()
    return true
  }

  private func parseAhead() {
    guard isPlain, windows >= Self.firstWindowAhead, buffer.closedBytes > 0 else { return }
    if ahead == nil {
      let threads = ParseAhead.usualThreads
      guard threads > 0 else { return }
      ahead = ParseAhead(threads: threads, makeParser)
    }
    let lines = unsafe buffer.lines
    unsafe ahead?.begin(
      UnsafeBufferPointer(rebasing: lines[..<buffer.closedBytes]), at: buffer.start,
      trailingFields: own.parser.trailingFields)
  }

  /// Reads as many plain rows as there are, short of a last line that may be cut and of what is
  /// parsed ahead.
  private func readPlainRows(from row: Int) -> Int {
    guard isPlain else { return 0 }
    let lines = unsafe buffer.lines
    let end = ahead?.nextStart.map { $0 - buffer.start } ?? buffer.closedBytes
    guard end > 0 else { return 0 }
    let (bytes, rows) = unsafe own.parser.parse(
      UnsafeBufferPointer(rebasing: lines[..<end]), from: row)
    buffer.take(bytes: bytes, lines: rows)
    return rows
  }

  /// Reads the next line with care; true if a row came out of it.
  private func readOneRow(into row: Int) throws(RunFileError) -> Bool {
    buffer.takeEmptyLines()
    ahead?.skip(to: buffer.start)
    guard buffer.hasLines else { return false }
    let lines = unsafe buffer.lines
    let isOpen = buffer.closedBytes == 0
    let length = unsafe lines.firstIndex(of: Byte.newline) ?? lines.count
    let line = unsafe UnsafeBufferPointer(rebasing: lines[..<length])
    let number = buffer.lineNumber + 1
    let next = min(length + 1, lines.count)
    let usual = own.parser.trailingFields
    let outcome: CarefulRows.Outcome
    do throws(RunFileError) {
      outcome = try careful.read(
        unsafe line.span, number: number, isOpen: isOpen, into: &own.parser, row: row)
      // What was parsed ahead with another number of fields does not count.
      if own.parser.trailingFields != usual { ahead?.discard() }
      buffer.take(bytes: next, lines: 1)
    } catch {
      buffer.take(bytes: next, lines: 1)
      try tolerate(error)
      outcome = .cut
    }
    if outcome == .cut {
      ownFindings.append(
        QualityFinding(
          .cutFile, .warning, subject: description.name, values: ["line": Double(number)]))
    }
    return outcome == .row
  }

  /// Lets the error of the line just taken pass if that was a last line with too few fields.
  private func tolerate(_ error: RunFileError) throws(RunFileError) {
    ahead?.discard()
    if case .badRow(_, _, let fields, let expected) = error, fields < expected {
      buffer.takeEmptyLines()
      let isLast = buffer.hasLines ? false : try !buffer.refill()
      if isLast { return }
    }
    // In a damaged archive the row is not to blame, and only its end tells.
    try buffer.drain()
    throw error
  }

  private static func format(of header: HeaderLine) -> String {
    let names = header.plan.labels
    let isBDF =
      names.contains { $0 == "test_time_second" || $0.hasPrefix("Test Time / ") }
      && header.dialect.separator == .comma
    return isBDF ? "BDF CSV" : "delimited text"
  }
}
