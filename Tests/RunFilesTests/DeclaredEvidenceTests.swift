import CellData
import RunFiles
import Testing

/// The keys of `cell.json` about a proof, and what is refused.
struct DeclaredEvidenceTests {
  private func cell(_ text: String) throws -> Cell {
    try CellFile.cell(from: Array(text.utf8), path: "cell.json")
  }

  @Test func `calibration, tolerances, values and events are read with their digits`() throws {
    let cell = try cell(
      """
      {"casing": "cylindrical",
       "dimensions_mm": {"diameter": 21.00, "height": 70, "tolerances_mm": {"diameter": 0.05},
        "correlation": 1},
       "instruments": [{"name": "a", "quantity": "voltage", "calibration":
        {"certificate": "C-1", "date": "2025-01-27", "dueDate": "2026-01-27",
         "expandedUncertainty": 0.0010, "coverageFactor": 2}}],
       "energyConvention": "japan-product-safety", "reportedRate_C": 0.5,
       "furtherUncertainties": [{"name": "t", "of": "energy", "standardUncertainty_percent": 0.1}],
       "values": {"x": -1.50}, "planCovers": ["recycling"],
       "eventLog": {"observedUntil_s": 400, "events": [{"event": "warning", "time_s": 10}]},
       "testReport": {"title": "T", "dateTested": "2025-01-27", "deviations": ["d"]}}
      """)
    #expect(cell.dimensions?.ownTolerances["diameter"]?.number.description == "0.05")
    #expect(cell.instruments.first?.calibration?.dueDate == "2026-01-27")
    #expect(cell.instruments.first?.calibration?.expandedUncertainty == DeclaredNumber("0.001"))
    #expect(cell.energyConvention == .japaneseProductSafety)
    #expect(cell.values["x"] == DeclaredNumber("-1.5"))
    #expect(cell.eventLog?.events.first?.name == "warning")
    #expect(cell.testReport?.lists["deviations"] == ["d"])
    #expect(cell.furtherUncertainties.first?.subject == .energy)
  }

  @Test func `what files were measured at is read and found by the name of a spectrum`() throws {
    let cell = try cell(
      """
      {"files": [{"name": "a.csv", "age": 120, "ageUnit": "cycle", "stateOfCharge_percent": 50,
        "temperature_degC": -10.5, "capacity_Ah": 4.70}, {"name": "a.csv#2", "age": 7}]}
      """)
    #expect(cell.files.conditions(of: "a.csv")?.capacity == DeclaredNumber("4.7"))
    #expect(cell.files.conditions(of: "a.csv#1")?.ageUnit == .cycle)
    #expect(cell.files.conditions(of: "a.csv#2")?.age == DeclaredNumber("7"))
    #expect(cell.files.conditions(of: "b.csv") == nil)
    let stated = SpectrumConditions(age: 3, temperature: Celsius(25))
    let declared = try stated.declared(#require(cell.files.first))
    #expect(declared.age == 120 && declared.ageUnit == .cycle)
    #expect(declared.temperature == Celsius(-10.5))
    #expect(try stated.declared(#require(cell.files.last)).temperature == Celsius(25))
  }

  @Test func `each value has its declarer, else that of the whole`() throws {
    let cell = try cell(
      """
      {"declaredBy": "maker", "declarers": {"dimensions_mm": "can maker",
       "dimensions_mm.height": "drawing 7", "values.power_W": "laboratory"}}
      """)
    for (key, name) in [
      ("dimensions_mm.height", "drawing 7"), ("dimensions_mm.diameter", "can maker"),
      ("values.power_W", "laboratory"), ("values.x", "maker"), ("ratedCapacity_Ah", "maker"),
    ] {
      #expect(cell.declarer(of: key) == name)
    }
    #expect(Cell().declarer(of: "use") == nil)
  }

  /// Each bad declaration, and a part of the message that must name what is wrong.
  @Test(arguments: [
    (#"{"nominalVoltage_V": 4.3, "maximumVoltage_V": 4.2}"#, "not more than maximumVoltage_V"),
    (#"{"files": [{"age": 1}]}"#, "the name of a file"),
    (#"{"files": [{"name": "a", "ageUnit": "cycle"}]}"#, "since ageUnit is given"),
    (#"{"files": [{"name": "a", "stateOfCharge_percent": 101}]}"#, "from 0 to 100"),
    (#"{"files": [{"name": "a"}, {"name": "a"}]}"#, "each file once"),
    (#"{"files": [{"name": "a", "soc": 50}]}"#, "stateOfCharge_percent"),
    (#"{"nominalVoltage_V": 2, "minimumVoltage_V": 2.5}"#, "not less than minimumVoltage_V"),
    (#"{"cathode": {"chemistry": "LFP", "nickelRatio_percent": 60}}"#, "LFP holds no nickel"),
    (#"{"cathode": {"chemistry": "lmo", "composition_mol": {"Ni": 0.1}}}"#, "lmo holds no nickel"),
    (#"{"mass_g": 69, "dimensions_mm": {"diameter": 2.1, "height": 7}}"#, "lengths in mm"),
    (#"{"mass_g": 0.069, "dimensions_mm": {"diameter": 21, "height": 70}}"#, "a mass in g"),
    (
      #"{"ratedCapacity_Ah": 5, "nominalVoltage_V": 3.6, "#
        + #""dimensions_mm": {"diameter": 2.1, "height": 7}}"#, "lengths in mm"
    ),
    (#"{"declarers": {"dimension_mm.height": "x"}}"#, "did you mean “dimensions_mm”"),
    (#"{"casing": "pouch", "dimensions_mm": {"diameter": 21, "height": 70}}"#, "pouch cell"),
    (
      #"{"casing": "cylindrical", "dimensions_mm": {"width": 1, "height": 2, "thickness": 3}}"#,
      "cylindrical cell"
    ),
    (
      #"{"instruments": [{"name": "a", "quantity": "current", "fullScalePercent": 0.1}]}"#,
      "without fullScale"
    ),
    (
      #"{"declarations": {"addedProductionAtLeast3GWhPerYear": true}, "#
        + #""values": {"addedProduction_GWhPerYear": 2.9}}"#, "agree on the limit of 3"
    ),
    (#"{"energyConvention": "measured-0.3C"}"#, "measured-0.2C"),
    (#"{"testReport": {"dateTested": "27.1.2025"}}"#, "2025-01-27"),
    (
      #"{"eventLog": {"observedUntil_s": 5, "events": [{"event": "fire", "time_s": 6}]}}"#,
      "not later than observedUntil_s"
    ),
    (
      #"{"instruments": [{"name": "a", "quantity": "voltage", "calibration": "#
        + #"{"expandedUncertainty": 1}}]}"#, "coverage factor"
    ),
    (
      #"{"instruments": [{"name": "a", "quantity": "voltage", "calibration": "#
        + #"{"date": "2025-01-02", "dueDate": "2025-01-01"}}]}"#, "not before date"
    ),
    (#"{"testReport": {"titel": "x"}}"#, "title"),
  ])
  func `a bad declaration is named`(text: String, words: String) {
    let error = #expect(throws: CellFileError.self) { try cell(text) }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "none")")
  }
}
