import CellData
import Testing

@testable import RunFiles

/// The versions of ndc of which no measured file is at hand, as the seeds were made by the layouts.
///
/// An outside judge holds the same seeds against a public reader.
struct NewareVersionsTests {
  @Test(arguments: [8, 9, 11, 12, 13, 14, 16, 17])
  func `versions with run info give the same run`(version: Int) throws {
    let run = try ReadRun(seed: "ndax/version\(version).members")
    #expect(run.description.format == "Neware ndax (ndc version \(version))")
    #expect(
      run[.voltage].map { ($0 * 1e6).rounded() } == [35, 36, 37, 38, 39, 40].map { $0 * 1e5 })
    #expect(run[.current] == [0, 0, 0.5, 0.5, -0.5, -0.5])
    #expect(run[.stepTime] == [0, 1, 0, 1, 0, 1])
    #expect(run[.direction] == [0, 0, 1, 1, -1, -1])
    #expect(run[.stepNumber] == [1, 1, 2, 2, 3, 3])
    #expect(run[.temperature].first == 25)
    let isConfirmed = ![8, 9, 12, 13].contains(version)
    #expect(run.findings.contains { $0.code == .unknownContent } != isConfirmed)
  }

  @Test func `version 6 has everything but the kind of step in one row`() throws {
    let run = try ReadRun(seed: "ndax/version6.members")
    #expect(run[.stepTime] == [0, 1, 2, 3, 4, 5])
    #expect(run[.stepNumber] == [1, 1, 1, 2, 2, 2])
    #expect(run[.direction] == [0, 0, 0, 1, 1, 1])
    #expect(run[.chargeCapacity].map { ($0 * 1e6).rounded() } == [1e4, 1e4, 1e4, 1e4, 1e4, 1e4])
    #expect(run[.unixTime].first == 1_700_000_000)
  }

  @Test func `version 15 tells its columns in its header`() throws {
    let run = try ReadRun(seed: "ndax/version15.members")
    #expect(run[.time] == [1.5, 2.5, 3.5, 4.5, 5.5, 6.5])
    #expect(run[.current].map { ($0 * 1e6).rounded() } == [0, 0, 1, 1, -1, -1].map { $0 * 1e5 })
    #expect(run[.direction] == [0, 0, 1, 1, -1, -1])
    #expect(run[.unixTime].first == 1_700_000_000.25)
    // 36 and 72 mAs from the listed columns, not the 360 of the shared one.
    #expect(run[.chargeCapacity].map { ($0 * 1e9).rounded() }.first == 10_000)
    #expect(run[.dischargeCapacity].map { ($0 * 1e9).rounded() }.first == 20_000)
  }

  @Test(arguments: ["bts9-19-52", "bts9-19-56", "bts9-3-88", "bts9-42-60"])
  func `records of BTS 9 are read in all their lengths`(name: String) throws {
    let run = try ReadRun(seed: "nda/\(name).nda")
    #expect(run.count == 8)
    #expect(run[.stepNumber] == [1, 1, 1, 2, 2, 2, 3, 3])
    #expect(run[.direction] == [0, 0, 0, 1, 1, 1, -1, -1])
    // A test's clock and its first step begin together; the long records state the step's time.
    let isLong = name.hasSuffix("88")
    #expect(
      run[.stepTime] == (isLong ? [1, 2, 3, 4, 5, 6, 7, 8] : [1, 2, 3, 1, 2, 3, 1, 2]))
    #expect(run[.current].map { ($0 * 1e6).rounded() / 1e5 } == [0, 0, 0, 1, 1, 1, -1, -1])
    #expect(run[.unixTime].first == 1_700_000_000)
    #expect(run[.temperature].first == (name.hasSuffix("56") || name.hasSuffix("60") ? 25.5 : nil))
  }

  @Test func `every auxiliary channel comes along`() throws {
    let run = try ReadRun(seed: "nda/version29.nda")
    #expect(run[.temperature].first == 25.3)
    #expect(run.description.auxiliary.map(\.label) == ["auxiliary 1: voltage"])
    #expect(run.auxiliary.first?.first == 4.1)
    let plain = try ReadRun(seed: "nda/version29.nda", readsAuxiliary: false)
    #expect(plain.description.auxiliary.isEmpty)
    #expect(plain.description.otherColumns == ["auxiliary 1: voltage"])
  }
}
