import CellData
import Foundation

/// A run whose content follows from the slot alone, with gaps, odd values and jitter.
struct MadeRun {
  let seed: UInt64

  static let period: Int64 = 100_000_000
  static let segment = RecordingSegment(
    startTime: 0, firstSlot: 0, startUnixTime: 1_700_000_000, identity: "made", recorder: "test")

  static func plan(_ name: String) -> RecordingPlan {
    RecordingPlan(
      name: name, quantities: [.voltage, .current, .temperature], period: period,
      cellDeclaration: Array("{}".utf8), bench: Array("bench".utf8), equipment: "made",
      connection: "none", calibration: "never")
  }

  static func time(of slot: Int) -> Int64 { Int64(slot) * period }

  static func sample(slot: Int) -> RecordedSample {
    RecordedSample(
      slot: slot, requestTime: time(of: slot), answerTime: time(of: slot) + 1_000_000,
      values: [3.7, 1, 25])
  }

  /// A word that follows from seed, slot and purpose (SplitMix64's finish).
  private func word(_ slot: Int, _ purpose: UInt64) -> UInt64 {
    var z = seed &+ UInt64(slot) &* 0x9E37_79B9_7F4A_7C15 &+ purpose &* 0xD1B5_4A32_D192_ED03
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

  private func isGap(_ slot: Int) -> Bool { word(slot / 7, 1) % 11 == 0 }

  private func sample(_ slot: Int) -> RecordedSample {
    let request = Self.time(of: slot) + Int64(word(slot, 2) % 3_000_000)
    let odd: [Double] = [.nan, -0.0, .infinity, .leastNonzeroMagnitude, 1.0 / 3, 0.1 + 0.2]
    let shape = slot / 2000 % 4
    let voltage =
      switch shape {
      case 0: 3 + Double(word(slot, 3) % 12_000) / 1e4
      case 1: Double(Float(3) + Float(word(slot, 3) % 1000) / 977)
      case 2: odd[Int(word(slot, 3) % 6)]
      default: 3.3
      }
    return RecordedSample(
      slot: slot, requestTime: request, answerTime: request + Int64(word(slot, 4) % 2_000_000),
      values: [voltage, Double(word(slot, 5) % 4000) * 0.0153 - 30, 25 + Double(slot / 500) / 10],
      quality: word(slot, 6) % 50 == 0 ? .late : [],
      deviceTime: shape == 3 ? Double(slot) * 0.1 : .nan)
  }

  func samples(_ slots: Range<Int>) -> [RecordedSample] {
    slots.filter { !isGap($0) }.map(sample)
  }

  /// The gaps of a range, cut where batches of whole sevens are.
  func gaps(_ slots: Range<Int>) -> [RecordedGap] {
    slots.filter(isGap).map { RecordedGap(firstSlot: $0, lastSlot: $0, cause: .noAnswer) }
  }

  func batch(_ run: Int64, slots: Range<Int>) -> RecordedBatch {
    RecordedBatch(run: run, samples: samples(slots), gaps: gaps(slots))
  }
}

/// A sample by its bits, so that NaN equals NaN and -0 differs from 0.
struct Bits: Equatable {
  var numbers: [Int64]
  var words: [UInt64]

  init(_ sample: RecordedSample) {
    numbers = [
      Int64(sample.slot), sample.requestTime, sample.answerTime, Int64(sample.quality.rawValue),
    ]
    words = sample.values.map(\.bitPattern) + [sample.deviceTime.bitPattern]
  }
}

/// A folder that goes with the test.
final class TemporaryFolder {
  let path: String

  init() throws {
    // Memory where there is such a place: thousands of commits wait for no disk.
    let memory = "/dev/shm"
    let parent =
      FileManager.default.isWritableFile(atPath: memory) ? memory : NSTemporaryDirectory()
    path = parent + "/denchi-archive-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  var archive: String { path + "/lab.denchi" }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
