import CellData
import Testing

struct DeclaredNumberTests {
  @Test(arguments: [
    ("21.0", "21"), ("21.00", "2.1e1"), ("0.50", "5e-1"), ("-0", "0"), ("100", "1e2"),
  ])
  func `the same number written differently is equal`(a: String, b: String) throws {
    #expect(try #require(DeclaredNumber(a)) == (try #require(DeclaredNumber(b))))
  }

  @Test(arguments: [
    ("20.999999999999999", "21"), ("50", "50.1"), ("-3", "2"), ("-3", "-2.9"), ("0", "0.001"),
    ("-0.001", "0"), ("9.9", "10"), ("1e-3", "2e-3"), ("999999999999999999", "1e18"),
  ])
  func `order is exact`(low: String, high: String) throws {
    let (a, b) = (try #require(DeclaredNumber(low)), try #require(DeclaredNumber(high)))
    #expect(a < b)
    #expect(!(b < a))
    #expect(a != b)
  }

  @Test(arguments: ["", "-", ".", "abc", "1.2.3", "1e", "0x10", "1e999", "1234567890123456789"])
  func `text that is no short decimal is refused`(text: String) {
    #expect(DeclaredNumber(text) == nil)
  }

  @Test(arguments: [("21.0", "21"), ("-12.50", "-12.5"), ("0.0070", "0.007"), ("5e2", "500")])
  func `it is printed in plain decimals`(text: String, printed: String) throws {
    #expect(try #require(DeclaredNumber(text)).description == printed)
  }

  @Test func `its double is the nearest one`() throws {
    #expect(try #require(DeclaredNumber("0.1")).doubleValue == 0.1)
    #expect(try #require(DeclaredNumber("21.15")).doubleValue == 21.15)
  }
}

struct CellTests {
  @Test func `a can of 21 by 70 mm holds 24.245 mL`() throws {
    // RULES C2: 21.00 × 70.00 mm = 24.245 mL; 21.15 × 70.15 mm = 24.646 mL.
    let volume = try litres("21.00", "70.00")
    #expect(abs(volume * 1000 - 24.245) < 0.0005)
    #expect(abs(try litres("21.15", "70.15") * 1000 - 24.646) < 0.0005)
  }

  private func litres(_ diameter: String, _ height: String) throws -> Double {
    Cell.Dimensions(
      shape: .cylinder(
        diameter: Declared(try #require(DeclaredNumber(diameter))),
        height: Declared(try #require(DeclaredNumber(height))))
    ).litres
  }
}
