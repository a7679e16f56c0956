import CellData
import Instruments
import Testing

@testable import VirtualBench

struct TickClockTests {
  @Test func `stepped time moves when something is read again, and only then`() {
    var clock = TickClock(.stepped, interval: Seconds(1), start: nil)
    #expect(clock.tick(at: 0, for: .time) == 0)
    #expect(clock.tick(at: 0, for: .input(0)) == 0)
    #expect(clock.tick(at: 0, for: .input(1)) == 0)
    #expect(clock.tick(at: 0, for: .time) == 1)
    #expect(clock.tick(at: 0, for: .input(0)) == 1)
    #expect(clock.tick(at: 0, for: .input(0)) == 2)
    #expect(clock.seconds(2) == Seconds(2))
  }

  @Test func `running time is real time at the speed, from the start on`() {
    let start = MonotonicTime(nanoseconds: 5_000_000_000)
    var clock = TickClock(.running(speed: 60), interval: Seconds(0.5), start: start)
    #expect(clock.tick(at: 4_000_000_000, for: .input(0)) == 0)
    #expect(clock.tick(at: 5_999_999_999, for: .input(0)) == 119)
    #expect(clock.tick(at: 6_000_000_000, for: .input(0)) == 120)
    #expect(clock.tick(at: 5_000_000_000 + 3_600_000_000_000, for: .time) == 432_000)
  }

  @Test func `the first reading lies in the middle of its interval`() {
    var clock = TickClock(.running(speed: 1000), interval: Seconds(10), start: nil)
    #expect(clock.tick(at: 1_000_000_000, for: .time) == 0)
    #expect(clock.tick(at: 9_000_000_000, for: .input(0)) == 0)
    // One interval is 10 ms of real time.
    #expect(clock.tick(at: 9_004_900_000, for: .input(0)) == 0)
    #expect(clock.tick(at: 9_005_100_000, for: .input(0)) == 1)
    #expect(clock.tick(at: 9_010_000_000, for: .input(0)) == 1)
  }
}
