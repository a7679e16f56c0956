@testable import RunFiles

/// Small binary files, made by the layouts of the reference pages.
enum BinarySeeds {
  /// A Neware nda file of version 29: a rest, then a charge, one record out of order.
  static func nda() -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 200)
    bytes.put(Array("NEWARE".utf8), at: 0)
    bytes[14] = 29
    bytes.put(UInt32(200), at: 64)
    bytes.put(UInt32(86 * 5), at: 68)
    let rows: [(index: UInt32, type: UInt8, step: UInt16, ms: UInt64, mV: Int32, raw: Int32)] = [
      (1, 4, 1, 0, 36000, 0), (3, 1, 2, 0, 36500, 100), (2, 4, 1, 10_000, 36010, 0),
      (4, 1, 2, 5000, 37000, 100), (4, 1, 2, 5000, 37000, 100),
    ]
    for row in rows {
      var record = [UInt8](repeating: 0, count: 86)
      record[0] = 0x55
      record.put(row.index, at: 2)
      record.put(row.step, at: 10)
      record[12] = row.type
      record.put(row.ms, at: 14)
      record.put(row.mV, at: 22)
      record.put(row.raw, at: 26)
      record.put(Int64(7200), at: 38)
      record.put(UInt16(2024), at: 70)
      record[72] = 1
      record[73] = 2
      record.put(Int32(500), at: 78)
      bytes += record
    }
    return bytes
  }

  /// A BioLogic mpr file of the newer form, with one unknown column of four bytes.
  static func mpr(columns: [UInt16] = [1, 4, 6, 8, 777], count: Int = 3) -> [UInt8] {
    var data = [UInt8](repeating: 0, count: 1007)
    data.put(UInt32(count), at: 0)
    data.put(UInt16(columns.count), at: 4)
    for (place, column) in columns.enumerated() { data.put(column, at: 6 + 2 * place) }
    for row in 0..<count {
      var record = [UInt8](repeating: 0, count: 1 + 8 + 4 + 4 + 4)
      record[0] = 1
      record.put((Double(row) * 0.5).bitPattern, at: 1)
      record.put((3.5 + Float(row) / 4).bitPattern, at: 9)
      record.put(Float(-250).bitPattern, at: 13)
      data += record
    }
    var bytes = Array("BIO-LOGIC MODULAR FILE".utf8) + [0x1A]
    bytes += [UInt8](repeating: 32, count: 48 - bytes.count) + [0, 0, 0, 0]
    bytes += Array("MODULEVMP data  ".utf8) + [UInt8](repeating: 32, count: 25)
    var header = [UInt8](repeating: 0, count: 24)
    header.put(UInt32.max, at: 0)
    header.put(UInt32(data.count), at: 4)
    return bytes + header + data
  }

  /// The members of a Neware ndax file of ndc version 14: four records, run info for the first and
  /// the third.
  static func ndaxMembers() -> [(String, [UInt8])] {
    let points: [(Float, Float)] = [(3.5, 0), (3.5, 0), (3.75, 1), (4, 1)]
    let data = ndc(
      type: 1, version: 14,
      rows: points.map { point in
        var row = [UInt8](repeating: 0, count: 8)
        row.put(point.0.bitPattern, at: 0)
        row.put(point.1.bitPattern, at: 4)
        return row
      })
    let known: [(ms: UInt32, interval: Int32, step: UInt32, index: UInt32)] = [
      (0, 10_000, 1, 1), (0, 36_000, 2, 3),
    ]
    let info = ndc(
      type: 18, version: 14,
      rows: known.map { entry in
        var row = [UInt8](repeating: 0, count: 55)
        row.put(entry.ms, at: 0)
        row.put(entry.interval, at: 29)
        row.put(UInt32(1_700_000_000), at: 33)
        row.put(entry.step, at: 37)
        row.put(entry.index, at: 41)
        return row
      })
    let steps = ndc(
      type: 7, version: 14,
      rows: [UInt8(4), 1].map { type -> [UInt8] in
        var row = [UInt8](repeating: 0, count: 37)
        row[24] = type
        return row
      })
    return [
      ("data.ndc", data), ("data_runInfo.ndc", info), ("data_step.ndc", steps),
      ("TestInfo.xml", Array("<root><TestInfo><Aux1 RealChlID=\"9\" ChlType=\"103\"/>".utf8)),
    ]
  }

  private static func ndc(type: UInt8, version: UInt8, rows: [[UInt8]]) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 8192)
    bytes[0] = type
    bytes[2] = version
    for (place, row) in rows.enumerated() {
      bytes[4096 + 4 + place / 8] |= 1 << UInt8(place % 8)
      bytes.put(row, at: 4096 + 132 + place * row.count)
    }
    return bytes
  }

  /// A workbook with a page of information and two sheets of one run.
  static func workbookMembers() -> [(String, [UInt8])] {
    func sheet(_ rows: String) -> [UInt8] {
      Array("<worksheet><sheetData>\(rows)</sheetData></worksheet>".utf8)
    }
    let head =
      "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c>"
      + "<c r=\"D1\" t=\"inlineStr\"><is><t>Voltage(V)</t></is></c></row>"
    return [
      ("xl/workbook.xml", Array("<workbook/>".utf8)),
      (
        "xl/sharedStrings.xml",
        Array("<sst><si><t>Test_Time(s)</t></si><si><t>Current(A)</t></si></sst>".utf8)
      ),
      ("xl/worksheets/sheet1.xml", sheet("<row><c><v>TEST REPORT</v></c></row>")),
      (
        "xl/worksheets/sheet2.xml",
        sheet(
          head
            + "<row><c r=\"A2\"><v>0</v></c><c r=\"B2\"><v>-1</v></c><c r=\"D2\"><v>4</v></c></row>"
        )
      ),
      (
        "xl/worksheets/sheet3.xml",
        sheet(
          head
            + "<row><c r=\"A2\"><v>1.5</v></c><c r=\"B2\"><v>-1</v></c><c r=\"D2\"><v>3</v></c></row>"
        )
      ),
    ]
  }

  /// A zip archive of stored members.
  static func zip(_ members: [(String, [UInt8])]) -> [UInt8] {
    var bytes: [UInt8] = []
    var directory: [UInt8] = []
    for (name, contents) in members {
      var common = [UInt8](repeating: 0, count: 26)
      // zlib's own: bit by bit it would take longer than all that is tested here.
      common.put(RawInflate.checksum(contents), at: 10)
      common.put(UInt32(contents.count), at: 14)
      common.put(UInt32(contents.count), at: 18)
      common.put(UInt16(name.utf8.count), at: 22)
      var entry: [UInt8] = [0x50, 0x4B, 1, 2, 20, 0] + common
      entry += [UInt8](repeating: 0, count: 46 - entry.count)
      entry.put(UInt32(bytes.count), at: 42)
      directory += entry + Array(name.utf8)
      bytes += [0x50, 0x4B, 3, 4] + common + Array(name.utf8) + contents
    }
    var end: [UInt8] = [0x50, 0x4B, 5, 6] + [UInt8](repeating: 0, count: 18)
    end.put(UInt16(members.count), at: 10)
    end.put(UInt32(directory.count), at: 12)
    end.put(UInt32(bytes.count), at: 16)
    return bytes + directory + end
  }
}

extension [UInt8] {
  mutating func put(_ other: [UInt8], at offset: Int) {
    replaceSubrange(offset..<(offset + other.count), with: other)
  }

  /// Little-endian.
  mutating func put<T: FixedWidthInteger>(_ value: T, at offset: Int) {
    for place in 0..<(T.bitWidth / 8) {
      self[offset + place] = UInt8(truncatingIfNeeded: value >> T(8 * place))
    }
  }
}
