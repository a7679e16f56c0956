extension Connection {
  /// The registers behind a Modbus connection, not opened yet; nil for a line of bytes.
  ///
  /// - Parameter slowestAnswer: of all units on a serial bus, in ns, from their fact sheets.
  public func registerBank(slowestAnswer: Int64 = .milliseconds(500)) -> (any RegisterBank)? {
    switch self {
    case .modbusTCP(let host, let port): ModbusTCP(host: host, port: port)
    case .modbusRTU(let settings): ModbusRTU(settings, slowestAnswer: slowestAnswer)
    case .serial, .tcp: nil
    }
  }

  /// The line of bytes, not opened yet; nil for Modbus.
  ///
  /// A serial port goes through libserialport, a pseudo-terminal that libserialport refuses through
  /// termios.
  public func line() -> (any Line)? {
    switch self {
    case .tcp(let host, let port): TCPLine(host: host, port: port)
    case .serial(let settings):
      SerialDevice.isPseudoTerminal(settings.path) && !SerialLine.takes(settings.path)
        ? TerminalLine(settings) : SerialLine(settings)
    case .modbusTCP, .modbusRTU: nil
    }
  }
}
