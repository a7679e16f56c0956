extension Cell {
  /// A named way to state an energy density: which energy over which volume.
  public enum EnergyConvention: String, Sendable, Codable, CaseIterable {
    /// Measured energy of the full discharge nearest to 0.2C, over the declared dimensions.
    case measuredFifthC = "measured-0.2C"
    /// The same over the largest outline that the tolerances allow.
    case measuredFifthCLargest = "measured-0.2C-maximum-dimensions"
    /// Measured energy of the slowest full discharge, where none lies near 0.2C.
    case measuredSlowest = "measured-slowest"
    case measuredSlowestLargest = "measured-slowest-maximum-dimensions"
    /// Measured energy at the rate that the maker reports at (`reportedRate_C`).
    case measuredReported = "measured-reported-rate"
    case measuredReportedLargest = "measured-reported-rate-maximum-dimensions"
    /// Rated capacity times nominal voltage, over the declared dimensions.
    case ratedNominal = "rated-nominal"
    /// Rated capacity times rated voltage over the largest outer dimensions, as the Japanese
    /// product-safety law counts (RULES B, JP-DENAN-400; second-hand).
    case japaneseProductSafety = "japan-product-safety"

    /// Whether the energy was measured and not declared.
    public var isMeasured: Bool { self != .ratedNominal && self != .japaneseProductSafety }

    /// Whether the volume is that of the largest outline.
    public var isOfLargestOutline: Bool {
      switch self {
      case .measuredFifthCLargest, .measuredSlowestLargest, .measuredReportedLargest,
        .japaneseProductSafety:
        true
      default: false
      }
    }
  }
}

extension Cell.Dimensions {
  /// Whether the basis says that the dimensions are the largest outline already.
  public var isLargest: Bool { basis?.lowercased().contains("max") == true }

  /// The largest outline that the tolerances allow, exactly.
  ///
  /// The declared shape itself where the basis says that it is the maximum; nil where a tolerance
  /// is missing, since a largest outline must not be guessed.
  public var largestShape: Shape? {
    if isLargest { return shape }
    func grown(_ length: Declared<Millimetre>, _ key: String) -> Declared<Millimetre>? {
      guard let tolerance = ownTolerances[key] ?? tolerance else { return nil }
      return length.number.adding(tolerance.number).map(Declared.init)
    }
    switch shape {
    case .cylinder(let diameter, let height):
      guard let d = grown(diameter, "diameter"), let h = grown(height, "height") else { return nil }
      return .cylinder(diameter: d, height: h)
    case .prism(let width, let height, let thickness):
      guard let w = grown(width, "width"), let h = grown(height, "height"),
        let t = grown(thickness, "thickness")
      else { return nil }
      return .prism(width: w, height: h, thickness: t)
    }
  }
}

extension DeclaredNumber {
  /// The exact sum; nil where it does not fit into 18 digits.
  public func adding(_ other: DeclaredNumber) -> DeclaredNumber? {
    let low = min(exponent, other.exponent)
    guard let a = shifted(by: exponent - low), let b = other.shifted(by: other.exponent - low)
    else { return nil }
    let (sum, overflow) = a.addingReportingOverflow(b)
    return overflow ? nil : DeclaredNumber(significand: sum, exponent: low)
  }

  private func shifted(by power: Int) -> Int64? {
    guard significand != 0 else { return 0 }
    guard power <= 18 else { return nil }
    var result = significand
    for _ in 0..<power {
      let (product, overflow) = result.multipliedReportingOverflow(by: 10)
      if overflow { return nil }
      result = product
    }
    return result
  }
}
