/// One input of a verdict that can be moved by itself, by a factor.
enum Lever: Hashable {
  /// The energy of one discharge.
  case energy(input: String?, step: Int?)
  case ratedCapacity, nominalVoltage
  /// One declared length.
  case length(String)
  /// All tolerances of the dimensions together.
  case tolerances
  /// The value itself, where it is no quotient.
  case value
  /// The uncertainty of every measured value.
  case uncertainty
  /// One line of the budget, by what is uncertain and the instrument.
  case line(source: String, instrument: String?)
}

extension JudgedValue {
  /// Value and standard uncertainty after one input was multiplied by a factor.
  ///
  /// Widths of the budget stay as they are, and sensitivities follow the value: exact for lengths
  /// with fixed tolerances, and for an energy whose relative accuracy stays.
  func moved(_ lever: Lever, by factor: Double) -> (value: Double, uncertainty: Double?) {
    let y = stated.value.doubleValue
    switch lever {
    case .value: return (y * factor, uncertainty)
    case .uncertainty: return (y, uncertainty.map { $0 * factor })
    case .line(let source, let instrument):
      return (
        y,
        budget?.combined { line in
          line.source == source && line.instrument == instrument ? factor : 1
        } ?? uncertainty
      )
    case .energy, .ratedCapacity, .nominalVoltage:
      guard isEnergy(lever) else { return (y, uncertainty) }
      return (
        y * factor,
        // What the cut-off hides is a charge, which does not grow with the energy.
        budget?.combined { $0.source == "cut-off.sampling" ? 1 : factor } ?? uncertainty
      )
    case .length(let key):
      return resized { $0.key == key ? $0.ratio(declared: factor) : 1 }
    case .tolerances:
      let (value, uncertainty) = resized { $0.ratio(growth: factor) }
      guard let budget else { return (value, uncertainty) }
      return (
        value,
        budget.combined { $0.source.hasSuffix(".tolerance") ? factor : 1 } * value / y
      )
    }
  }

  private func isEnergy(_ lever: Lever) -> Bool {
    guard let convention = stated.convention else { return false }
    let isMeasured = convention.name == .measuredDischarge
    guard case .energy(let input, let step) = lever else { return !isMeasured }
    return isMeasured && convention.energy.input == input && convention.energy.step == step
  }

  /// The value and its uncertainty after lengths were multiplied by these ratios.
  private func resized(_ ratio: (Outline.Length) -> Double) -> (Double, Double?) {
    let y = stated.value.doubleValue
    guard let outline else { return (y, uncertainty) }
    var shrink = 1.0
    var ratios: [String: Double] = [:]
    for length in outline.lengths {
      let r = ratio(length)
      ratios[length.key] = r
      shrink /= length.power == 2 ? r * r : r
    }
    let uncertainty =
      budget?.combined { line in
        // The correlation line stands for products of two lengths.
        let r =
          line.distribution == .correlation
          ? ratios.values.reduce(1, *).squareRoot() : line.length.flatMap { ratios[$0] } ?? 1
        return shrink / r
      } ?? uncertainty
    return (y * shrink, uncertainty)
  }
}

extension UncertaintyBudget {
  /// The combined standard uncertainty after each line was multiplied by a factor.
  func combined(_ factor: (Line) -> Double) -> Double {
    var variance = 0.0
    for line in lines {
      let part = line.contribution * factor(line)
      variance += part * part
    }
    return variance.squareRoot()
  }
}

extension UncertaintyBudget.Line {
  /// `diameter` of `dimension.diameter.accuracy`; nil for a line about something else.
  var length: String? {
    guard bearsOn == .volume, source.hasPrefix("dimension.") else { return nil }
    return source.split(separator: ".").dropFirst().first.map(String.init)
  }
}
