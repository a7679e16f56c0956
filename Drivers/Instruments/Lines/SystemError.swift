internal import CLines

/// Numbers of errno, as words and as what can be done.
enum SystemError {
  static func text(_ error: Int32) -> String {
    unsafe strerror(error).map { unsafe String(cString: $0) } ?? "error \(error)"
  }

  /// Whether the same call works when the descriptor is ready.
  static func saysLater(_ error: Int32) -> Bool {
    error == EAGAIN || error == EWOULDBLOCK || error == EINTR
  }

  /// Why something could not be opened; a lack of descriptors or permission mends itself never.
  static func opening(_ what: String, _ error: Int32) -> InstrumentError {
    switch error {
    case EMFILE, ENFILE:
      .unusable("\(what): too many open files. Raise the limit (ulimit -n) or use fewer lines.")
    case EACCES, EPERM:
      .unusable(
        "\(what): no permission. Add this user to the group that owns it, such as dialout.")
    default: .lineDown("\(what): \(text(error))")
    }
  }
}
