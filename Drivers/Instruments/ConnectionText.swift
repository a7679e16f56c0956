/// Why a connection that a person wrote could not be taken.
public struct ConnectionError: Error, Sendable, Equatable, CustomStringConvertible {
  public var text: String
  public var reason: String

  public var description: String {
    "connection “\(text)”: \(reason). Write one of \(Self.forms)."
  }

  private static let forms =
    "modbus-tcp://HOST[:502], modbus-rtu:///dev/PORT[?baud=9600&parity=none&stop=1], "
    + "serial:///dev/PORT[?baud=9600&parity=none&stop=1], tcp://HOST:PORT"
}

extension Connection: CustomStringConvertible {
  /// Reads the text of a connection, in the forms that stand at ``Connection``.
  public init(parsing text: String) throws(ConnectionError) {
    guard let mark = text.firstRange(of: "://") else {
      throw ConnectionError(text: text, reason: "found no “://”")
    }
    let rest = text[mark.upperBound...]
    func failure(_ reason: String) -> ConnectionError {
      ConnectionError(text: text, reason: reason)
    }
    do throws(Fault) {
      switch text[..<mark.lowerBound] {
      case "modbus-tcp":
        let (host, port) = try Self.hostAndPort(rest)
        self = .modbusTCP(host: host, port: port ?? 502)
      case "tcp":
        let (host, port) = try Self.hostAndPort(rest)
        guard let port else { throw Fault(reason: "found no port, expected HOST:PORT") }
        self = .tcp(host: host, port: port)
      case "modbus-rtu": self = .modbusRTU(try SerialSettings(parsing: rest))
      case "serial": self = .serial(try SerialSettings(parsing: rest))
      case let kind: throw Fault(reason: "found the kind “\(kind)”, which is not known")
      }
    } catch { throw failure(error.reason) }
  }

  fileprivate struct Fault: Error { var reason: String }

  private static func hostAndPort(_ text: Substring) throws(Fault) -> (String, UInt16?) {
    var host = text
    var portText: Substring?
    if text.first == "[" {
      guard let end = text.firstIndex(of: "]") else {
        throw Fault(reason: "found “[” without “]” around the address")
      }
      host = text[text.index(after: text.startIndex)..<end]
      let after = text[text.index(after: end)...]
      guard after.isEmpty || after.first == ":" else {
        throw Fault(reason: "found “\(after)” behind the address, expected :PORT")
      }
      portText = after.isEmpty ? nil : after.dropFirst()
    } else if let colon = text.lastIndex(of: ":") {
      host = text[..<colon]
      portText = text[text.index(after: colon)...]
    }
    guard !host.isEmpty else { throw Fault(reason: "found no host") }
    guard text.first == "[" || !host.contains(":") else {
      throw Fault(reason: "found an IPv6 address without brackets, expected [ADDRESS]:PORT")
    }
    if let bad = host.first(where: { "/?#@ ".contains($0) }) {
      throw Fault(reason: "found “\(bad)” in the host")
    }
    guard let portText else { return (String(host), nil) }
    guard let port = UInt16(portText), port > 0 else {
      throw Fault(reason: "found the port “\(portText)”, expected 1 to 65535")
    }
    return (String(host), port)
  }

  /// The text that ``init(parsing:)`` reads back to the same connection.
  public var description: String {
    switch self {
    case .modbusTCP(let host, let port): "modbus-tcp://\(Self.bracketed(host)):\(port)"
    case .tcp(let host, let port): "tcp://\(Self.bracketed(host)):\(port)"
    case .modbusRTU(let settings): "modbus-rtu://\(settings)"
    case .serial(let settings): "serial://\(settings)"
    }
  }

  private static func bracketed(_ host: String) -> String {
    host.contains(":") ? "[\(host)]" : host
  }
}

extension SerialSettings: CustomStringConvertible {
  public var description: String {
    "\(path)?baud=\(baud)&parity=\(parity.rawValue)&stop=\(stopBits)"
  }

  fileprivate init(parsing text: Substring) throws(Connection.Fault) {
    let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    guard let path = parts.first, path.first == "/", path.count > 1 else {
      throw Connection.Fault(reason: "found no path of a port that begins with “/”")
    }
    self.init(path: String(path))
    guard parts.count == 2 else { return }
    var seen: Set<Substring> = []
    for option in parts[1].split(separator: "&", omittingEmptySubsequences: false) {
      let pair = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let key = pair.first, let value = pair.count == 2 ? pair.last : nil else {
        throw Connection.Fault(reason: "found “\(option)”, expected KEY=VALUE")
      }
      guard seen.insert(key).inserted else {
        throw Connection.Fault(reason: "found “\(key)” twice")
      }
      try set(key, to: value)
    }
  }

  private mutating func set(_ key: Substring, to value: Substring) throws(Connection.Fault) {
    switch key {
    case "baud":
      guard let number = Int(value), (1...4_000_000).contains(number) else {
        throw Connection.Fault(reason: "found baud “\(value)”, expected a rate such as 9600")
      }
      baud = number
    case "parity":
      guard let known = Parity(rawValue: String(value)) else {
        throw Connection.Fault(reason: "found parity “\(value)”, expected none, even or odd")
      }
      parity = known
    case "stop":
      guard let number = Int(value), (1...2).contains(number) else {
        throw Connection.Fault(reason: "found stop “\(value)”, expected 1 or 2")
      }
      stopBits = number
    default:
      throw Connection.Fault(reason: "found the key “\(key)”, expected baud, parity or stop")
    }
  }
}
