/// The exceptions of Modbus (Application Protocol V1.1b3, 7), and those that makers added.
enum ModbusException {
  static func text(_ code: Int) -> String {
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
      case 10: "gateway path unavailable"
      case 11: "no answer to the gateway"
      default: "not in the standard"
      }
    return "exception \(code): \(name)"
  }
}
