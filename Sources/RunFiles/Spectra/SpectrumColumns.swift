/// Which column of a table holds what, told from the labels.
struct SpectrumColumns: Equatable {
  /// What a column of a spectrum holds.
  enum Role: Hashable {
    case frequency, real, imaginary, magnitude, phase
    /// A column whose change begins a new spectrum.
    case sweep
  }

  var index: [Role: Int] = [:]
  var factor: [Role: Double] = [:]
  /// Whether the imaginary part (or the phase) stands there with its sign turned.
  var isNegated = false
  /// Whether the label says so either way.
  var signIsStated = false
  var phaseIsRadian = false
  /// Whether parts must be made from magnitude and phase.
  var usesMagnitude: Bool { index[.real] == nil || index[.imaginary] == nil }

  /// Columns in the order frequency, real, imaginary, as a table without labels has them.
  static let bare: SpectrumColumns = {
    var columns = SpectrumColumns()
    columns.index = [.frequency: 0, .real: 1, .imaginary: 2]
    return columns
  }()

  private init() {}

  /// Nil unless there are a frequency and either both parts or magnitude and phase.
  init?(labels: [String]) {
    for (k, label) in labels.enumerated() {
      guard let (role, negated) = Self.role(of: label), index[role] == nil else { continue }
      index[role] = k
      factor[role] = Self.factor(label, role)
      if role == .imaginary { isNegated = negated }
      if role == .imaginary { signIsStated = negated }
      if role == .phase { phaseIsRadian = label.lowercased().contains("rad") }
      if role == .phase, index[.imaginary] == nil { isNegated = negated }
    }
    let hasParts = index[.real] != nil && index[.imaginary] != nil
    let hasPolar = index[.magnitude] != nil && index[.phase] != nil
    guard index[.frequency] != nil, hasParts || hasPolar else { return nil }
  }

  /// The role of a label, and whether the label turns the sign.
  static func role(of label: String) -> (Role, negated: Bool)? {
    var text = String(label.lowercased().filter { !" _\u{FEFF}".contains($0) })
    var negated = false
    if let first = text.first, "-−–".contains(first) {
      negated = true
      text.removeFirst()
    }
    if text.hasPrefix("neg") {
      negated = true
      text.removeFirst(3)
    }
    let name = String(text.prefix { !"/[".contains($0) })
    guard let role = names[name] ?? names[name.withoutUnit] else { return nil }
    return (role, negated)
  }

  private static let names: [String: Role] = [
    "freq": .frequency, "frequency": .frequency, "f": .frequency, "frequencyhertz": .frequency,
    "frequencyhz": .frequency, "hz": .frequency, "freq.": .frequency,
    "re(z)": .real, "z'": .real, "z′": .real, "zre": .real, "zreal": .real, "real": .real,
    "re": .real, "re(z": .real, "realimpedance": .real, "realimpedanceohm": .real,
    "realohm": .real, "zrealohm": .real, "zr": .real, "zprime": .real,
    "im(z)": .imaginary, "z''": .imaginary, "z\"": .imaginary, "z″": .imaginary,
    "zim": .imaginary, "zimg": .imaginary, "zimag": .imaginary, "imag": .imaginary,
    "imaginary": .imaginary, "im": .imaginary, "imaginaryimpedance": .imaginary,
    "imaginaryimpedanceohm": .imaginary, "imaginaryohm": .imaginary, "imagohm": .imaginary,
    "zimagohm": .imaginary,
    "zi": .imaginary, "zdoubleprime": .imaginary,
    "|z|": .magnitude, "zmod": .magnitude, "z": .magnitude, "z-mag": .magnitude,
    "zmag": .magnitude, "mag": .magnitude, "magnitude": .magnitude, "modulus": .magnitude,
    "abs(z)": .magnitude, "absoluteimpedanceohm": .magnitude, "absoluteimpedance": .magnitude,
    "impedance": .magnitude, "phase": .phase, "phase(z)": .phase, "zphz": .phase,
    "phaseangle": .phase, "phi": .phase, "theta": .phase, "phasedegree": .phase,
    "phase(rad)": .phase, "arg(z)": .phase, "phasedeg": .phase, "phaserad": .phase,
    "cyclenumber": .sweep, "segment#": .sweep, "sweep": .sweep, "spectrum": .sweep,
  ]

  private static func factor(_ label: String, _ role: Role) -> Double {
    let text = label.lowercased()
    switch role {
    case .frequency: return text.contains("khz") ? 1e3 : 1
    case .real, .imaginary, .magnitude:
      if text.contains("mohm") || text.contains("mω") || text.contains("milliohm") { return 1e-3 }
      return text.contains("kohm") || text.contains("kω") ? 1e3 : 1
    case .phase, .sweep: return 1
    }
  }
}

extension String {
  /// The text without a unit in parentheses at its end.
  fileprivate var withoutUnit: String {
    guard last == ")", let open = lastIndex(of: "("), open > startIndex else { return self }
    return String(self[..<open])
  }
}
