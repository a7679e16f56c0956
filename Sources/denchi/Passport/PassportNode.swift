import Assessment

/// A piece of a passport as JSON, in the order in which it was filled.
indirect enum PassportNode: Encodable {
  case object([(key: String, node: PassportNode)])
  case list([PassportNode])
  case number(ReportNumber)
  case whole(Int)
  case text(String)

  /// The way to an object: through objects, and at its end perhaps into a new entry of a list.
  struct Path {
    var keys: [String]
    var isInList: Bool
  }

  /// A number in words.
  var text: String {
    switch self {
    case .number(let number): number.description
    case .whole(let number): String(number)
    case .text(let text): text
    case .object, .list: "…"
    }
  }

  /// Puts members into the object at a path; objects on the way are made.
  mutating func put(_ members: [(key: String, node: PassportNode)], at path: Path) {
    guard case .object(var own) = self else { return }
    guard let key = path.keys.first else {
      for member in members where !own.contains(where: { $0.key == member.key }) {
        own.append(member)
      }
      self = .object(own)
      return
    }
    let isEntry = path.keys.count == 1 && path.isInList
    let index =
      own.firstIndex { $0.key == key }
      ?? {
        own.append((key, isEntry ? .list([]) : .object([])))
        return own.count - 1
      }()
    if isEntry, case .list(let entries) = own[index].node {
      own[index].node = .list(entries + [.object(members)])
    } else {
      own[index].node.put(
        members, at: Path(keys: Array(path.keys.dropFirst()), isInList: path.isInList))
    }
    self = .object(own)
  }

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  func encode(to encoder: any Encoder) throws {
    switch self {
    case .object(let members):
      var container = encoder.container(keyedBy: Key.self)
      for (key, node) in members { try container.encode(node, forKey: Key(stringValue: key)) }
    case .list(let nodes):
      var container = encoder.unkeyedContainer()
      for node in nodes { try container.encode(node) }
    case .number(let number):
      try number.encode(to: encoder)
    case .whole(let number):
      var container = encoder.singleValueContainer()
      try container.encode(number)
    case .text(let text):
      var container = encoder.singleValueContainer()
      try container.encode(text)
    }
  }
}
