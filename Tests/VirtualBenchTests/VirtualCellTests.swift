import CellData
import Foundation
import Testing
import VirtualBench

struct VirtualCellTests {
  private static func cell(
    _ pairs: [ResistorCapacitorPair] = [], thermal: ThermalParameters? = nil,
    activationEnergy: Double = 0
  ) -> VirtualCell {
    VirtualCell(
      CellParameters(
        capacity: AmpereHours(5), openCircuitVoltage: .constant(3.7),
        seriesResistance: .constant(0.02), pairs: pairs, activationEnergy: activationEnergy,
        thermal: thermal), stateOfCharge: 0.5)
  }

  @Test func `charge is current times time`() {
    var cell = Self.cell()
    cell.advance(by: Seconds(1800), current: Amperes(2))
    cell.advance(by: Seconds(720), current: Amperes(-5))
    cell.advance(by: Seconds(3600), current: .zero)
    #expect(abs(cell.netCharge.value) < 1e-15)
    #expect(abs(cell.stateOfCharge - 0.5) < 1e-15)
    cell.advance(by: Seconds(900), current: Amperes(-10))
    #expect(abs(cell.netCharge.value + 2.5) < 1e-14)
    #expect(abs(cell.stateOfCharge) < 1e-15)
  }

  @Test func `a step of current is answered by the closed form of the pairs`() {
    var cell = Self.cell([
      ResistorCapacitorPair(resistance: Ohms(0.01), timeConstant: Seconds(2)),
      ResistorCapacitorPair(resistance: Ohms(0.03), timeConstant: Seconds(60)),
    ])
    for second in 1...300 {
      cell.advance(by: Seconds(1), current: Amperes(-4))
      let t = Double(second)
      let expected = 3.7 - 4 * (0.02 + 0.01 * (1 - exp(-t / 2)) + 0.03 * (1 - exp(-t / 60)))
      #expect(abs(cell.voltage.value - expected) < 1e-14)
    }
    cell.advance(by: Seconds(60), current: .zero)
    let left = 4 * (0.01 * (1 - exp(-150)) * exp(-30) + 0.03 * (1 - exp(-5)) * exp(-1))
    #expect(abs(cell.voltage.value - (3.7 - left)) < 1e-14)
  }

  // Cottrell: early on, a finite layer answers like an endless one, 2·R·√(t/πτ).
  @Test func `the diffusion ladder starts as a square root of time and ends at its resistance`() {
    let ladder = ResistorCapacitorPair.diffusion(
      resistance: Ohms(0.05), timeConstant: Seconds(1000), terms: 400)
    #expect(abs(ladder.reduce(0) { $0 + $1.resistance.value } - 0.05) < 1e-15)
    var cell = Self.cell(ladder)
    cell.advance(by: Seconds(20), current: Amperes(1))
    let early = 2 * 0.05 * (20 / (Double.pi * 1000)).squareRoot()
    #expect(abs((cell.voltage.value - 3.72) / early - 1) < 1e-3)
    cell.advance(by: Seconds(20_000), current: Amperes(1))
    #expect(abs(cell.voltage.value - 3.77) < 1e-9)
  }

  @Test func `energy taken is stored, held in the pairs, or heat`() {
    let curve = SmoothCurve([(0, 2.8), (0.1, 3.4), (0.6, 3.8), (1, 4.2)])
    var cell = VirtualCell(
      CellParameters(
        capacity: AmpereHours(5), openCircuitVoltage: curve,
        seriesResistance: SmoothCurve([(0, 0.05), (0.5, 0.02), (1, 0.03)]),
        pairs: [ResistorCapacitorPair(resistance: Ohms(0.01), timeConstant: Seconds(40))],
        activationEnergy: 30_000,
        thermal: ThermalParameters(heatCapacity: 60, heatTransfer: 0.1)), stateOfCharge: 0.8)
    for (current, time) in [(-10.0, 500.0), (0, 100), (5, 333.3), (-20, 7.7), (0.5, 4000)] {
      cell.advance(by: Seconds(time), current: Amperes(current))
      let moved = (cell.stateOfCharge - 0.8) * 5
      let stored =
        curve.mean(from: 0.8, to: cell.stateOfCharge) * abs(moved) * (moved < 0 ? -1 : 1)
      let sum = stored + cell.energyInPairs.value + cell.heat.value
      #expect(abs(cell.netEnergy.value - sum) < 1e-11)
    }
    #expect(cell.heat.value > 0)
  }

