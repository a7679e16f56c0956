import CellData
import Foundation
import RunFiles
import Testing

struct SpectrumFileTests {
  /// Real files live outside the repository; where they are absent this is skipped.
  @Test(.enabled(if: RealSpectra.isThere), arguments: RealSpectra.readable)
  func `every point of a real file is as an independent reader gives it`(name: String) throws {
    let expected = try RealSpectra.expected(name)
    let reading = try SpectrumFile.read(path: RealSpectra.path(name))
    let spectrum = try #require(reading.spectra.first)
    if expected.points > 0 {
      #expect(reading.spectra.reduce(0) { $0 + $1.count } == expected.points)
    }
    let found = zip(spectrum.frequency.values, zip(spectrum.real.values, spectrum.imaginary.values))
      .sorted { $0.0 > $1.0 }
    let wanted = zip(expected.frequency, zip(expected.real, expected.imaginary))
      .sorted { $0.0 > $1.0 }
    for (a, b) in zip(found, wanted) {
      #expect(abs(a.0 / b.0 - 1) < 1e-6)
      let size = (b.1.0 * b.1.0 + b.1.1 * b.1.1).squareRoot()
      #expect(abs(a.1.0 - b.1.0) < 1e-6 * size)
      #expect(abs(a.1.1 - b.1.1) < 1e-6 * size)
    }
  }

  @Test func `a Gamry file that ends with the head of its table is refused and stops nothing`()
    throws
  {
    let path = NSTemporaryDirectory() + "cut-\(UUID().uuidString).dta"
    try Data("EXPLAIN\nTAG\tEISPOT\nZCURVE\tTABLE".utf8).write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(throws: SpectrumFileError.self) { try SpectrumFile.read(path: path) }
  }

  @Test(.enabled(if: RealSpectra.isThere))
  func `repeated sweeps in one file are spectra of their own`() throws {
    let path = RealSpectra.path("gpl/eis/case-multiple-spectra.csv")
    #expect(try SpectrumFile.read(path: path).spectra.map(\.count) == [29, 29, 29, 29])
    let mpt = RealSpectra.path("gpl/eis/case-multiple-spectra.mpt")
    #expect(try SpectrumFile.read(path: mpt).spectra.count == 3)
  }

  @Test(
    .enabled(if: RealSpectra.isThere),
    arguments: ["eis/gamry/chronoa_data.dta", "eis/gamry/cv_data_incompleteheader.dta"])
  func `a test of the same maker without impedance is said to be one`(name: String) {
    #expect(throws: SpectrumFileError.self) {
      try SpectrumFile.read(path: RealSpectra.path(name))
    }
    #expect(!SpectrumFile.isSpectrum(path: RealSpectra.path(name)))
  }

  @Test(.enabled(if: RealSpectra.isThere))
  func `an aborted sweep is a finding and keeps its points`() throws {
    let reading = try SpectrumFile.read(
      path: RealSpectra.path("eis/gamry/exampleDataGamryABORT.DTA"))
    #expect(reading.findings.contains { $0.code == .stoppedEarly })
    #expect(!reading.spectra.isEmpty)
  }

  @Test func `a header label with a minus turns the sign`() throws {
    let text = "freq/Hz,Re(Z)/Ohm,-Im(Z)/Ohm\n100,1,0.5\n10,2,0.25\n"
    let spectrum = try #require(try read(text).spectra.first)
    #expect(spectrum.imaginary.values == [-0.5, -0.25])
    #expect(spectrum.signIsStated)
  }

  @Test func `columns of the Battery Data Format are read in either notation`() throws {
    for labels in [
      "Frequency / Hz,Real Impedance / ohm,Imaginary Impedance / ohm",
      "frequency_hertz,real_impedance_ohm,imaginary_impedance_ohm",
    ] {
      let spectrum = try #require(try read(labels + "\n100,1,-0.5\n").spectra.first)
      #expect(spectrum.imaginary.values == [-0.5])
      #expect(spectrum.signIsStated)
    }
  }

  @Test func `magnitude and phase are made into parts, with a finding`() throws {
    let reading = try read("Frequency (Hz);|Z| (mOhm);Phase (deg)\n100;2000;-30\n10;1000;-90\n")
    let spectrum = try #require(reading.spectra.first)
    #expect(abs(spectrum.real.values[0] - 3.0.squareRoot()) < 1e-12)
    #expect(abs(spectrum.imaginary.values[0] + 1) < 1e-12)
    #expect(reading.findings.map(\.code) == [.fromMagnitudeAndPhase])
  }

  @Test func `a table cut in its last line keeps the whole lines and says so`() throws {
    let reading = try read("f,re,im\n100,1,-0.5\n10,2,-0.25\n1,3")
    #expect(reading.spectra.map(\.count) == [2])
    #expect(reading.findings.map(\.code) == [.cutFile])
  }

  @Test func `a word among the numbers is an error that names the line`() {
    #expect(throws: SpectrumFileError.badNumber(path: "", line: 3, found: "10,x,-0.25")) {
      do {
        _ = try read("f,re,im\n100,1,-0.5\n10,x,-0.25\n1,2,3\n")
      } catch let error as SpectrumFileError {
        guard case .badNumber(_, let line, let found) = error else { throw error }
        throw SpectrumFileError.badNumber(path: "", line: line, found: found)
      }
    }
  }

  @Test func `prose, nothing and a folder are errors`() {
    #expect(throws: SpectrumFileError.self) { try read("once upon a time\n") }
    #expect(throws: SpectrumFileError.self) { try read("") }
    #expect(throws: SpectrumFileError.self) { try SpectrumFile.read(path: "/") }
    #expect(throws: SpectrumFileError.self) { try read("f,re,im\n") }
  }

  private func read(_ text: String) throws -> SpectrumReading {
    let url = FileManager.default.temporaryDirectory
      .appending(path: "spectrum-\(UInt64.random(in: 0 ... .max)).csv")
    try Data(text.utf8).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    return try SpectrumFile.read(path: url.path)
  }
}

struct ConditionsInNameTests {
  @Test func `state of charge, temperature and cycle are read from a name`() {
    let conditions = SpectrumConditions(fileName: "cell7_cycle100_SOC50_25degC.csv")
    #expect(conditions.ageUnit == .cycle)
    #expect(conditions.age == 100)
    #expect(conditions.stateOfCharge == Percents(50))
    #expect(conditions.temperature == Celsius(25))
    #expect(SpectrumConditions(fileName: "PEIS_-25C.txt").temperature == Celsius(-25))
  }

  @Test func `a number at the end is an age, and no number is none`() {
    #expect(SpectrumConditions(fileName: "battery_075.csv").age == 75)
    #expect(SpectrumConditions(fileName: "battery_075.csv").ageUnit == .index)
    let day = SpectrumConditions(fileName: "cell_day30_SOC37.5_-12.5degC.tar.gz")
    #expect(day.age == 30 && day.ageUnit == .day)
    #expect(day.stateOfCharge == Percents(37.5))
    #expect(day.temperature == Celsius(-12.5))
    #expect(SpectrumConditions(fileName: "spectrum.csv") == SpectrumConditions())
  }
}
