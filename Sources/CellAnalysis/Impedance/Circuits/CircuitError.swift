/// Why a text is no circuit.
public enum CircuitError: Error, Sendable, Equatable {
  case empty
  /// No element has this name; the position counts characters from 1.
  case unknownElement(String, position: Int)
  /// A bracket without its partner, or a separator without a part beside it.
  case misplaced(String, position: Int)
  /// Two elements have the same label.
  case repeatedLabel(String)
  /// More parameters than can be fitted.
  case tooLarge(parameters: Int, limit: Int)
  /// A value was fixed for a parameter that the circuit does not have.
  case unknownParameter(String, known: [String])
  /// A fixed value is outside what the parameter can be.
  case valueOutOfBounds(String, Double)
}

extension CircuitError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .empty: "The circuit is empty; write one such as R0-p(R1,CPE1)-W1."
    case .unknownElement(let name, let position):
      "Circuit, character \(position): there is no element “\(name)”; known are "
        + CircuitElement.allCases.map(\.rawValue).joined(separator: ", ") + ", and Q or P for CPE."
    case .misplaced(let text, let position):
      "Circuit, character \(position): “\(text)” does not belong here. Check the brackets and commas."
    case .repeatedLabel(let label):
      "Circuit: the label \(label) stands there twice. Number the elements."
    case .tooLarge(let parameters, let limit):
      "Circuit: \(parameters) parameters; at most \(limit) can be fitted."
    case .unknownParameter(let name, let known):
      "Circuit: there is no parameter “\(name)”; its parameters are "
        + known.joined(separator: ", ") + "."
    case .valueOutOfBounds(let name, let value):
      "Circuit: \(name) cannot be \(value); scales are positive, exponents between 0 and 1."
    }
  }
}
