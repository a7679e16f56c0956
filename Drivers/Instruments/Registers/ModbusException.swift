/// The exceptions of Modbus (Application Protocol V1.1b3, 7), and those that makers added.
enum ModbusException {
  /// An exception as what the recorder does about it.
  ///
  /// A gateway that got no answer speaks for a unit that gave none.
  static func error(_ code: Int) -> InstrumentError {
    code == 10 || code == 11 ? .noAnswer : .refused(text(code))
  }

  private static func text(_ code: Int) -> String {
    let name =
      switch code {
      case 1: "illegal function"
      case 2: "illegal data address"
      case 3: "illegal data value"
      case 4: "failure of the device"
      case 5: "acknowledged, still at work"
      case 6: "busy"
      case 7: "negative acknowledge"
      case 8: "memory parity"
      default: "not in the standard"
      }
    return "exception \(code): \(name)"
  }
}
