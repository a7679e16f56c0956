import Foundation

/// The real spectra beside the repository, with what other readers make of them.
enum RealSpectra {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "shared/real-data")

  static var isThere: Bool { FileManager.default.fileExists(atPath: folder.path) }

  static func path(_ name: String) -> String { folder.appending(path: name).path }

  /// Every file that has an independently read spectrum beside it, and whose format is read here.
  static let readable = [
    "eis/csv/LIB_data.txt", "eis/csv/calce-example.csv", "eis/csv/exampleData.csv",
    "eis/csv/vetter_example.csv", "eis/gamry/EISGALV_EISTest3.DTA",
    "eis/gamry/exampleDataGamry.DTA", "eis/gamry/exampleDataGamryABORT.DTA",
    "eis/other/exampleDataAutolab.txt", "eis/other/exampleDataCHInstruments.txt",
    "eis/other/exampleDataParstat.txt", "eis/other/exampleDataPowersuite.txt",
    "eis/other/exampleDataVersaStudio.par", "eis/zahner/li-ion-battery.ism",
    "eis/zplot/Circuit1_EIS_1.z", "eis/zplot/exampleDataZPlot.z",
    "eis/zplot/exampleDataZPlot_noComments.z", "biologic/mpt/exampleDataBioLogic.mpt",
    "biologic/mpt/exampleDataBioLogic_MissingFreq.mpt",
    "biologic/mpt/PEIS_LPSCl_IonBlocking_-25C.txt",
    "maccor/maccor_test_file_4267-66-6519.EDA0001.041",
    "gpl/eis/data-comma-decimal-separator.csv", "gpl/eis/data-header-variant-3.csv",
    "gpl/eis/drift-corrected-data.dta",
  ]

  /// The spectrum as the independent reader gave it, with the true imaginary part.
  static func expected(_ name: String) throws -> (
    points: Int, frequency: [Double], real: [Double], imaginary: [Double]
  ) {
    let data = try Data(contentsOf: folder.appending(path: name + ".expected.json"))
    let root = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    let eis = (root?["expected"] as? [String: Any])?["eis"] as? [String: Any]
    let spectrum = eis?["spectrum"] as? [String: Any]
    return (
      eis?["points"] as? Int ?? 0, spectrum?["frequency_hz"] as? [Double] ?? [],
      spectrum?["z_real_ohm"] as? [Double] ?? [], spectrum?["z_imag_ohm"] as? [Double] ?? []
    )
  }
}
