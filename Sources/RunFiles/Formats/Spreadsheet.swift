import CellData

/// Workbooks in xlsx: Arbin, Neware, and any other whose sheet names its columns with units.
///
/// Sheets are read as tables of text. The first one that names time, voltage and current is taken,
/// and those after it that have the same first row: exports split a run at some number of rows.
enum Spreadsheet {
  static let name = "xlsx workbook"

  static func recognises(_ file: BinaryFile) -> Bool {
    file.archive?.member("xl/workbook.xml") != nil
  }

  static func open(
    _ file: BinaryFile, options: ReadOptions
  ) throws(RunFileError) -> any RunReader {
    guard let archive = file.archive else {
      throw .unknownFormat(path: file.path, found: "no workbook")
    }
    let strings = try archive.contents("xl/sharedStrings.xml").map(SheetRows.strings) ?? []
    var refusal: RunFileError?
    let sheets = sheets(of: archive)
    let digest = file.bytes.digest
    for (index, first) in sheets.enumerated() {
      let rows = SheetRows(try archive.contents(first), strings: strings)
      do throws(RunFileError) {
        let source = SheetBytes(
          rows, further: sheets[(index + 1)...], archive: archive, strings: strings, digest: digest)
        return try DelimitedReader(source, path: file.path, options: options)
      } catch {
        refusal = refusal ?? error
      }
    }
    throw refusal ?? .unknownFormat(path: file.path, found: "a workbook without a sheet")
  }

  /// The sheets in the order of their numbers.
  private static func sheets(of archive: ZipArchive) -> ArraySlice<ZipArchive.Member> {
    func number(_ member: ZipArchive.Member) -> Int {
      Int(member.name.filter { ("0"..."9").contains($0) }) ?? .max
    }
    return archive.members.filter {
      $0.name.hasPrefix("xl/worksheets/sheet") && $0.name.hasSuffix(".xml")
    }.sorted { number($0) < number($1) }[...]
  }
}

/// The rows of sheets as lines of text with tabs.
final class SheetBytes: NamedSource {
  let formatName = Spreadsheet.name
  let findings: [QualityFinding] = []
  let digest: FileDigest
  private var rows: SheetRows
  private var further: ArraySlice<ZipArchive.Member>
  private let archive: ZipArchive
  private let strings: [String]
  private var firstLine: [UInt8]?
  private var output: [UInt8] = []
  private var position = 0

  init(
    _ rows: SheetRows, further: ArraySlice<ZipArchive.Member>, archive: ZipArchive,
    strings: [String], digest: FileDigest
  ) {
    self.rows = rows
    self.further = further
    self.archive = archive
    self.strings = strings
    self.digest = digest
  }

  func read(into target: UnsafeMutableRawBufferPointer) throws(RunFileError) -> Int {
    if position == output.count { try refill() }
    let count = min(output.count - position, target.count)
    for i in 0..<count { unsafe target[i] = output[position + i] }
    position += count
    return count
  }

  private func refill() throws(RunFileError) {
    output.removeAll(keepingCapacity: true)
    position = 0
    while output.count < 1 << 16 {
      let start = output.count
      guard rows.appendRow(to: &output) else {
        guard output.isEmpty, try takeNextSheet() else { return }
        continue
      }
      if firstLine == nil { firstLine = Array(output[start...]) }
    }
  }

  /// Goes on with the next sheet whose first row is that of the first one.
  private func takeNextSheet() throws(RunFileError) -> Bool {
    while let member = further.popFirst() {
      var next = SheetRows(try archive.contents(member), strings: strings)
      var line: [UInt8] = []
      if next.appendRow(to: &line), line == firstLine {
        rows = next
        return true
      }
    }
    return false
  }
}
