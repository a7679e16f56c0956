/// An equivalent circuit: elements in series and in parallel.
///
/// Written `L0-R0-p(R1,CPE1)-W1`. Three notations are read, see ``init(parsing:)``.
public struct Circuit: Sendable, Equatable {
  /// A part of a circuit.
  public indirect enum Node: Sendable, Equatable {
    case element(CircuitElement, label: String)
    case series([Node])
    case parallel([Node])
  }

  public let root: Node

  /// A circuit of these parts; series in series and parallel in parallel are made flat.
  public init(_ root: Node) { self.root = root.flattened }

  /// The elements in the order of the text, which is the order of the parameters.
  public var elements: [(element: CircuitElement, label: String)] { root.elements }

  /// One name for each parameter: the element's label, and what it is of the element.
  public var parameterNames: [String] {
    elements.flatMap { part in part.element.parameters.map { part.label + $0.suffix } }
  }

  public var parameterUnits: [String] {
    elements.flatMap { part in part.element.parameters.map(\.unit) }
  }

  var parameterKinds: [CircuitElement.Kind] {
    elements.flatMap { part in part.element.parameters.map(\.kind) }
  }

  public var parameterCount: Int { parameterNames.count }

  /// The parts that stand in series at the top.
  public var stages: [Node] {
    if case .series(let nodes) = root { nodes } else { [root] }
  }
}

extension Circuit: CustomStringConvertible {
  /// The circuit in Denchi's own notation.
  public var description: String { root.text }
}

extension Circuit.Node {
  var elements: [(element: CircuitElement, label: String)] {
    switch self {
    case .element(let element, let label): [(element, label)]
    case .series(let nodes), .parallel(let nodes): nodes.flatMap(\.elements)
    }
  }

  fileprivate var text: String {
    switch self {
    case .element(_, let label): label
    case .series(let nodes): nodes.map(\.text).joined(separator: "-")
    case .parallel(let nodes): "p(" + nodes.map(\.text).joined(separator: ",") + ")"
    }
  }

  fileprivate var flattened: Circuit.Node {
    switch self {
    case .element: return self
    case .series(let nodes):
      let flat = nodes.map(\.flattened).flatMap { node -> [Circuit.Node] in
        if case .series(let inner) = node { inner } else { [node] }
      }
      return flat.count == 1 ? flat[0] : .series(flat)
    case .parallel(let nodes):
      let flat = nodes.map(\.flattened).flatMap { node -> [Circuit.Node] in
        if case .parallel(let inner) = node { inner } else { [node] }
      }
      return flat.count == 1 ? flat[0] : .parallel(flat)
    }
  }
}
