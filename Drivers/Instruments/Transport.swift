/// A way to an instrument that can be opened and closed: what lines and register banks share.
///
/// All calls block, and all are made on the one thread of the bus. Nothing here reconnects by
/// itself; that is decided where samples are scheduled.
public protocol Transport: AnyObject {
  /// Whether a call has a chance; costs at most one call of the system.
  var isOpen: Bool { get }

  /// Opens the way, or does nothing where it is open.
  func open(by deadline: MonotonicTime) throws(InstrumentError)

  /// Closes the way; never fails, and may be called at any time.
  func close()

  /// Drops everything that has arrived and was not read.
  func discardInput()

  /// Until when nothing may be asked, so that a late answer cannot be taken for a new one; nil when
  /// the way is free.
  ///
  /// It stays set until ``settle(by:)`` found the way silent.
  var quarantineUntil: MonotonicTime? { get }

  /// Until when the request that was refused last as quarantined has to rest, while others may be
  /// asked; nil where none has.
  var restsUntil: MonotonicTime? { get }

  /// Drops what comes until the quarantine is over or the deadline has passed; `quarantineUntil` says
  /// afterwards which of the two it was.
  func settle(by deadline: MonotonicTime)
}

extension Transport {
  /// Nothing to keep: what tells answers apart is the instrument's driver, or the protocol itself.
  public var quarantineUntil: MonotonicTime? { nil }

  public var restsUntil: MonotonicTime? { nil }

  public func settle(by deadline: MonotonicTime) { discardInput() }
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
  /// How many registers (bits) after the block may be read as well and dropped.
  ///
  /// The bank asks for a few of them in turn, so that neighbouring requests differ in the length of
  /// their answers and a stale answer cannot fit. With 0 the bank listens after each answer whose length is that of
  /// the answer before, and reads more slowly.
  public var spare: Int

  public init(unit: UInt8, table: Table, address: UInt16, count: Int, spare: Int = 0) {
    self.unit = unit
    self.table = table
    self.address = address
    self.count = count
    self.spare = spare
  }

  /// A request with one spare register or none.
  public init(unit: UInt8, table: Table, address: UInt16, count: Int, mayAskForSpare: Bool) {
    self.init(
      unit: unit, table: table, address: address, count: count, spare: mayAskForSpare ? 1 : 0)
  }

  /// Whether the bank may ask for more than was asked of it.
  public var mayAskForSpare: Bool {
    get { spare > 0 }
    set { spare = newValue ? max(spare, 1) : 0 }
  }
}
