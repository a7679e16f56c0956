/// Why a command could not do what it was asked: one message and a documented exit code.
struct Failure: Error {
  enum Code: Int32 {
    /// `--strict` was given and a verdict is not `pass`.
    case notPassed = 1
    case usage = 2
    case badInput = 3
    /// An instrument cannot be reached or refuses.
    case equipment = 4
    case unwritable = 6
    /// A recording ended since a limit was crossed.
    case limitCrossed = 7
  }

  var code: Code
  var message: String
  /// The error of another module that it comes from, where there is one.
  var cause: (any Error)?

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// Passes on an error whose own words are the message.
  init(_ code: Code, cause: any Error) {
    self.init(code, "\(cause)")
    self.cause = cause
  }
}
