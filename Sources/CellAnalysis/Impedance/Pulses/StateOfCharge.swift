public import CellData

/// A state of charge with what it rests on.
public struct StateOfCharge: Sendable, Equatable {
  public enum Basis: String, Sendable, CaseIterable {
    /// 100 % where a charge ended at the declared maximum voltage, 0 % where a discharge ended at
    /// the declared minimum; both in this run.
    case voltageLimits = "between-voltage-limits"
    /// One of the two, and the declared rated capacity.
    case ratedCapacity = "rated-capacity-from-a-limit"
    /// The least and the most charge that the cell held during the run; where full and empty lie
    /// nobody said.
    case rangeOfRun = "range-of-the-run"
  }

  public var percent: Percents
  public var basis: Basis
}

/// What the steps of a run say of the state of charge at any of its charges.
struct StateOfChargeScale {
  /// A step end at which the cell was full or empty.
  private struct Anchor {
    /// How many steps were over.
    var steps: Int
    var charge: Double
    var isFull: Bool
  }

  private var anchors: [Anchor] = []
  private let ratedCapacity: Double?
  private var lowest = 0.0
  private var highest = 0.0
  private var moved = 0.0

  /// How far from a declared limit a step may end and still have reached it, in V.
  private static let slack = 0.01
  /// Charge that only passes through adds errors: beyond so many ranges of it none is stated.
  private static let mostRanges = 6.0
  /// Without limits the range must be that of so many pulses at least.
  private static let fewestPulses = 5.0

  init(_ steps: [Step], settings: AnalysisSettings) {
    ratedCapacity = settings.ratedCapacity?.value
    var charge = 0.0
    for (k, step) in steps.enumerated() {
      charge += step.charge.value
      moved += abs(step.charge.value)
      lowest = min(lowest, charge)
      highest = max(highest, charge)
      let end = step.endVoltage.value
      if step.direction == .charge, let limit = settings.maximumVoltage?.value,
        end >= limit - Self.slack
      {
        add(Anchor(steps: k + 1, charge: charge, isFull: true))
      } else if step.direction == .discharge, let limit = settings.minimumVoltage?.value,
        end <= limit + Self.slack
      {
        add(Anchor(steps: k + 1, charge: charge, isFull: false))
      }
    }
  }

  /// The range of charge that the run went through, in Ah.
  var range: Double { highest - lowest }

  /// The last of several ends at the same limit counts: a hold of the voltage fills the cell.
  private mutating func add(_ anchor: Anchor) {
    if anchors.last?.isFull == anchor.isFull { anchors.removeLast() }
    anchors.append(anchor)
  }

  /// The state of charge at a charge from the start of the run, after so many steps.
  ///
  /// - Parameter largestPulse: the most charge that a pulse of the run moved, in Ah: a range of
  ///   charge not much larger than that says nothing.
  func stateOfCharge(
    at charge: Double, after steps: Int, largestPulse: Double
  ) -> StateOfCharge? {
    if let anchor = anchors.last(where: { $0.steps <= steps }) ?? anchors.first {
      if let capacity = capacity(near: anchor) {
        return share(charge, anchor, capacity, .voltageLimits)
      }
      if let ratedCapacity { return share(charge, anchor, ratedCapacity, .ratedCapacity) }
    }
    guard range > 0, moved <= Self.mostRanges * range,
      range >= Self.fewestPulses * largestPulse
    else { return nil }
    return StateOfCharge(
      percent: Percents(100 * (charge - lowest) / range), basis: .rangeOfRun)
  }

  private func share(
    _ charge: Double, _ anchor: Anchor, _ capacity: Double, _ basis: StateOfCharge.Basis
  ) -> StateOfCharge {
    let begin = anchor.isFull ? 100.0 : 0
    return StateOfCharge(
      percent: Percents(begin + 100 * (charge - anchor.charge) / capacity), basis: basis)
  }

  /// Between a limit and the next other one; before it where nothing follows.
  private func capacity(near anchor: Anchor) -> Double? {
    guard let k = anchors.firstIndex(where: { $0.steps == anchor.steps }) else { return nil }
    if k + 1 < anchors.count { return abs(anchors[k + 1].charge - anchor.charge) }
    return k > 0 ? abs(anchors[k - 1].charge - anchor.charge) : nil
  }
}
