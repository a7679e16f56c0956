import Foundation
import Instruments
import Testing

struct ClockTests {
  @Test func `a sleeper wakes when the time is moved past his instant`() {
    let time = ManualTime()
    let woken = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      time.sleep(until: MonotonicTime(nanoseconds: 100))
      woken.signal()
    }
    time.advance(byNanoseconds: 99)
    #expect(woken.wait(timeout: .now() + 0.05) == .timedOut)
    time.advance(byNanoseconds: 1)
    #expect(woken.wait(timeout: .now() + 2) == .success)
  }

  @Test func `in a simulation the sleeper moves the time himself`() {
    let time = ManualTime(unixTime: 1000, sleepingMovesTime: true)
    time.sleep(until: MonotonicTime(nanoseconds: .seconds(3600)))
    #expect(time.now.nanoseconds == .seconds(3600))
    #expect(time.unixTime == 4600)
    time.sleep(until: MonotonicTime(nanoseconds: 0))
    #expect(time.now.nanoseconds == .seconds(3600))
  }

  @Test func `sleep of the computer counts for one clock and not for the other`() {
    let time = ManualTime()
    time.advance(byNanoseconds: 10)
    time.suspend(forNanoseconds: 1000)
    #expect(time.now.nanoseconds == 1010)
    #expect(time.awakeNanoseconds == 10)
  }

  @Test func `a step of the wall clock moves no other clock`() {
    let time = ManualTime(unixTime: 5000)
    time.stepUnixTime(bySeconds: -3600)
    #expect(time.unixTime == 1400)
    #expect(time.now.nanoseconds == 0)
  }

  @Test func `the computer's clock goes on and sleeping reaches its instant`() {
    let time = ContinuousTime()
    let until = time.now.advanced(byNanoseconds: .milliseconds(5))
    time.sleep(until: until)
    #expect(time.now >= until)
    time.sleep(until: MonotonicTime(nanoseconds: 0))
    #expect(abs(time.unixTime - Date().timeIntervalSince1970) < 1)
    #expect(time.awakeNanoseconds > 0)
  }
}
