import Assessment
import Foundation
import Testing

/// The text of single values.
struct JSONTextTests {
  private struct Numbers: Codable, Equatable {
    var a: Double
    var b: Double?
    var c: [Double]
  }

  private struct Nothing: Encodable {}

  private func text(_ value: some Encodable) throws -> String {
    String(decoding: try JSONText.bytes(of: value, layout: .line), as: UTF8.self)
  }

  @Test(arguments: [
    (0.1, "0.1"), (1.0, "1"), (-0.0, "0"), (1.0 / 3, "0.3333333333333333"), (3600.0, "3600"),
    (-2.5, "-2.5"), (1e-7, "1e-07"), (1e300, "1e+300"), (123_456_789_012.0, "123456789012"),
  ])
  func `numbers have the fewest digits`(value: Double, expected: String) throws {
    #expect(try text(value) == expected)
    #expect(Double(expected) == value)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func `a number that is not finite has no key`(value: Double) throws {
    #expect(try text(Numbers(a: value, b: value, c: [1])) == #"{"c":[1]}"#)
  }

  @Test func `keys keep the order of the model`() throws {
    #expect(try text(Numbers(a: 2, b: nil, c: [])) == #"{"a":2,"c":[]}"#)
  }

  @Test func `names of free keys are sorted`() throws {
    #expect(try text(NamedValues(["b": 1.5, "a": 2])) == #"{"a":2,"b":1.5}"#)
  }

  @Test func `an empty object is an object`() throws {
    #expect(try text(Nothing()) == "{}")
  }

  @Test func `text is escaped as JSON asks`() throws {
    let awkward = "a\"b\\c\n\r\t\u{1}\u{1F}電池"
    let json = try text([awkward])
    #expect(json == #"["a\"b\\c\n\r\t\u0001\u001f電池"]"#)
    #expect(try JSONDecoder().decode([String].self, from: Data(json.utf8)) == [awkward])
  }

  @Test func `indented text nests by two spaces`() throws {
    let bytes = try JSONText.bytes(of: Numbers(a: 1, b: nil, c: [2, 3]))
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == "{\n  \"a\": 1,\n  \"c\": [\n    2,\n    3\n  ]\n}")
  }
}
