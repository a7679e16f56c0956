import CellAnalysis
import CellData
import Foundation

/// Pulses from the closed form of R0, two ZARCs and a Warburg, sampled at 1 ms to 1 s.
///
/// The parameters are drawn from the ranges of the population of spectra by a generator of its
/// own; a ZARC answers a step by its Cole-Cole distribution. The voltage carries noise of 20 µV on
/// pulses of 1C of a 5 Ah cell. Of slow cells, whose arcs begin at 0.3 s, R1 can be told at 1 ms.
enum PulseMeasure {
  static func run(_ file: SpectraFile, _ circuit: String) throws {
    let cases = [(0.001, false), (0.01, false), (0.1, false), (1, false), (0.001, true)]
    for (interval, isSlow) in cases {
      var generator = Generator(state: 20_261_120)
      var (values, bounds, held, exact, missing) = (0, 0, 0, 0, 0)
      var ratios: [Double] = []
      let count = 300
      for _ in 0..<count {
        let cell = Cell(&generator, isSlow: isSlow)
        guard let pulse = pulse(cell, interval, &generator), let parts = pulse.parts,
          let last = pulse.resistances.last
        else {
          missing += 1
          continue
        }
        let sum =
          parts.r1.resistance.value + parts.r2.resistance.value + parts.r3.resistance.value
        if abs(sum - last.resistance.value) < 1e-9 { exact += 1 }
        switch parts.r1.standing {
        case .value:
          values += 1
          if abs(parts.r1.resistance.value / cell.r0 - 1) < 0.05 { held += 1 }
        default:
          bounds += 1
          ratios.append(parts.r1.resistance.value / cell.r0)
          if parts.r1.resistance.value >= cell.r0 { held += 1 }
        }
      }
      ratios.sort()
      let middle = ratios.isEmpty ? 0 : ratios[ratios.count / 2]
      print(
        "\(isSlow ? "slow cells, " : "")dt \(interval) s: R1 a value in \(values), an upper bound in \(bounds) (median R1/R0 \(middle)); "
          + "right in \(held) of \(count); sum to 1e-9 in \(exact); unread \(missing)")
    }
  }

  private static func pulse(
    _ cell: Cell, _ interval: Double, _ generator: inout Generator
  ) -> CurrentPulse? {
    let curve = cell.curve()
    let rest = 20
    let count = rest + Int((10 / interval).rounded())
    var (time, current, voltage): ([Double], [Double], [Double]) = ([], [], [])
    for k in 0...count {
      let t = Double(k - rest) * interval
      time.append(Double(k) * interval)
      current.append(t > 0 ? -5 : 0)
      voltage.append(3.7 - (t > 0 ? 5 * curve(t) : 0) + 2e-5 * generator.normal())
    }
    var analysis = RunAnalysis()
    analysis.consume(RunChunk(columns: [.time: time, .current: current, .voltage: voltage]))
    return analysis.finish().pulses.first
  }

  private struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }

    mutating func between(_ low: Double, _ high: Double) -> Double {
      exp(Double.random(in: log(low)...log(high), using: &self))
    }

    mutating func normal() -> Double {
      let u = Double.random(in: 1e-12..<1, using: &self)
      return (-2 * log(u)).squareRoot() * cos(2 * .pi * Double.random(in: 0..<1, using: &self))
    }
  }

  private struct Cell {
    var r0, w: Double
    var arcs: [(r: Double, tau: Double, alpha: Double)]

    init(_ g: inout Generator, isSlow: Bool) {
      r0 = g.between(5e-3, 5e-2)
      let tau = g.between(3e-4, 3e-3) * (isSlow ? 1000 : 1)
      arcs = [
        (r0 * g.between(0.2, 1.5), tau, g.between(0.75, 0.95)),
        (r0 * g.between(0.3, 3), tau * g.between(30, 300), g.between(0.75, 0.95)),
      ]
      w = r0 * g.between(0.05, 0.3)
    }

    /// R(t), from a table that is even in ln t.
    func curve() -> (Double) -> Double {
      let (low, steps) = (log(1e-4), 500)
      let width = (log(20) - low) / Double(steps)
      let table = (0...steps).map { value(exp(low + Double($0) * width)) }
      return { t in
        let place = max(0, min((log(t) - low) / width, Double(steps) - 1e-9))
        let k = Int(place)
        return table[k] + (place - Double(k)) * (table[k + 1] - table[k])
      }
    }

    private func value(_ t: Double) -> Double {
      var sum = r0 + 2 * 2.0.squareRoot() * w * (t / .pi).squareRoot()
      let dx = 0.05
      for arc in arcs {
        let angle = (1 - arc.alpha) * .pi
        for k in -500...500 {
          let x = Double(k) * dx
          let g = sin(angle) / (2 * .pi * (cosh(arc.alpha * x) - cos(angle)))
          sum += arc.r * g * (1 - exp(-t / (arc.tau * exp(x)))) * dx
        }
      }
      return sum
    }
  }
}
