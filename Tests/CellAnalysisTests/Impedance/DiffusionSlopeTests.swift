import CellData
import Foundation
import Testing

@testable import CellAnalysis

/// The regression over √t against Fick's equation in closed form.
struct DiffusionSlopeTests {
  /// The surface's excess over the mean under a constant flux into a plane of unit thickness, one
  /// side closed, over the time in units of L²/D (Crank, The Mathematics of Diffusion, 4.3.6).
  private func surface(_ t: Double) -> Double {
    var sum = t + 1.0 / 3
    for n in 1...400 {
      let k = Double(n * n) * Double.pi * Double.pi
      sum -= 2 / k * exp(-k * t)
    }
    return sum
  }

  /// A pulse of 1 A for `length` s and a rest of twenty times that, 20 mohm in series; the
  /// equilibrium voltage rises by `slope` V for each unit of mean excess.
  private func pulse(diffusionTime: Double, length: Double, slope: Double) -> CurrentPulse? {
    var (time, current, voltage): ([Double], [Double], [Double]) = ([], [], [])
    for k in 0...Int(21 * length + 600) {
      let t = Double(k) - 600
      let isOn = t > 0 && t <= length
      var excess = t > 0 ? surface(t / diffusionTime) : 0
      if t > length { excess -= surface((t - length) / diffusionTime) }
      time.append(Double(k))
      current.append(isOn ? 1 : 0)
      voltage.append(3.6 + slope * excess + (isOn ? 0.02 : 0))
    }
    var analysis = RunAnalysis()
    analysis.consume(RunChunk(columns: [.time: time, .current: current, .voltage: voltage]))
    return analysis.finish().pulses.first
  }

  @Test func `a plane that charges from one side gives its own diffusion time`() throws {
    let diffusion = try #require(
      pulse(diffusionTime: 2000, length: 60, slope: 0.5)?.diffusion)
    #expect(diffusion.isStraight)
    // V = 0.02 + slope · 2 √(t/(π · 2000)), while t is far below 2000 s.
    let expected = 0.5 * 2 / (Double.pi * 2000).squareRoot()
    #expect(abs(diffusion.slope / expected - 1) < 1e-3)
    let found = try #require(diffusion.diffusionTime)
    #expect(abs(found.value / 2000 - 1) < 0.03)
    #expect(abs((diffusion.equilibriumChange?.value ?? 0) / (0.5 * 60 / 2000) - 1) < 0.02)
  }

  @Test func `a stretch that reaches the end of diffusion is not called straight`() throws {
    let diffusion = try #require(pulse(diffusionTime: 40, length: 60, slope: 0.5)?.diffusion)
    #expect(!diffusion.isStraight)
  }

  @Test func `a pulse of seconds has no stretch to fit`() {
    #expect(pulse(diffusionTime: 2000, length: 3, slope: 0.5)?.diffusion == nil)
  }
}