  @Test func `constant loss warms the cell as one lump does`() {
    var cell = Self.cell(thermal: ThermalParameters(heatCapacity: 70, heatTransfer: 0.1))
    let watts = 15.0 * 15 * 0.02
    for minute in 1...30 {
      cell.advance(by: Seconds(60), current: Amperes(minute % 2 == 0 ? 15 : -15))
      let rise = watts / 0.1 * (1 - exp(-Double(minute) * 60 * 0.1 / 70))
      #expect(abs(cell.temperature.value - (25 + rise)) < 1e-10)
    }
    let hot = cell.temperature.value - 25
    cell.advance(by: Seconds(700), current: .zero)
    #expect(abs(cell.temperature.value - (25 + hot * exp(-1))) < 1e-10)
    #expect(abs(cell.heat.value - watts / 2) < 1e-12)
  }

  @Test func `an isolated cell warms by heat over heat capacity`() {
    var cell = Self.cell(thermal: ThermalParameters(heatCapacity: 70, heatTransfer: 0))
    cell.advance(by: Seconds(100), current: Amperes(-10))
    #expect(abs(cell.temperature.value - (25 + 2 * 100 / 70.0)) < 1e-11)
  }

  @Test func `resistance follows the law of Arrhenius and the age`() {
    let parameters = Self.cell(activationEnergy: 25_000).parameters
    let warm = parameters.steadyResistance(atStateOfCharge: 0.5, temperature: Celsius(25))
    let cold = parameters.steadyResistance(atStateOfCharge: 0.5, temperature: Celsius(-10))
    let old = parameters.steadyResistance(
      atStateOfCharge: 0.5, temperature: Celsius(25),
      ageing: Ageing(capacityFactor: 0.8, resistanceFactor: 1.5))
    #expect(abs(warm.value - 0.02) < 1e-16)
    let factor = exp(25_000 / 8.314_462_618 * (1 / 263.15 - 1 / 298.15))
    #expect(abs(cold.value / warm.value - factor) < 1e-13)
    #expect(abs(old.value - 0.03) < 1e-16)
  }

  @Test func `an aged cell holds less charge`() {
    var cell = Self.cell()
    cell.ageing = Ageing(capacityFactor: 0.8, resistanceFactor: 2)
    cell.advance(by: Seconds(3600), current: Amperes(-2))
    #expect(abs(cell.stateOfCharge) < 1e-15)
    #expect(abs(cell.voltage.value - (3.7 - 0.08)) < 1e-15)
  }

  @Test func `the holding current brings the terminals to that voltage`() {
    var cell = Self.cell([
      ResistorCapacitorPair(resistance: Ohms(0.01), timeConstant: Seconds(5))
    ])
    cell.advance(by: Seconds(3), current: Amperes(4))
    let current = cell.current(holding: Volts(3.65))
    #expect(abs(cell.voltage(at: current).value - 3.65) < 1e-15)
  }

  @Test func `a linear cell does not care how time is divided`() {
    var whole = VirtualCell(SampleBench.cylindrical21700.parameters, stateOfCharge: 1)
    var parts = whole
    #expect(whole.parameters.isLinear)
    whole.advance(by: Seconds(1000), current: Amperes(-13))
    for _ in 0..<10_000 { parts.advance(by: Seconds(0.1), current: Amperes(-13)) }
    #expect(abs(whole.netEnergy.value / parts.netEnergy.value - 1) < 1e-12)
    #expect(abs(whole.voltage.value - parts.voltage.value) < 1e-11)
  }
}
