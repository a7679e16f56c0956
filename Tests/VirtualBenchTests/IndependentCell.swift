import CellData
import Foundation
import VirtualBench

/// The same cell as differential equations, solved by the method of Runge and Kutta.
///
/// Shares the table of the parameters with the virtual cell and nothing else.
struct IndependentCell {
  let parameters: CellParameters
  /// State of charge, temperature, energy in J, then the voltages over the pairs.
  var state: [Double]

  init(_ parameters: CellParameters, stateOfCharge: Double) {
    self.parameters = parameters
    state = [stateOfCharge, 25, 0] + parameters.pairs.map { _ in 0 }
  }

  func voltage(_ current: Double) -> Double { voltage(state, current) }

  mutating func advance(_ step: Double, _ current: Double) {
    let first = slope(state, current)
    let second = slope(moved(first, step / 2), current)
    let third = slope(moved(second, step / 2), current)
    let fourth = slope(moved(third, step), current)
    for i in state.indices {
      state[i] += step / 6 * (first[i] + 2 * second[i] + 2 * third[i] + fourth[i])
    }
  }

  private func moved(_ slope: [Double], _ step: Double) -> [Double] {
    zip(state, slope).map { $0 + step * $1 }
  }

  private func factor(_ y: [Double]) -> Double {
    exp(parameters.activationEnergy / 8.314_462_618 * (1 / (y[1] + 273.15) - 1 / 298.15))
  }

  private func voltage(_ y: [Double], _ current: Double) -> Double {
    parameters.openCircuitVoltage.value(at: y[0]) + y[3...].reduce(0, +)
      + current * parameters.seriesResistance.value(at: y[0]) * factor(y)
  }

  private func slope(_ y: [Double], _ current: Double) -> [Double] {
    let f = factor(y)
    var loss = current * current * parameters.seriesResistance.value(at: y[0]) * f
    var pairs: [Double] = []
    for (pair, u) in zip(parameters.pairs, y[3...]) {
      let capacitance = pair.timeConstant.value / pair.resistance.value
      let through = u / (pair.resistance.value * f)
      pairs.append((current - through) / capacitance)
      loss += u * through
    }
    var warming = 0.0
    if let thermal = parameters.thermal {
      warming = (loss - thermal.heatTransfer * (y[1] - 25)) / thermal.heatCapacity
    }
    return [
      current / (3600 * parameters.capacity.value), warming, current * voltage(y, current),
    ] + pairs
  }
}
