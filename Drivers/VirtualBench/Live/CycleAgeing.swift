/// How a cell loses capacity and gains resistance with each cycle.
///
/// After `n` cycles the capacity is `1 − a·n − b·√n` of the new one and the resistance
/// `1 + c·n + d·√n`: the straight part stands for loss of active material, the root for the growth
/// of a layer that hinders its own growth.
public struct CycleAgeing: Sendable, Equatable {
  public var capacityLossPerCycle: Double
  public var capacityLossPerRootCycle: Double
  public var resistanceGrowthPerCycle: Double
  public var resistanceGrowthPerRootCycle: Double

  public init(
    capacityLossPerCycle: Double = 0, capacityLossPerRootCycle: Double = 0,
    resistanceGrowthPerCycle: Double = 0, resistanceGrowthPerRootCycle: Double = 0
  ) {
    self.capacityLossPerCycle = capacityLossPerCycle
    self.capacityLossPerRootCycle = capacityLossPerRootCycle
    self.resistanceGrowthPerCycle = resistanceGrowthPerCycle
    self.resistanceGrowthPerRootCycle = resistanceGrowthPerRootCycle
  }

  public static let none = CycleAgeing()

  /// The age after a number of whole cycles of a cell that was `new`; no factor falls below 0.01.
  public func age(after cycles: Int, from new: Ageing = .new) -> Ageing {
    let count = Double(cycles)
    let root = count.squareRoot()
    let loss = capacityLossPerCycle * count + capacityLossPerRootCycle * root
    let growth = resistanceGrowthPerCycle * count + resistanceGrowthPerRootCycle * root
    return Ageing(
      capacityFactor: new.capacityFactor * max(1 - loss, 0.01),
      resistanceFactor: new.resistanceFactor * max(1 + growth, 0.01))
  }
}
