internal import CLines
internal import CModbus

/// What libmodbus leaves in errno, as what the recorder does about it.
enum ModbusFailure {
  static func of(_ error: Int32) -> InstrumentError {
    switch error {
    case ETIMEDOUT: .noAnswer
    case modbus_error_checksum: .badAnswer("the checksum is wrong")
    case modbus_error_data: .badAnswer("its length or function is not what was asked for")
    case modbus_error_exception: .badAnswer("an exception that does not fit the request")
    case modbus_error_unit: .badAnswer("it comes from another unit")
    case modbus_error_first_exception...modbus_error_last_exception:
      ModbusException.error(Int(error - modbus_error_first_exception) + 1)
    case EINVAL, modbus_error_too_many:
      .unusable("libmodbus does not take this request.")
    default: .lineDown(SystemError.text(error))
    }
  }
}
