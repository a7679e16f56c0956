/// Values under names that are not known beforehand, written in the order of their names.
public struct NamedValues<Value: Codable & Sendable & Equatable>: Sendable, Equatable, OneLine,
  Codable
{
  public var values: [String: Value]

  public init(_ values: [String: Value]) { self.values = values }

  public init(from decoder: any Decoder) throws {
    values = try [String: Value](from: decoder)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Name.self)
    for (name, value) in values.sorted(by: { $0.key < $1.key }) {
      try container.encode(value, forKey: Name(stringValue: name))
    }
  }

  private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}
