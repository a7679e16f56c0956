/// How the instruments of one line talk with one client.
protocol Dialogue: AnyObject {
  /// Takes whole requests out of what arrived and answers each, in order.
  func answers(to arrived: inout [UInt8], at now: Int64) -> [Answer]

  /// After so many ns of silence the beginning of a request is forgotten; nil: never.
  var patience: Int64? { get }

  /// The distance in ns at which something is sent unasked, and what.
  var pushInterval: Int64? { get }
  func pushed(at now: Int64) -> Answer?
}

extension Dialogue {
  var patience: Int64? { nil }
  var pushInterval: Int64? { nil }
  func pushed(at now: Int64) -> Answer? { nil }
}

/// What goes back for one request.
struct Answer {
  var bytes: [UInt8]
  /// The readings in it.
  var carried: [CarriedReading] = []
  /// The same answer from another unit, and with one register less; only for Modbus.
  var misled: (() -> Misled)?

  struct Misled {
    var otherUnit: [UInt8]
    var otherLength: [UInt8]
  }
}
