public import CellData

/// A cell that exists only as an equivalent circuit with a temperature.
///
/// It is driven by a current (positive on charge) and answers with a voltage. Charge, energy and
/// heat are integrated along the way and are the truth that a measurement is compared with.
public struct VirtualCell: Sendable, Equatable {
  public let parameters: CellParameters
  public var ageing: Ageing
  public var ambientTemperature: Celsius
  /// 1 is full, 0 is empty; neither is a wall.
  public private(set) var stateOfCharge: Double
  public private(set) var temperature: Celsius
  /// The current of the last `advance`, positive on charge.
  public private(set) var current = Amperes.zero
  /// Net charge that entered since the cell was made.
  public private(set) var netCharge = AmpereHours.zero
  /// Net electrical energy that entered at the terminals.
  public private(set) var netEnergy = WattHours.zero
  /// Heat set free in the resistances.
  public private(set) var heat = WattHours.zero
  /// Voltages over the pairs, positive on charge.
  private var pairVoltages: [Double]

  public init(
    _ parameters: CellParameters, stateOfCharge: Double, ambientTemperature: Celsius = Celsius(25),
    ageing: Ageing = .new
  ) {
    self.parameters = parameters
    self.ageing = ageing
    self.ambientTemperature = ambientTemperature
    self.stateOfCharge = stateOfCharge
    temperature = ambientTemperature
    pairVoltages = Array(repeating: 0, count: parameters.pairs.count)
  }

  /// E0 at the present state of charge.
  public var openCircuitVoltage: Volts {
    Volts(parameters.openCircuitVoltage.value(at: stateOfCharge))
  }

  /// The terminal voltage under the current of the last `advance`.
  public var voltage: Volts { voltage(at: current) }

  /// The terminal voltage in the instant after the current changed to another value.
  public func voltage(at current: Amperes) -> Volts {
    Volts(voltageWithoutCurrent + current.value * seriesResistance)
  }

  /// The current that brings the terminals to a voltage in this instant.
  public func current(holding voltage: Volts) -> Amperes {
    Amperes((voltage.value - voltageWithoutCurrent) / seriesResistance)
  }

  /// The charge between states of charge 0 and 1 at the present age.
  public var capacity: AmpereHours {
    AmpereHours(parameters.capacity.value * ageing.capacityFactor)
  }

  /// The energy in the capacitors of the pairs.
  public var energyInPairs: WattHours {
    var joules = 0.0
    for (pair, voltage) in zip(parameters.pairs, pairVoltages) {
      joules += pair.capacitance * voltage * voltage / 2
    }
    return WattHours(joules / 3600)
  }

  /// Lets a constant current flow for a while.
  ///
  /// Charge, E0, series loss and pairs are integrated in closed form; only the temperature, which
  /// acts back on the resistances, is taken in steps of at most `longestStep`.
  ///
  /// - Precondition: `duration` is not negative. O(duration / `longestStep`).
  public mutating func advance(by duration: Seconds, current: Amperes) {
    precondition(duration >= .zero, "time runs forward")
    self.current = current
    guard duration > .zero else { return }
    let count =
      parameters.thermal == nil
      ? 1 : (duration.value / Self.longestStep.value).rounded(.up)
    let step = duration.value / count
    for _ in 0..<Int(count) { advanceOnce(by: step, current.value) }
  }

  /// Half a second is less than a thousandth of the time a cell needs to warm up, which leaves an
  /// error below 1e-7 in a method of second order.
  static let longestStep = Seconds(0.5)

  /// The part of the resistance that follows the current at once, at the present charge,
  /// temperature and age.
  public var instantResistance: Ohms { Ohms(seriesResistance) }

  private var voltageWithoutCurrent: Double {
    pairVoltages.reduce(parameters.openCircuitVoltage.value(at: stateOfCharge), +)
  }

  private var seriesResistance: Double {
    parameters.seriesResistance.value(at: stateOfCharge)
      * parameters.resistanceFactor(at: temperature, ageing: ageing)
  }

  private mutating func advanceOnce(by seconds: Double, _ amperes: Double) {
    let middle = temperature(after: seconds / 2, losing: powerLoss(at: amperes))
    let factor = parameters.resistanceFactor(at: middle, ageing: ageing)
    let next = stateOfCharge + amperes * seconds / (3600 * capacity.value)
    let opposing = parameters.openCircuitVoltage.mean(from: stateOfCharge, to: next)
    let resistance = parameters.seriesResistance.mean(from: stateOfCharge, to: next) * factor
    let delayed = advancePairs(by: seconds, amperes, factor: factor)
    let loss = amperes * amperes * resistance * seconds + delayed.loss
    let taken = amperes * ((opposing + amperes * resistance) * seconds + delayed.voltSeconds)
    stateOfCharge = next
    netCharge = netCharge + AmpereHours(amperes * seconds / 3600)
    netEnergy = netEnergy + WattHours(taken / 3600)
    heat = heat + WattHours(loss / 3600)
    temperature = temperature(after: seconds, losing: loss / seconds)
  }

  /// Moves the pairs on and integrates their voltage (in V·s) and their loss (in J).
  private mutating func advancePairs(
    by seconds: Double, _ amperes: Double, factor: Double
  ) -> (voltSeconds: Double, loss: Double) {
    var voltSeconds = 0.0
    var loss = 0.0
    for (index, pair) in parameters.pairs.enumerated() {
      let resistance = pair.resistance.value * factor
      let timeConstant = pair.timeConstant.value * factor
      let final = amperes * resistance
      let deviation = pairVoltages[index] - final
      let decay = exponential(-seconds / timeConstant)
      let single = deviation * timeConstant * (1 - decay)
      let square = deviation * deviation * timeConstant * (1 - decay * decay) / 2
      voltSeconds += final * seconds + single
      loss += (final * final * seconds + 2 * final * single + square) / resistance
      pairVoltages[index] = final + deviation * decay
    }
    return (voltSeconds, loss)
  }

  /// The heat in W that the resistances set free in this instant.
  private func powerLoss(at amperes: Double) -> Double {
    guard parameters.thermal != nil else { return 0 }
    let factor = parameters.resistanceFactor(at: temperature, ageing: ageing)
    var watts =
      amperes * amperes * parameters.seriesResistance.value(at: stateOfCharge) * factor
    for (pair, voltage) in zip(parameters.pairs, pairVoltages) {
      watts += voltage * voltage / (pair.resistance.value * factor)
    }
    return watts
  }

  /// The temperature after a while of constant loss, in closed form.
  private func temperature(after seconds: Double, losing watts: Double) -> Celsius {
    guard let thermal = parameters.thermal else { return ambientTemperature }
    guard thermal.heatTransfer > 0 else {
      return temperature + Celsius(watts * seconds / thermal.heatCapacity)
    }
    let final = ambientTemperature.value + watts / thermal.heatTransfer
    let decay = exponential(-seconds * thermal.heatTransfer / thermal.heatCapacity)
    return Celsius(final + (temperature.value - final) * decay)
  }
}
