import ColumnKernels

/// The impedance of one element at eight frequencies, and how it changes with the inner
/// coordinates: the logarithm of the scale, the logarithm of the time, the exponent.
struct LeafImpedance {
  var z: ComplexLanes
  var byScale: ComplexLanes
  var byTime = ComplexLanes.zero
  var byExponent = ComplexLanes.zero

  /// A leaf whose impedance is proportional to its scale.
  @inline(__always)
  init(proportional z: ComplexLanes) {
    self.z = z
    byScale = z
  }

  @inline(__always)
  init(
    _ node: CircuitModel.Node, _ constants: LeafConstants, _ grid: SpectrumGrid, block: Int
  ) {
    let omega = grid.omega[block]
    let zero = Lanes.zero
    switch node.kind {
    case .resistor:
      self.init(
        proportional: ComplexLanes(re: Lanes(repeating: constants.scale), im: zero))
    case .inductor:
      self.init(proportional: ComplexLanes(re: zero, im: omega * constants.scale))
    case .capacitor:
      self.init(inverselyProportional: ComplexLanes(re: zero, im: -1 / (omega * constants.scale)))
    case .warburg:
      let part = grid.inverseRoot[block] * constants.scale
      self.init(proportional: ComplexLanes(re: part, im: -part))
    case .constantPhase: self.init(constantPhase: constants, grid.logOmega[block])
    case .arc: self.init(arc: constants, grid.logOmega[block])
    case .relaxation: self.init(relaxation: constants, omega)
    case .warburgOpen: self.init(diffusion: constants, omega, isOpen: true)
    case .warburgShort: self.init(diffusion: constants, omega, isOpen: false)
    case .gerischer: self.init(gerischer: constants, omega)
    case .series, .parallel: self.init(proportional: .zero)
    }
  }

  @inline(__always)
  private init(inverselyProportional z: ComplexLanes) {
    self.z = z
    byScale = -z
  }

  /// 1/(Q (jω)^α).
  private init(constantPhase constants: LeafConstants, _ logOmega: Lanes) {
    let size = Portable.exp(-(constants.logScale + logOmega * constants.exponent))
    z = ComplexLanes(re: size * constants.cosine, im: -size * constants.sine)
    byScale = -z
    byExponent = -(z * ComplexLanes(re: logOmega, im: Lanes(repeating: .pi / 2)))
  }

  /// R/(1 + (jωτ)^α).
  private init(arc constants: LeafConstants, _ logOmega: Lanes) {
    let logs = logOmega + constants.logTime
    let size = Portable.exp(logs * constants.exponent)
    let u = ComplexLanes(re: size * constants.cosine, im: size * constants.sine)
    let share = ComplexLanes(re: 1 + u.re, im: u.im).inverse
    z = share * constants.scale
    byScale = z
    let slope = -(z * share * u)
    byTime = slope * constants.exponent
    byExponent = slope * ComplexLanes(re: logs, im: Lanes(repeating: .pi / 2))
  }

  /// R/(1 + jωτ).
  private init(relaxation constants: LeafConstants, _ omega: Lanes) {
    let u = omega * constants.time
    let share = ComplexLanes(re: Lanes(repeating: 1), im: u).inverse
    z = share * constants.scale
    byScale = z
    byTime = -(z * share * ComplexLanes(re: .zero, im: u))
  }

  /// R coth(q)/q or R tanh(q)/q with q = √(jωτ).
  private init(diffusion constants: LeafConstants, _ omega: Lanes, isOpen: Bool) {
    let half = (omega * (0.5 * constants.time)).squareRoot()
    let q = ComplexLanes(re: half, im: half)
    let (sine, cosine) = Portable.sineCosine(half * 2)
    let size = Portable.exp(half * -2)
    let e = ComplexLanes(re: size * cosine, im: -size * sine)
    let above = ComplexLanes(re: 1 - e.re, im: -e.im)
    let below = ComplexLanes(re: 1 + e.re, im: e.im)
    let root = q.inverse
    let (over, under) = isOpen ? (below, above) : (above, below)
    let shape = over / under * root
    let square = under.inverse
    let bend = e * square * square * (isOpen ? -4 : 4)
    z = shape * constants.scale
    byScale = z
    byTime = (bend - shape) * (0.5 * constants.scale)
  }

  /// R/√(1 + jωτ).
  private init(gerischer constants: LeafConstants, _ omega: Lanes) {
    let u = omega * constants.time
    let size = (1 + u * u).squareRoot()
    let re = ((size + 1) * 0.5).squareRoot()
    let root = ComplexLanes(re: re, im: u / (re * 2))
    z = root.inverse * constants.scale
    byScale = z
    let share = ComplexLanes(re: Lanes(repeating: 1), im: u).inverse
    byTime = z * share * ComplexLanes(re: .zero, im: u * -0.5)
  }
}

/// What a leaf needs of its coordinates, the same at all frequencies.
struct LeafConstants {
  var scale = 1.0
  var logScale = 0.0
  var time = 1.0
  var logTime = 0.0
  var exponent = 1.0
  var sine = 1.0
  var cosine = 0.0

  init(_ node: CircuitModel.Node, _ x: [Double]) {
    switch node.kind {
    case .series, .parallel: return
    default: break
    }
    logScale = x[node.scale]
    scale = Portable.exp(logScale)
    switch node.kind {
    case .arc, .relaxation, .warburgOpen, .warburgShort, .gerischer:
      logTime = x[node.time]
      time = Portable.exp(logTime)
    default: break
    }
    if node.kind == .arc || node.kind == .constantPhase {
      exponent = x[node.exponent]
      (sine, cosine) = Portable.sineCosine(exponent * (.pi / 2))
    }
  }
}
