internal import CLines
internal import Foundation

/// A serial port or pseudo-terminal as the system names it.
struct SerialDevice {
  /// Without links: what stands under `/dev/serial/by-id` is resolved anew at each opening, since the
  /// name of a USB adapter moves when it is plugged in again.
  var path: String
  var isPseudoTerminal: Bool

  /// - Throws: `lineDown` where nothing of that name is there now.
  init(_ settings: SerialSettings) throws(InstrumentError) {
    guard let resolved = unsafe realpath(settings.path, nil) else {
      throw SystemError.opening(settings.path, errno)
    }
    path = unsafe String(cString: resolved)
    unsafe free(resolved)
    isPseudoTerminal = unsafe line_is_pseudo_terminal(path) != 0
    guard line_speed(Int32(clamping: settings.baud)) != 0 else {
      throw .unusable("\(settings.path): \(settings.baud) baud is no rate that this system knows.")
    }
  }

  static func isPseudoTerminal(_ path: String) -> Bool { unsafe line_is_pseudo_terminal(path) != 0 }

  /// Keeps other programs out of the port for as long as it is open.
  func lock(_ descriptor: Int32) throws(InstrumentError) {
    let outcome = line_lock(descriptor, isPseudoTerminal ? 1 : 0)
    guard outcome.result < 0 else { return }
    guard outcome.error == EWOULDBLOCK || outcome.error == EBUSY else {
      throw SystemError.opening(path, outcome.error)
    }
    throw .lineDown("\(path): another program uses this port")
  }

  /// Drivers may take another rate than was asked for without a word.
  func checkRate(of descriptor: Int32, _ settings: SerialSettings) throws(InstrumentError) {
    guard line_has_speed(descriptor, Int32(settings.baud)) == 0 else { return }
    throw .unusable("\(path): this port does not run at \(settings.baud) baud.")
  }
}

extension SerialSettings {
  /// `N`, `E` or `O`.
  var parityLetter: UInt8 {
    switch parity {
    case .none: UInt8(ascii: "N")
    case .even: UInt8(ascii: "E")
    case .odd: UInt8(ascii: "O")
    }
  }

  /// How long one character of eight bits is on the wire, in ns.
  var characterTime: Int64 {
    let bits = 1 + 8 + (parity == .none ? 0 : 1) + stopBits
    return Int64(bits) * 1_000_000_000 / Int64(max(1, baud))
  }
}
