/// Why a virtual bench cannot be served.
public enum VirtualBenchError: Error, Sendable, Equatable {
  case cannotListen(host: String, port: UInt16, reason: String)
  case cannotOpenTerminal(reason: String)
  case cannotLink(path: String, reason: String)
  case cannotWrite(path: String, reason: String)
  /// The bench asks for something that does not go together.
  case badBench(String)
}

extension VirtualBenchError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .cannotListen(let host, let port, let reason):
      "\(host):\(port): cannot listen there: \(reason). Choose another port, or 0 for a free one."
    case .cannotOpenTerminal(let reason):
      "no pseudo-terminal can be opened: \(reason)."
    case .cannotLink(let path, let reason):
      "\(path): the link to the pseudo-terminal cannot be made: \(reason). Choose another path."
    case .cannotWrite(let path, let reason):
      "\(path): the file cannot be written: \(reason)."
    case .badBench(let text): text
    }
  }
}
