/// The parts that a circuit is made of.
public enum CircuitElement: String, Sendable, CaseIterable {
  case resistor = "R"
  case capacitor = "C"
  case inductor = "L"
  /// Z = 1/(Q (jω)^α).
  case constantPhase = "CPE"
  /// Half-infinite diffusion, Z = σ (1 − j)/√ω.
  case warburg = "W"
  /// Finite diffusion to a blocking end, Z = R coth(√(jωτ))/√(jωτ).
  case warburgOpen = "Wo"
  /// Finite diffusion to a transmitting end, Z = R tanh(√(jωτ))/√(jωτ).
  case warburgShort = "Ws"
  /// Z = R/√(1 + jωτ).
  case gerischer = "G"
  /// Z = R/(1 + (jωτ)^γ).
  case zarc = "Zarc"

  /// The kind of a parameter, which decides its bounds and how a fit moves it.
  public enum Kind: Sendable {
    /// A resistance, capacitance, inductance or time: positive, moved on a logarithmic scale.
    case scale
    /// An exponent between 0 and 1.
    case exponent
  }

  struct Parameter {
    var suffix: String
    var unit: String
    var kind: Kind
  }

  var parameters: [Parameter] {
    switch self {
    case .resistor: [Parameter(suffix: "", unit: "ohm", kind: .scale)]
    case .capacitor: [Parameter(suffix: "", unit: "F", kind: .scale)]
    case .inductor: [Parameter(suffix: "", unit: "H", kind: .scale)]
    case .constantPhase:
      [
        Parameter(suffix: ".Q", unit: "ohm^-1 s^alpha", kind: .scale),
        Parameter(suffix: ".alpha", unit: "", kind: .exponent),
      ]
    case .warburg: [Parameter(suffix: "", unit: "ohm s^-1/2", kind: .scale)]
    case .warburgOpen, .warburgShort, .gerischer:
      [
        Parameter(suffix: ".R", unit: "ohm", kind: .scale),
        Parameter(suffix: ".tau", unit: "s", kind: .scale),
      ]
    case .zarc:
      [
        Parameter(suffix: ".R", unit: "ohm", kind: .scale),
        Parameter(suffix: ".tau", unit: "s", kind: .scale),
        Parameter(suffix: ".gamma", unit: "", kind: .exponent),
      ]
    }
  }
}
