/// Where a line of a served bench is reached.
public struct BenchEndpoint: Sendable, Equatable {
  public var line: String
  /// As in a bench file, such as `modbus-tcp://127.0.0.1:15020`.
  public var connection: String
  public var instruments: [BenchPlan.Instrument]
}
