public import CellData

/// A virtual cell with its declaration, its instrument and its test: a sample cell folder.
///
/// The folders under `SampleRuns` are what ``files()`` returns, byte for byte.
public struct SampleBench: Sendable {
  /// The folder's name.
  public var name: String
  /// One sentence on what the cell resembles.
  public var summary: String
  /// What a person declares of the cell.
  public var declaration: Cell
  public var parameters: CellParameters
  public var stateOfChargeAsFound: Double
  public var ambientTemperature: Celsius
  public var instrument: TestInstrument
  public var procedure: Procedure
  /// The voltage at which the discharges end.
  public var cutOff: Volts
  public var seed: UInt64
  public var spelling: BDFText.Spelling

  /// The sample benches, in the order people see them.
  public static let all = [cylindrical21700, pouch]

  /// The bench of that name; nil if there is none.
  public static func named(_ name: String) -> SampleBench? { all.first { $0.name == name } }

  /// Carries the test out: the same run each time.
  public func run() -> VirtualRun {
    let cell = VirtualCell(
      parameters, stateOfCharge: stateOfChargeAsFound, ambientTemperature: ambientTemperature)
    var tester = VirtualTester(cell, in: instrument, seed: seed)
    return tester.run(procedure)
  }

  /// The files of the cell's folder: declaration, run, expected truth and origin.
  ///
  /// The same bytes on every platform: nothing in them depends on a clock, a locale or a
  /// mathematics library.
  public func files() -> [(name: String, contents: String)] { files(of: run()) }

  /// The files of the cell's folder for a run that was carried out already.
  public func files(of run: VirtualRun) -> [(name: String, contents: String)] {
    [
      ("cell.json", declarationText),
      (Self.runName, BDFText.csv(run.samples, spelling: spelling)),
      ("expected.json", expectedText(of: run)),
      ("ORIGIN.md", originText),
    ]
  }

  static let runName = "rate-test.bdf.csv"
}
