import Figures
import Testing

@testable import Dashboard

struct ChannelSignsTests {
  @Test func `before the first sample nothing is shown as a value`() {
    #expect(ChannelSigns(period: 1).state(at: 100) == .waiting)
    #expect(ChannelSigns(period: 1).age(at: 100) == nil)
  }

  @Test func `a value is current for three periods and at least for the longest commit`() {
    let slow = ChannelSigns(period: 10, lastSample: 100)
    #expect(slow.state(at: 130) == .running)
    #expect(slow.state(at: 130.1) == .stalled)
    let fast = ChannelSigns(period: 0.1, lastSample: 100)
    #expect(fast.state(at: 101.5) == .running)
    #expect(fast.state(at: 101.6) == .stalled)
  }

  @Test func `a gap or a link that is gone makes a young value a last value`() {
    let signs = ChannelSigns(period: 1, lastSample: 100, isInterrupted: true)
    #expect(signs.state(at: 100) == .gap)
  }

  @Test func `a finished run never has a current value`() {
    let signs = ChannelSigns(period: 1, lastSample: 100, isEnded: true)
    #expect(signs.state(at: 100) == .finished)
  }

  /// The claim of the page: no stale value is shown as current.
  ///
  /// Faults are silence, gaps, ends, an unreadable archive and a sleeping computer.
  @Test func `of ten thousand injected faults none leaves a stale value current`() {
    var chance = SeededChance(seed: 10)
    var wrong = 0
    for _ in 0..<10_000 {
      let period = [0.1, 1, 10, 60][chance.below(4)]
      let now = 1e6 + chance.share() * 1e6
      let age = chance.share() * [1, 5, 100, 1e5][chance.below(4)]
      let fault = chance.below(5)
      let signs = ChannelSigns(
        period: period, lastSample: fault == 0 ? nil : now - age, isInterrupted: fault == 1,
        isEnded: fault == 2)
      let tile = ChannelTile(
        .example(signs), acknowledged: 0, at: now, isReadable: fault != 3, .en)
      let mayBeCurrent = fault == 4 && age <= max(3 * period, 1.5)
      let isCurrent = tile.state == ChannelState.running.rawValue
      if isCurrent != mayBeCurrent { wrong += 1 }
      // What is not current says so in words, and says how old it is.
      if !isCurrent, signs.lastSample != nil, !tile.age.contains("last value") { wrong += 1 }
    }
    #expect(wrong == 0)
  }
}

/// Numbers that look random and are the same every time.
private struct SeededChance {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func below(_ count: Int) -> Int { Int(share() * Double(count)) }

  /// From 0 up to but not including 1; the generator is SplitMix64 (Steele and others, 2014).
  mutating func share() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((z ^ (z >> 31)) >> 11) * 0x1p-53
  }
}
