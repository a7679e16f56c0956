/// How patient a link is.
public struct LinkPolicy: Sendable, Equatable {
  /// The wait before a line that vanished is opened again, in ns; doubled after each attempt.
  public var firstRetry: Int64 = .milliseconds(50)
  /// The longest of these waits, in ns.
  public var longestRetry: Int64 = .seconds(1)
  /// The longest wait while another instrument answers than was expected, in ns.
  public var longestIdentityRetry: Int64 = .seconds(10)
  /// How long a line without a quarantine of its own is silent after an error, in ns.
  ///
  /// Doubled after each repeat. It should exceed the instrument's slowest answer; 0 for protocols
  /// that number their answers.
  public var silence: Int64 = 0
  /// The longest silence, in ns.
  public var longestSilence: Int64 = .seconds(4)
  /// After so many failures in a row the instrument is asked again who it is; at least 1.
  public var failuresUntilBackoff = 3
  /// Whether the line is closed then; not where other instruments share it.
  public var closesLineOnBackoff = false
  /// By how much a wait is shortened or prolonged at random, as a part of it, so that many links do
  /// not wake together.
  public var jitter = 0.25
  /// Where the random numbers begin.
  public var seed: UInt64 = 0

  public init() {}
}
