import CellData
import Foundation
import Testing

@testable import RunFiles

/// Public files against the values that independent readers gave (README of the reference data).
///
/// The reference data lie beside the package and are not part of it.
@Suite(.enabled(if: RealData.isThere, "needs the reference files beside the package"))
struct RealFilesTests {
  /// Files that name their columns with units, whoever wrote them.
  static let files: [String] = [
    "bdf/DLR__LiLNMOHydra0b__20221125__POCV__25degC__Basytec.bdf.csv",
    "bdf/SINTEF__LiGrR2032__2024-04-30__25degC__Landt.bdf.csv",
    "bdf/SINTEF__SLPBA842124HV__2024-10-23__Rate_25degC__Neware__Time_Bug.bdf.csv",
    "bdf/batmo_bdf.csv", "bdf/sample.bdf.csv",
    "arbin/csv/CS2_33_8_17_10.csv", "arbin/csv/CS2_33_8_18_10.csv",
    "arbin/csv/CS2_33_10_05_10.csv", "arbin/csv/CS2_33_11_01_10.csv",
    "arbin/csv/CS2_33_11_24_10.csv", "arbin/csv/CS2_33_1_24_11.csv",
    "arbin/csv/CS2_33_1_28_11.csv", "arbin/csv/CS2_33_2_2_11.csv",
    "arbin/csv/7_3_13_1C_Cycle.csv", "arbin/csv/arbin_example.csv",
    "arbin/csv/FastCharge_000025_CH8.csv", "arbin/csv/2017-05-09_test-TC-contact_CH33.csv",
    "arbin/csv/sample_data_arbin.csv", "hppc/hppc_discharge.csv", "hppc/ici_discharge.csv",
    "maccor/example_data.csv",
    "battery-archive/CALCE_CX2-33_prism_LCO_25C_0-100_0.5-0.5C_d_timeseries.csv",
    "digatron/Cell782_0p1C_25degC.csv", "digatron/Cell796_2C_25degC.csv",
    "bitrode/cell-discharge-bitrode-1c.csv", "bitrode/cell-discharge-bitrode-2c.csv",
    "neware/csv/neware_uio.csv", "cycle-table/p492-13-raw.csv",
    "landt/SINTEF__LiGrR2032__2024-04-30__25degC__Landt.csv",
    "maccor/maccor_002.txt", "maccor/maccor_three.txt", "maccor/maccor_example.001",
    "maccor/PredictionDiagnostics_000151_paused.052", "maccor/sample_data_maccor.csv",
    "novonix/example_data.csv", "novonix/sample_data_novonix.csv",
    "neware/csv/nw_regular_export_ife_example.csv", "basytec/sample_data_basytec.txt",
    "bitrode/cell-low-current-hppc-25c-2.csv", "pec/Test25195.csv", "pec/Test25205.csv",
    "biologic/mpt/Sample_data_biologic_CA1.txt",
    "biologic/mpt/Sample_data_biologic_timestamped.txt",
    "gpl/biologic/ocv.issue_149.mpt", "gpl/biologic/mb.issue_95.de.mpt",
    "arbin/xlsx/bs542_004_gr_li_50ua_50mv_1v_191020_Channel_11.xlsx",
    "neware/nda/nda_v8.nda", "neware/nda/nda_v22.nda", "neware/nda/nda_v23.nda",
    "neware/nda/new_nda_file.nda", "neware/nda/TestFile.nda",
    "neware/nda/2-1-6_61[07005012].nda", "neware/nda/SINTEF__G20M7_BTS91.nda",
    "neware/ndax/scrubbed_ndc2.ndax", "neware/ndax/test.ndax", "neware/ndax/test_2.ndax",
    "neware/ndax/interp-test.ndax", "neware/ndax/nw4-120-1-6-53.ndax",
    "neware/ndax/123456789012_Unit27_Example_Data_File.ndax",
    "neware/ndax/46_1_5_60_ZZZZZZZZTEST_20250924092922.ndax",
    "neware/ndax/TESTCELL0001-Test_Data_Collection_Ndc17.ndax",
    "neware/ndax/TESTCELL0001-B2-2025-M50T_NewareNDA_Investigation.ndax",
    "biologic/mpr/00_test_01_OCV_C01.mpr", "biologic/mpr/00_test_04_MB_C01.mpr",
    "biologic/mpr/250116_kigr_gen6_01_02_GCPL_CD8.mpr", "biologic/mpr/MB-1.mpr",
    "biologic/mpr/PEIS-0.mpr", "biologic/mpr/PEIS.mpr",
    "biologic/mpr/commercial_cell_001__1753283786_C01.mpr",
    "biologic/mpr/jdb11-1_c3_gcpl_5cycles_2V-3p8V_C-24_data_C09.mpr",
    "gpl/biologic/cp.mpr", "gpl/biologic/zir.mpr", "gpl/biologic/wait.mpr",
    "gpl/biologic/coc.issue_185.mpr", "gpl/biologic/mb.issue_95.mpr",
    "arbin/res/20160805_test001_45_cc_01.res", "arbin/res/arbin_example.res",
  ]

