extension Fault {
  /// Why a command for a fault could not be taken.
  public struct CommandError: Error, Sendable, Equatable, CustomStringConvertible {
    public var description: String
  }

  /// Reads a command such as `unplug line=rack for_s=2` or `late for_s=0.4`.
  ///
  /// The first word is the kind; then come `line`, `channel`, `for_s` and `count`, each at most once.
  /// What befalls one answer befalls the next one.
  public init(command: String) throws(CommandError) {
    let words = command.split(separator: " ")
    guard let kind = words.first.flatMap({ Kind(rawValue: String($0)) }) else {
      let all = Kind.allCases.map(\.rawValue).joined(separator: ", ")
      throw CommandError(
        description: "found “\(words.first ?? "")”, expected one of \(all)")
    }
    self.init(kind, .answer(1, every: nil))
    var seen: Set<Substring> = []
    for word in words.dropFirst() {
      let pair = word.split(separator: "=", maxSplits: 1)
      guard pair.count == 2, seen.insert(pair[0]).inserted else {
        throw CommandError(description: "found “\(word)”, expected KEY=VALUE, each key once")
      }
      try set(pair[0], to: String(pair[1]))
    }
  }

  private mutating func set(_ key: Substring, to value: String) throws(CommandError) {
    switch key {
    case "line": line = value
    case "channel": channel = value
    case "for_s":
      guard let seconds = Double(value), (0...86_400).contains(seconds) else {
        throw CommandError(description: "for_s: found “\(value)”, expected 0 to 86400")
      }
      duration = seconds
    case "count":
      guard let number = Int(value), (0...65_535).contains(number) else {
        throw CommandError(description: "count: found “\(value)”, expected 0 to 65535")
      }
      count = number
    default:
      throw CommandError(
        description: "found the key “\(key)”, expected line, channel, for_s or count")
    }
  }
}
