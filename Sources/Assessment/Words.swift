/// The same sentence in the two languages of every text that a person reads.
public struct Words: Sendable, Hashable, Codable {
  public var en: String
  public var ja: String

  public init(en: String, ja: String) {
    self.en = en
    self.ja = ja
  }
}