  /// Formats with numbers of 32 bits, and the tolerances of the reference page for them.
  private static func isBinary(_ file: String) -> Bool {
    [".nda", ".ndax", ".mpr", ".res"].contains { file.hasSuffix($0) }
  }

  private func isNear(_ a: Double, _ b: Double, _ channel: Channel, _ file: String) -> Bool {
    guard Self.isBinary(file) else { return isNear(a, b) }
    let floor =
      switch channel {
      // Records without a time of their own get a computed one.
      case .time: file.hasSuffix(".ndax") ? 0.01 : 1e-3
      case .voltage: 1e-6
      case .current: 1e-9
      default: 0.0
      }
    return abs(a - b) <= max(1e-6 * abs(b), floor)
  }

  /// Half a unit of the ninth digit, to which the expected values are printed.
  private static let tolerance = 5.1e-9

  private func expected(_ file: String) throws -> [String: Any] {
    let url = URL(fileURLWithPath: "\(RealData.folder)/\(file).expected.json")
    let json = try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any]
    return try #require(json)
  }

  private func isNear(_ a: Double, _ b: Double) -> Bool {
    a == b || abs(a - b) <= Self.tolerance * max(abs(a), abs(b)) + 1e-12
  }

  @Test(arguments: files)
  func `records and extremes are those of an independent reader`(file: String) throws {
    let json = try expected(file)
    let facts = try #require(json["expected"] as? [String: Any])
    let run = try ReadRun(path: "\(RealData.folder)/\(file)")
    #expect(run.count == facts["records"] as? Int)
    #expect(
      run.findings.allSatisfy { $0.code == .ambiguousText || $0.code == .interpolatedValue })
    let source = try #require(json["source"] as? [String: Any])
    // Some sources keep the file in an archive; then the member is what lies here.
    let stored = source["zip_member"] == nil ? "" : "member_"
    #expect(run.digest.sha256 == source["\(stored)sha256"] as? String)
    #expect(run.digest.bytes == source["\(stored)bytes"] as? Int)

    // Unsigned currents are delivered as they are; the sign is settled by the analysis.
    let isUnsigned =
      file == "bdf/batmo_bdf.csv"
      || ((run[.current].min() ?? 0) >= 0 && !run[.direction].isEmpty)
    let keys: [(String, Channel)] = [
      ("time_s", .time), ("voltage_v", .voltage), ("current_a", .current), ("cycle", .cycleNumber),
    ]
    var records = [facts["first"], facts["last"]].compactMap { $0 as? [String: Any] }
    records += facts["samples"] as? [[String: Any]] ?? []
    for record in records {
      let index = try #require(record["index"] as? Int)
      for (key, channel) in keys {
        guard let value = record[key] as? Double, !run[channel].isEmpty else { continue }
        let read = run[channel][index]
        let isBare = isUnsigned && channel == .current
        #expect(
          isNear(isBare ? abs(read) : read, isBare ? abs(value) : value, channel, file),
          "\(key) of record \(index)")
      }
    }
    for (key, channel) in keys {
      guard let range = facts[key] as? [String: Any] else { continue }
      if isUnsigned, channel == .current { continue }
      let values = run[channel].filter { !$0.isNaN }
      if let low = range["min"] as? Double {
        #expect(isNear(values.min() ?? .nan, low, channel, file), "\(key)")
      }
      if let high = range["max"] as? Double {
        #expect(isNear(values.max() ?? .nan, high, channel, file), "\(key)")
      }
    }
  }

  /// In this file current is positive on discharge and negative on charge, as counting its rows
  /// with a spreadsheet shows: 8118 discharge, 7980 charge and 5108 rest records.
  @Test func `a current of the other sign comes as it is, with its direction`() throws {
    let run = try ReadRun(path: "\(RealData.folder)/bdf/batmo_bdf.csv")
    #expect(run[.direction].count { $0 == -1 } == 8118)
    #expect(run[.direction].count { $0 == 1 } == 7980)
    #expect(run[.direction].count { $0 == 0 } == 5108)
    #expect(
      zip(run[.direction], run[.current]).allSatisfy { $0 == 0 ? $1 == 0 : $0 * $1 < 0 })
    #expect(run.description.channels.first { $0.channel == .time }?.factor == 3600)
  }

  @Test func `a file that breaks off inside a row gives its whole rows and a finding`() throws {
    let run = try ReadRun(path: "\(RealData.folder)/maccor/maccor_two.txt")
    #expect(run.count == 213)
    let cut = run.findings.filter { $0.code == .cutFile }
    #expect(cut.map(\.values) == [["line": 229]])
  }

  @Test func `columns without meaning are listed`() throws {
    let run = try ReadRun(path: "\(RealData.folder)/arbin/csv/CS2_33_8_17_10.csv")
    #expect(
      run.description.otherColumns == [
        "Data_Point", "dV/dt(V/s)", "Is_FC_Data", "AC_Impedance(Ohm)", "ACI_Phase_Angle(Deg)",
      ])
    // 2010-08-16 13:44:13 as UTC, by GNU date.
    #expect(run[.unixTime].first == 1_281_966_253)
  }
}
