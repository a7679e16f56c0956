/// A way to an instrument that can be opened and closed: what lines and register banks share.
///
/// All calls block, and all are made on the one thread of the bus. Nothing here reconnects by
/// itself; that is decided where samples are scheduled.
public protocol Transport: AnyObject {
  var isOpen: Bool { get }

  /// Opens the way, or does nothing where it is open.
  func open(by deadline: MonotonicTime) throws(InstrumentError)

  /// Closes the way; never fails, and may be called at any time.
  func close()

  /// Drops everything that has arrived and was not read.
  func discardInput()
}

/// A line of bytes in both directions: serial, or text over TCP.
public protocol Line: Transport {
  /// Sends all bytes.
  func send(_ bytes: [UInt8], by deadline: MonotonicTime) throws(InstrumentError)

  /// Waits until at least one byte is there, and takes at most `limit` of those that are.
  ///
  /// - Throws: `noAnswer` when nothing came before the deadline.
  func receive(upTo limit: Int, by deadline: MonotonicTime) throws(InstrumentError) -> [UInt8]
}

/// The registers of Modbus instruments on one bus or connection.
public protocol RegisterBank: Transport {
  /// Reads registers, or bits as 0 and 1.
  ///
  /// - Returns: exactly `request.count` values.
  func read(
    _ request: RegisterRequest, by deadline: MonotonicTime
  ) throws(InstrumentError) -> [UInt16]
}

/// What a Modbus read asks for.
public struct RegisterRequest: Hashable, Sendable {
  public enum Table: String, Sendable, CaseIterable {
    /// Function 1.
    case coils
    /// Function 2.
    case discreteInputs
    /// Function 3.
    case holding
    /// Function 4.
    case input
  }

  /// The unit (slave) identifier, 0 to 255.
  public var unit: UInt8
  public var table: Table
  /// The address as it goes over the wire.
  public var address: UInt16
  /// 1 to 125 registers, 1 to 2000 bits.
  public var count: Int
  /// Whether the bank may ask for one register more and drop it, so that neighbouring requests
  /// differ in the length of their answers and a stale answer cannot fit.
  public var mayAskForSpare: Bool

  public init(
    unit: UInt8, table: Table, address: UInt16, count: Int, mayAskForSpare: Bool = false
  ) {
    self.unit = unit
    self.table = table
    self.address = address
    self.count = count
    self.mayAskForSpare = mayAskForSpare
  }
}
