import CellData
import Testing

@testable import RunFiles

struct CellFileTests {
  private func cell(_ text: String) throws -> Cell {
    try CellFile.cell(from: Array(text.utf8), path: "cell.json")
  }

  private func message(_ text: String) -> String {
    do {
      _ = try cell(text)
      return "no error"
    } catch { return "\(error)" }
  }

  @Test func `everything that can be declared is read`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "cell.json",
      """
      {"id": "電池 1", "casing": "cylindrical",
       "dimensions_mm": {"diameter": 21.0, "height": 70.15, "basis": "can", "tolerance_mm": 0.2},
       "mass_g": 69.25, "ratedCapacity_Ah": 5, "nominalVoltage_V": 3.6, "minimumVoltage_V": 2.5,
       "maximumVoltage_V": 4.2, "use": "passenger-car", "declaredBy": "A. Person",
       "cathode": {"chemistry": "NMC811", "nickelRatio_percent": 80, "basis": "metal"},
       "instruments": [{"name": "T1", "quantity": "current", "readingPercent": 0.02,
         "fullScalePercent": 0.01, "fullScale": 20, "resolution": 1e-3,
         "calibrationCertificate": "C-7"}],
       "declarations": {"recycledContentReported": true, "hazardous": false}}
      """)
    let cell = try CellFile.read(path: path)
    #expect(cell.id == "電池 1")
    #expect(
      cell.dimensions?.shape
        == .cylinder(
          diameter: Declared(DeclaredNumber(significand: 21, exponent: 0)),
          height: Declared(DeclaredNumber(significand: 7015, exponent: -2))))
    #expect(cell.dimensions?.basis == "can")
    #expect(cell.dimensions?.tolerance?.number == DeclaredNumber("0.2"))
    #expect(cell.mass?.quantity == Grams(69.25))
    #expect(cell.use == .passengerCar)
    #expect(cell.cathode?.nickelRatio?.number == DeclaredNumber("80"))
    #expect(cell.instruments.first?.resolution == DeclaredNumber("0.001"))
    #expect(cell.declarations == ["recycledContentReported": true, "hazardous": false])
    #expect(cell.declaredBy == "A. Person")
  }

  @Test(
    arguments: [
      ("21.0", 21, 0), ("21.00", 21, 0), ("50.1", 501, -1), ("0.1", 1, -1), ("1e-3", 1, -3),
      ("1E+2", 1, 2), ("0.30000000000000004", 30_000_000_000_000_004, -17),
    ] as [(String, Int64, Int)])
  func `numbers keep the digits that were written`(
    text: String, significand: Int64, exponent: Int
  ) throws {
    let cell = try cell("{\"mass_g\": \(text)}")
    #expect(cell.mass?.number == DeclaredNumber(significand: significand, exponent: exponent))
  }

  @Test func `a box has width, height and thickness`() throws {
    let cell = try cell(
      #"{"casing": "pouch", "dimensions_mm": {"width": 42, "height": 124, "thickness": 8.4}}"#)
    #expect(abs(try #require(cell.dimensions).litres - 0.0437472) < 1e-15)
  }

  @Test func `nothing declared and null are the same`() throws {
    #expect(try cell("{}") == Cell())
    #expect(try cell(#"{"id": null, "dimensions_mm": null, "instruments": null}"#) == Cell())
  }

  @Test(arguments: [
    (#"{"diametre": 1}"#, "unknown key “diametre”"),
    (#"{"ratedCapacity": 5}"#, "did you mean “ratedCapacity_Ah”?"),
    (#"{"dimensions_mm": {"diametre": 1, "height": 2}}"#, "did you mean “diameter”?"),
    (#"{"dimensions_mm": {"diametre": 1, "height": 2}}"#, "“dimensions_mm.diametre”"),
    (#"{"id": 7}"#, "“id”: found 7, expected a text"),
    (#"{"mass_g": "70"}"#, "found \"70\", expected a number"),
    (#"{"mass_g": 1234567890123456789}"#, "expected a number of at most 18 digits"),
    (#"{"casing": "Cylindric"}"#, "expected “cylindrical”"),
    (#"{"casing": "cube"}"#, "expected one of cylindrical, prismatic, pouch, coin"),
    (#"{"use": "car"}"#, "expected one of passenger-car"),
    (#"{"dimensions_mm": {"diameter": 0, "height": 2}}"#, "found 0, expected a number above 0"),
    (#"{"dimensions_mm": {"diameter": -3, "height": 2}}"#, "found -3, expected a number above 0"),
    (
      #"{"casing": "cylindrical", "dimensions_mm": {"diameter": 3, "height": 2, "width": 1}}"#,
      "“dimensions_mm.width”: found 1, expected diameter, height alone for a cylindrical cell"
    ),
    (#"{"dimensions_mm": {"diameter": 3}}"#, "“dimensions_mm.height”: found nothing"),
    (
      #"{"minimumVoltage_V": 4.20, "maximumVoltage_V": 4.2}"#,
      "expected less than maximumVoltage_V, which is 4.2"
    ),
    (#"{"cathode": {"nickelRatio_percent": 100.1}}"#, "expected a number from 0 to 100"),
    (#"{"cathode": {"nickelRatio_percent": -1}}"#, "expected a number from 0 to 100"),
    (#"{"instruments": {}}"#, "“instruments”: found an object, expected a list of objects"),
    (#"{"instruments": [{"quantity": "current"}]}"#, "“instruments[0].name”: found nothing"),
    (#"{"declarations": {"x": "yes"}}"#, "“declarations.x”: found \"yes\", expected true or false"),
    (#"{"id": "a", "id": "b"}"#, "found the key “id” twice"),
    ("[]", "found a list, expected an object"),
    ("{\n \"id\" 7}", "line 2, column 7: found “7”, expected “:” after the key"),
    ("{\"id\": \"a\",}", "line 1, column 12: found “}”, expected a key in quotation marks"),
    ("{\"id\": \"a\"", "line 1, column 11: found the end of the file, expected “,” or “}”"),
    ("{\"mass_g\": 07}", "expected a number without leading zeros"),
    ("", "found the end of the file, expected a value"),
    ("{} x", "found “x”, expected the end of the file"),
  ])
  func `each mistake has one message that names it`(text: String, part: String) {
    let message = message(text)
    #expect(message.contains(part), "\(message)")
    #expect(message.hasPrefix("cell.json, line "))
    #expect(!message.contains("\n"))
  }

  @Test func `depth and size are bounded`() throws {
    let deep = String(repeating: "[", count: 100_000)
    #expect(message("{\"id\": \(deep)").contains("expected at most 32 levels"))
    let folder = try TemporaryFolder()
    let large = try folder.write("cell.json", String(repeating: " ", count: 3 << 20))
    #expect(throws: CellFileError.self) { try CellFile.read(path: large) }
    #expect(throws: CellFileError.self) { try CellFile.read(path: folder.path + "/none") }
  }
}
