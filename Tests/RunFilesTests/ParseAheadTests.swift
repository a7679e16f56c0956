import CellData
import Testing

@testable import RunFiles

/// Long texts, whose pieces are parsed by several threads: every number must be where it was.
struct ParseAheadTests {
  /// More than the fillings of the buffer after which further threads help, in rows.
  private static let rows = 180_000

  private static let head = "Test Time / s,Voltage / V,Current / A,Cycle Count / 1\n"

  /// A text whose numbers follow from the row, with what `odd` puts in place of a row.
  private func text(_ rows: Int = rows, odd: (Int) -> String? = { _ in nil }) -> [UInt8] {
    var text = Self.head
    for row in 0..<rows {
      text += odd(row) ?? "\(row).25,\(row % 4).\(1000 + row % 9000),-\(row % 7).5,\(row / 1000)\n"
    }
    return Array(text.utf8)
  }

  /// Reads everything and checks each record against its row.
  private func expectRows(_ wanted: [Int], in text: [UInt8]) throws {
    let reader = try RunFile.open(bytes: text, path: "long.csv")
    var chunk = RunChunk()
    var count = 0
    var wrong = 0
    while try reader.read(into: &chunk) {
      #expect(chunk.firstRecord == count + 1)
      let (time, voltage, current) = (chunk[.time], chunk[.voltage], chunk[.current])
      for k in 0..<chunk.count {
        guard count < wanted.count else { break }
        let row = wanted[count]
        // The decimals in the text have few digits: each is one division of whole numbers.
        let isRight =
          time[k] == Double(row) + 0.25
          && voltage[k] == Double(row % 4 * 10_000 + 1000 + row % 9000) / 10_000
          && current[k] == -(Double(row % 7) + 0.5)
        if !isRight { wrong += 1 }
        count += 1
      }
    }
    #expect(count == wanted.count)
    #expect(wrong == 0)
  }

  @Test func `a long text comes row by row in its order`() throws {
    let text = text()
    #expect(text.count > 4 * LineBuffer.readSize)
    try expectRows(Array(0..<Self.rows), in: text)
  }

  @Test func `rows that need care may stand anywhere in a long text`() throws {
    // Quotation marks, blank lines, and more digits than the quick way takes.
    let text = text { row in
      switch row % 9973 {
      case 7:
        "\"\(row).25\",\(row % 4).\(1000 + row % 9000),-\(row % 7).5,\(row / 1000)\n"
      case 8:
        "\n\n\n\(row).25,\(row % 4).\(1000 + row % 9000)0000000000000000000,-\(row % 7).5,0\n"
      default: nil
      }
    }
    try expectRows(Array(0..<Self.rows), in: text)
  }

  @Test func `rows with further empty fields may begin and end in a long text`() throws {
    let text = text { row in
      guard (40_000..<120_000).contains(row) else { return nil }
      return "\(row).25,\(row % 4).\(1000 + row % 9000),-\(row % 7).5,\(row / 1000),\n"
    }
    try expectRows(Array(0..<Self.rows), in: text)
  }

  @Test func `an error in a long text names its line`() throws {
    for bad in [99_990, 140_001] {
      let text = text { $0 == bad ? "\(bad),oops,1,1\n" : nil }
      let reader = try RunFile.open(bytes: text, path: "long.csv")
      var chunk = RunChunk()
      // The header is line 1.
      var line = 0
      do throws(RunFileError) {
        while try reader.read(into: &chunk) {}
      } catch {
        if case .badValue(_, let found, _, _, _, _) = error { line = found }
      }
      #expect(line == bad + 2)
    }
  }

  @Test func `a reader may be left in the middle of a long text`() throws {
    let text = text()
    for pieces in [1, 60, 100] {
      let reader = try RunFile.open(bytes: text, path: "long.csv")
      var chunk = RunChunk()
      for _ in 0..<pieces where try reader.read(into: &chunk) {}
    }
  }
}
