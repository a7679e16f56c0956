/// Where an instrument is connected, as a person writes it.
///
/// ```
/// modbus-tcp://10.0.0.7:502
/// modbus-rtu:///dev/ttyUSB0?baud=9600&parity=none&stop=1
/// serial:///dev/ttyUSB0?baud=9600&parity=even
/// tcp://192.168.1.1:23
/// ```
public enum Connection: Hashable, Sendable {
  case modbusTCP(host: String, port: UInt16)
  case modbusRTU(SerialSettings)
  case serial(SerialSettings)
  case tcp(host: String, port: UInt16)
}

/// A serial port and how it speaks.
public struct SerialSettings: Hashable, Sendable {
  public enum Parity: String, Sendable, CaseIterable { case none, even, odd }

  /// The device's path, such as `/dev/ttyUSB0` or a link under `/dev/serial/by-id`.
  public var path: String
  public var baud: Int
  public var parity: Parity
  public var stopBits: Int

  public init(path: String, baud: Int = 9600, parity: Parity = .none, stopBits: Int = 1) {
    self.path = path
    self.baud = baud
    self.parity = parity
    self.stopBits = stopBits
  }
}
