import Assessment
import CellData
import Foundation
import Testing

/// Reports and schemas before a judge from outside: python's jsonschema.
///
/// The interpreter is named by the environment variable `DENCHI_PYTHON`; without it these tests
/// are skipped.
struct SchemaTests {
  static let python = ProcessInfo.processInfo.environment["DENCHI_PYTHON"]

  private static let script = """
    import json, sys
    from jsonschema import Draft202012Validator as V
    schema = json.load(open(sys.argv[1]))
    V.check_schema(schema)
    errors = [e.json_path + ": " + e.message for e in V(schema).iter_errors(json.load(open(sys.argv[2])))]
    print("\\n".join(errors), end="")
    """

  /// What the judge has against the document; empty if nothing.
  private func complaints(about document: [UInt8], by schema: String) throws -> String {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("denchi-schema-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = ["schema.json", "document.json"].map { folder.appendingPathComponent($0) }
    try Data(schema.utf8).write(to: files[0])
    try Data(document).write(to: files[1])
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(Self.python))
    process.arguments = ["-c", Self.script] + files.map(\.path)
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return String(decoding: text, as: UTF8.self)
  }

  @Test(.enabled(if: python != nil, "DENCHI_PYTHON names no Python with jsonschema"))
  func `a full report and an empty one follow the schema`() throws {
    let reports = [
      try SampleRuns.fullReport(), Report(version: "0", cell: Cell(), runs: []),
      Report(version: "0", cell: nil, runs: [SampleRuns.run()], packs: []),
    ]
    for report in reports {
      #expect(try complaints(about: report.json(), by: Schema.report) == "")
    }
  }

  @Test(.enabled(if: python != nil, "DENCHI_PYTHON names no Python with jsonschema"))
  func `a key that nobody described is an error`() throws {
    let text = String(
      decoding: try Report(version: "0", cell: nil, runs: []).json(layout: .line), as: UTF8.self)
    let extra = text.replacingOccurrences(of: "{\"schema\"", with: "{\"colour\":1,\"schema\"")
    #expect(try complaints(about: Array(extra.utf8), by: Schema.report).contains("colour"))
  }

  @Test(.enabled(if: python != nil, "DENCHI_PYTHON names no Python with jsonschema"))
  func `the schema of cells takes what a person declares`() throws {
    let good = """
      {"id": "a", "casing": "cylindrical", "dimensions_mm": {"diameter": 21.15, "height": 70,
       "basis": "can", "tolerance_mm": 0.1}, "mass_g": 70, "ratedCapacity_Ah": 5,
       "nominalVoltage_V": 3.6, "minimumVoltage_V": 2.5, "maximumVoltage_V": 4.2,
       "cathode": {"chemistry": "NMC", "nickelRatio_percent": 80, "basis": "molar"},
       "use": "passenger-car", "instruments": [{"name": "x", "quantity": "current",
       "readingPercent": 0.02, "fullScale": 10}], "declarations": {"a": true}, "declaredBy": "b"}
      """
    #expect(try complaints(about: Array(good.utf8), by: Schema.cell) == "")
    for bad in [
      #"{"casing": "round"}"#, #"{"dimensions_mm": {"diameter": 21}}"#, #"{"capacity": 5}"#,
      #"{"dimensions_mm": {"diameter": 21, "height": 70, "width": 3}}"#,
      #"{"ratedCapacity_Ah": "5"}"#, #"{"cathode": {"nickelRatio_percent": 101}}"#,
    ] {
      #expect(try complaints(about: Array(bad.utf8), by: Schema.cell) != "", "\(bad)")
    }
  }

  @Test func `both schemas name their draft and version`() {
    for (schema, name) in [
      (Schema.report, "urn:denchi:report:1"), (Schema.cell, "urn:denchi:cell:1"),
    ] {
      #expect(schema.contains("https://json-schema.org/draft/2020-12/schema"))
      #expect(schema.contains("\"$id\": \"\(name)\""))
    }
    #expect(Report.schemaName == "urn:denchi:report:1")
  }
}
