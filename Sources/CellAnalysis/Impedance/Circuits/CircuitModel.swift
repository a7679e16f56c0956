import ColumnKernels

/// A circuit compiled for fitting: a list of nodes, children before parents.
///
/// The model works in inner coordinates, in which fits run straighter: logarithms of all scales,
/// and of an arc R ‖ CPE (or R ‖ C) the time constant in place of Q (or C). There is one inner
/// coordinate for each parameter, in the same place.
struct CircuitModel: Sendable {
  enum Kind: Sendable {
    case resistor, capacitor, inductor, constantPhase, warburg, warburgOpen, warburgShort
    case gerischer
    /// R/(1 + (jωτ)^α), from a ZARC or from R ‖ CPE.
    case arc
    /// R/(1 + jωτ), from R ‖ C.
    case relaxation
    case series, parallel
  }

  struct Node: Sendable, Equatable {
    var kind: Kind
    /// The places of its parameters; the unused ones are 0.
    var scale = 0
    var time = 0
    var exponent = 0
    /// The node that it is part of; −1 for the root.
    var parent = -1
  }

  let circuit: Circuit
  private(set) var nodes: [Node] = []
  let kinds: [CircuitElement.Kind]
  /// The arcs whose second parameter is Q or C outside and τ inside.
  private(set) var translated: [Node] = []
  private var fixedPlaces: Set<Int> = []

  var parameterCount: Int { kinds.count }

  init(_ circuit: Circuit) {
    self.circuit = circuit
    kinds = circuit.parameterKinds
    var next = 0
    append(circuit.root, parameter: &next)
  }

  /// The model in which these parameters keep their values.
  ///
  /// An arc with a fixed Q or C is kept as the two elements that it is made of, since Q has no
  /// coordinate of its own otherwise.
  init(_ circuit: Circuit, fixing fixed: [Int: Double]) {
    self.circuit = circuit
    kinds = circuit.parameterKinds
    fixedPlaces = Set(fixed.keys)
    var next = 0
    append(circuit.root, parameter: &next)
  }

  /// The inner coordinate of a parameter that is fixed.
  func innerFixed(_ k: Int, _ value: Double) -> Double {
    kinds[k] == .scale ? Portable.log(value) : value
  }

  private mutating func append(_ tree: Circuit.Node, parameter next: inout Int) {
    switch tree {
    case .element(let element, _):
      nodes.append(Self.leaf(element, next))
      next += element.parameters.count
    case .parallel(let parts):
      if let arc = Self.arc(parts, next), !fixedPlaces.contains(arc.time) {
        translated.append(arc)
        nodes.append(arc)
        next += arc.kind == .arc ? 3 : 2
      } else {
        append(parts, as: .parallel, parameter: &next)
      }
    case .series(let parts): append(parts, as: .series, parameter: &next)
    }
  }

  private mutating func append(
    _ parts: [Circuit.Node], as kind: Kind, parameter next: inout Int
  ) {
    var children: [Int] = []
    for part in parts {
      append(part, parameter: &next)
      children.append(nodes.count - 1)
    }
    for child in children { nodes[child].parent = nodes.count }
    nodes.append(Node(kind: kind))
  }

  private static func leaf(_ element: CircuitElement, _ first: Int) -> Node {
    let kind: Kind =
      switch element {
      case .resistor: .resistor
      case .capacitor: .capacitor
      case .inductor: .inductor
      case .constantPhase: .constantPhase
      case .warburg: .warburg
      case .warburgOpen: .warburgOpen
      case .warburgShort: .warburgShort
      case .gerischer: .gerischer
      case .zarc: .arc
      }
    switch kind {
    case .constantPhase: return Node(kind: kind, scale: first, exponent: first + 1)
    default: return Node(kind: kind, scale: first, time: first + 1, exponent: first + 2)
    }
  }

  /// A resistor beside a CPE or capacitor, in either order.
  private static func arc(_ parts: [Circuit.Node], _ first: Int) -> Node? {
    guard parts.count == 2, case .element(let a, _) = parts[0], case .element(let b, _) = parts[1]
    else { return nil }
    switch (a, b) {
    case (.resistor, .constantPhase):
      return Node(kind: .arc, scale: first, time: first + 1, exponent: first + 2)
    case (.constantPhase, .resistor):
      return Node(kind: .arc, scale: first + 2, time: first, exponent: first + 1)
    case (.resistor, .capacitor): return Node(kind: .relaxation, scale: first, time: first + 1)
    case (.capacitor, .resistor): return Node(kind: .relaxation, scale: first + 1, time: first)
    default: return nil
    }
  }

  /// The inner coordinates of parameter values.
  func inner(_ values: [Double]) -> [Double] {
    var x = zip(values, kinds).map { $1 == .scale ? Portable.log($0) : $0 }
    for arc in translated {
      // R Q = τ^α, and R C = τ.
      let sum = x[arc.time] + x[arc.scale]
      x[arc.time] = arc.kind == .arc ? sum / x[arc.exponent] : sum
    }
    return x
  }

  /// The parameter values of inner coordinates.
  func values(_ x: [Double]) -> [Double] {
    logarithms(x).enumerated().map {
      kinds[$0.offset] == .scale ? Portable.exp($0.element) : $0.element
    }
  }

  /// The logarithms of the scales as they are outside, and the exponents.
  func logarithms(_ x: [Double]) -> [Double] {
    var y = x
    for arc in translated {
      let exponent = arc.kind == .arc ? x[arc.exponent] : 1
      y[arc.time] = exponent * x[arc.time] - x[arc.scale]
    }
    return y
  }

  /// How ``logarithms(_:)`` changes with the inner coordinates, row by row.
  func translation(_ x: [Double]) -> [[Double]] {
    let n = parameterCount
    var rows = (0..<n).map { k in (0..<n).map { $0 == k ? 1.0 : 0.0 } }
    for arc in translated {
      rows[arc.time][arc.scale] = -1
      rows[arc.time][arc.time] = arc.kind == .arc ? x[arc.exponent] : 1
      if arc.kind == .arc { rows[arc.time][arc.exponent] = x[arc.time] }
    }
    return rows
  }
}
