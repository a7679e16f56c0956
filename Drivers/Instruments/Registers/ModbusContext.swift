internal import CModbus

/// A context of libmodbus, set up once and freed with this object.
///
/// Recovery is off, since libmodbus's own may hang for ever. The byte timeout is 0, so that the
/// response timeout bounds a whole answer and dripped bytes cannot stretch it.
@safe final class ModbusContext {
  let pointer: OpaquePointer
  let descriptor: Descriptor
  private let closesPort: Bool

  private init(_ pointer: OpaquePointer, _ descriptor: Descriptor, closesPort: Bool) {
    unsafe self.pointer = pointer
    self.descriptor = descriptor
    self.closesPort = closesPort
    unsafe modbus_set_error_recovery(pointer, MODBUS_ERROR_RECOVERY_NONE)
    unsafe modbus_set_byte_timeout(pointer, 0, 0)
  }

  deinit {
    if closesPort { unsafe modbus_close(pointer) }
    unsafe modbus_free(pointer)
  }

  /// A context for a serial port, which it opens.
  static func rtu(
    path: String, _ settings: SerialSettings
  ) throws(InstrumentError) -> ModbusContext {
    guard
      let pointer = unsafe modbus_new_rtu(
        path, Int32(settings.baud), CChar(settings.parityLetter), 8, Int32(settings.stopBits))
    else { throw .unusable("\(path): libmodbus does not take these settings.") }
    let outcome = unsafe modbus_outcome_connect(pointer)
    guard outcome.count == 0 else {
      unsafe modbus_free(pointer)
      throw SystemError.opening(path, outcome.error)
    }
    let descriptor = unsafe Descriptor(borrowing: modbus_get_socket(pointer))
    let context = unsafe ModbusContext(pointer, descriptor, closesPort: true)
    try check(descriptor)
    return context
  }

  /// A context for a connection that stands, and keeps it open.
  static func tcp(
    _ socket: Descriptor, host: String, port: UInt16
  ) throws(InstrumentError) -> ModbusContext {
    try check(socket)
    guard let pointer = unsafe modbus_new_tcp_pi(host, String(port)) else {
      throw .unusable("\(host) port \(port): libmodbus does not take this address.")
    }
    unsafe modbus_set_socket(pointer, socket.number)
    return unsafe ModbusContext(pointer, socket, closesPort: false)
  }

  /// libmodbus ends the whole process when it waits on a descriptor that select() cannot hold.
  private static func check(_ descriptor: Descriptor) throws(InstrumentError) {
    guard descriptor.number > modbus_largest_descriptor else { return }
    throw .unusable(
      "\(descriptor.number) files and lines are open, and libmodbus takes lines only up to "
        + "\(modbus_largest_descriptor). Put several channels on one connection, or record in "
        + "several processes.")
  }

  /// Bounds the next answer.
  ///
  /// - Returns: false when the deadline has passed already.
  func limitAnswer(to deadline: MonotonicTime) -> Bool {
    let microseconds = MonotonicTime.now.nanoseconds(to: deadline) / 1000
    guard microseconds > 0 else { return false }
    let seconds = UInt32(clamping: microseconds / 1_000_000)
    unsafe modbus_set_response_timeout(pointer, seconds, UInt32(microseconds % 1_000_000))
    return true
  }
}
