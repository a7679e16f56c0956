extension Cell {
  /// The files with the curves of both electrodes against lithium, beside `cell.json`.
  public struct HalfCellFiles: Sendable, Equatable {
    public var positive: String
    public var negative: String

    public init(positive: String, negative: String) {
      self.positive = positive
      self.negative = negative
    }
  }
}
