import CellData

/// A voltage curve that can be read at any charge, by straight lines between its points.
struct CurveReading {
  private let charges: [Double]
  private let voltages: [Double]
  let current: Double

  init(_ sweep: Sweep) { self.init(sweep.curve, current: sweep.step.meanCurrent.magnitude) }

  init(_ curve: VoltageCurve, current: Amperes) {
    let points = curve.points()
    charges = points.map(\.charge.value)
    voltages = points.map(\.voltage.value)
    self.current = current.value
  }

  /// The charge in Ah up to which the curve can be read.
  var reach: Double { charges.last ?? 0 }

  /// The voltage at `charge` Ah; nil beyond the curve's ends.
  ///
  /// - Complexity: O(log n).
  func voltage(at charge: Double) -> Double? {
    guard let first = charges.first, let last = charges.last, charge >= first, charge <= last
    else { return nil }
    var (low, high) = (0, charges.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if charges[middle] <= charge { low = middle } else { high = middle }
    }
    let width = charges[high] - charges[low]
    guard width > 0 else { return voltages[low] }
    let share = (charge - charges[low]) / width
    return voltages[low] + share * (voltages[high] - voltages[low])
  }
}
