internal import CLines

/// A line of bytes over a terminal of the system, by termios.
///
/// For pseudo-terminals, which libserialport does not take. Ports that are real go through
/// ``SerialLine``.
public final class TerminalLine: Line {
  public let settings: SerialSettings
  private var terminal: Descriptor?

  public init(_ settings: SerialSettings) { self.settings = settings }

  public var isOpen: Bool { terminal != nil }

  public func open(by deadline: MonotonicTime) throws(InstrumentError) {
    guard terminal == nil else { return }
    let device = try SerialDevice(settings)
    let opened = unsafe line_open_terminal(device.path)
    guard opened.result >= 0 else { throw SystemError.opening(device.path, opened.error) }
    let terminal = Descriptor(owning: opened.result)
    guard line_is_terminal(terminal.number) != 0 else {
      throw .unusable("\(device.path) is no serial port.")
    }
    try device.lock(terminal.number)
    let configured = line_configure_terminal(
      terminal.number, Int32(settings.baud), Int32(settings.parityLetter),
      Int32(settings.stopBits))
    guard configured.result >= 0 else { throw SystemError.opening(device.path, configured.error) }
    try device.checkRate(of: terminal.number, settings)
    self.terminal = terminal
  }

  public func close() { terminal = nil }

  public func discardInput() {
    if let terminal { line_drop_input(terminal.number) }
  }

  public func send(_ bytes: [UInt8], by deadline: MonotonicTime) throws(InstrumentError) {
    try closingWhenDown { () throws(InstrumentError) in
      guard let terminal else { throw .lineDown("not open") }
      try unsafe terminal.sendAll(bytes, by: deadline) {
        unsafe line_write(terminal.number, $0, $1)
      }
    }
  }

  public func receive(
    upTo limit: Int, by deadline: MonotonicTime
  ) throws(InstrumentError) -> [UInt8] {
    try closingWhenDown { () throws(InstrumentError) in
      guard let terminal else { throw .lineDown("not open") }
      return try unsafe terminal.receive(upTo: limit, by: deadline) {
        unsafe line_read(terminal.number, $0, $1)
      }
    }
  }
}
