internal import CLines
internal import CSerialPort

/// A line of bytes over a serial port, through libserialport.
///
/// libserialport opens, sets, reads and writes; waiting is done with `poll` on its descriptor, since
/// its own waits follow the wall clock and cannot hold a descriptor of 1024 or more.
public final class SerialLine: Line {
  public let settings: SerialSettings
  private var port: Port?

  public init(_ settings: SerialSettings) { self.settings = settings }

  /// Whether libserialport takes what stands behind a path; it takes no pseudo-terminals.
  static func takes(_ path: String) -> Bool {
    guard let device = try? SerialDevice(SerialSettings(path: path)) else { return false }
    return (try? Port(named: device.path)) != nil
  }

  public var isOpen: Bool { port != nil }

  public func open(by deadline: MonotonicTime) throws(InstrumentError) {
    guard port == nil else { return }
    let device = try SerialDevice(settings)
    let port = try Port(named: device.path)
    try port.open(settings)
    try device.lock(port.descriptor.number)
    try device.checkRate(of: port.descriptor.number, settings)
    self.port = port
  }

  public func close() { port = nil }

  public func discardInput() {
    if let port { line_drop_input(port.descriptor.number) }
  }

  public func send(_ bytes: [UInt8], by deadline: MonotonicTime) throws(InstrumentError) {
    try closingWhenDown { () throws(InstrumentError) in
      guard let port else { throw .lineDown("not open") }
      try unsafe port.descriptor.sendAll(bytes, by: deadline) { unsafe port.write($0, count: $1) }
    }
  }

  public func receive(
    upTo limit: Int, by deadline: MonotonicTime
  ) throws(InstrumentError) -> [UInt8] {
    try closingWhenDown { () throws(InstrumentError) in
      guard let port else { throw .lineDown("not open") }
      return try unsafe port.descriptor.receive(upTo: limit, by: deadline) {
        unsafe port.read(into: $0, upTo: $1)
      }
    }
  }
}

/// A port of libserialport that frees itself, and closes itself where it is open.
@safe private final class Port {
  private let handle: OpaquePointer
  private let name: String
  private(set) var descriptor = Descriptor(borrowing: -1)

  init(named name: String) throws(InstrumentError) {
    var found: OpaquePointer?
    let outcome = unsafe serial_port_outcome_of(Int32(sp_get_port_by_name(name, &found).rawValue))
    guard outcome.result == SP_OK.rawValue, let found = unsafe found else {
      throw Self.failure(name, outcome)
    }
    unsafe handle = found
    self.name = name
  }

  deinit {
    if descriptor.number >= 0 { unsafe _ = sp_close(handle) }
    unsafe sp_free_port(handle)
  }

  func open(_ settings: SerialSettings) throws(InstrumentError) {
    let parity =
      switch settings.parity {
      case .none: SP_PARITY_NONE
      case .even: SP_PARITY_EVEN
      case .odd: SP_PARITY_ODD
      }
    let outcome = unsafe serial_port_open(
      handle, Int32(settings.baud), parity, Int32(settings.stopBits))
    guard outcome.result == SP_OK.rawValue else { throw Self.failure(name, outcome) }
    descriptor = unsafe Descriptor(borrowing: serial_port_descriptor(handle))
  }

  func read(into bytes: UnsafeMutableRawPointer, upTo limit: Int32) -> line_outcome {
    unsafe Self.line(serial_port_read(handle, bytes, limit))
  }

  func write(_ bytes: UnsafeRawPointer, count: Int32) -> line_outcome {
    unsafe Self.line(serial_port_write(handle, bytes, count))
  }

  private static func line(_ outcome: serial_port_outcome) -> line_outcome {
    outcome.result >= 0
      ? line_outcome(result: outcome.result, error: 0) : line_failure(outcome.error)
  }

  private static func failure(_ name: String, _ outcome: serial_port_outcome) -> InstrumentError {
    outcome.result == SP_ERR_FAIL.rawValue
      ? SystemError.opening(name, outcome.error)
      : .unusable("\(name) is no serial port that libserialport can open.")
  }
}
