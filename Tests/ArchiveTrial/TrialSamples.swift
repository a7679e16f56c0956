import CellData

/// Samples that follow from seed, run and slot alone, so that a judge can make them again.
///
/// A word is the finish of SplitMix64 over `seed + run * A + slot * B + purpose * C`, with odd
/// constants A, B and C; a slot whose word for purpose 1 is divisible by 13 is a gap.
struct TrialSamples {
  var seed: UInt64
  var period: Int64
  /// What the instrument's numbers look like: `decimal`, `register`, `single` or `noise`.
  var kind: String

  static let quantities: [Channel] = [.voltage, .current, .temperature]

  func plan(_ name: String) -> RecordingPlan {
    RecordingPlan(
      name: name, quantities: Self.quantities, period: period, equipment: "trial",
      connection: "none")
  }

  func word(_ run: Int64, _ slot: Int, _ purpose: UInt64) -> UInt64 {
    var z =
      seed &+ UInt64(run) &* 0xA076_1D64_78BD_642F &+ UInt64(slot) &* 0x9E37_79B9_7F4A_7C15
      &+ purpose &* 0xD1B5_4A32_D192_ED03
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

  func isGap(_ run: Int64, _ slot: Int) -> Bool { word(run, slot, 1) % 13 == 0 }

  func sample(_ run: Int64, _ slot: Int) -> RecordedSample {
    let request = Int64(slot) * period + Int64(word(run, slot, 2) % UInt64(period / 30))
    let ramp = Double(slot % 36_000) / 36_000
    let noise = Double(word(run, slot, 4) % 7) - 3
    let (voltage, current, temperature): (Double, Double, Double) =
      switch kind {
      case "register":
        (
          Double(Int((3 + ramp) / 80 * 52_428) + Int(noise)) * (80.0 / 52_428),
          Double(Int(-10.0 / 120 * 52_428) + Int(noise)) * (120.0 / 52_428),
          Double(250 + slot / 600 % 50) / 10
        )
      case "single":
        (
          Double(Float(3 + ramp + noise * 1e-4)), Double(Float(-10 + noise * 1e-3)),
          Double(Float(25 + ramp))
        )
      case "noise":
        (
          Double(word(run, slot, 5)) / 1e19, Double(word(run, slot, 6)) / 1e19,
          Double(word(run, slot, 7)) / 1e19
        )
      default:
        (
          Double(30_000 + Int(ramp * 10_000) + Int(noise)) / 1e4,
          Double(-10_000 + Int(noise)) / 1e3, Double(250 + slot / 600 % 50) / 10
        )
      }
    return RecordedSample(
      slot: slot, requestTime: request,
      answerTime: request + 300_000 + Int64(word(run, slot, 3) % 2_000_000),
      values: [voltage, current, temperature])
  }

  /// The batch of a range of slots; with gaps where the slots have one.
  func batch(_ run: Int64, _ slots: Range<Int>, hasGaps: Bool) -> RecordedBatch {
    var batch = RecordedBatch(run: run)
    for slot in slots {
      if hasGaps, isGap(run, slot) {
        batch.gaps.append(RecordedGap(firstSlot: slot, lastSlot: slot, cause: .noAnswer))
      } else {
        batch.samples.append(sample(run, slot))
      }
    }
    return batch
  }
}
