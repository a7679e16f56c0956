public import CellData

/// An instrument that says what it measures when it is asked.
///
/// One driver is one object on the one thread of its bus; all calls block until their deadline at
/// most. A driver turns bytes into stored units and sign, and knows nothing of slots, gaps and
/// reconnecting. No driver switches power.
public protocol Instrument: AnyObject {
  /// What every reading holds, in order; time is not among them.
  var quantities: [Channel] { get }

  /// How many cells the instrument measures; readings come in the order of its inputs.
  var inputCount: Int { get }

  /// Asks who it is, and reads what later readings depend on, such as nominal values.
  ///
  /// Asked after every opening of the line.
  func identify(by deadline: MonotonicTime) throws(InstrumentError) -> InstrumentIdentity

  /// Reads all inputs once.
  ///
  /// - Returns: one outcome for each input.
  func read(by deadline: MonotonicTime) throws(InstrumentError) -> [InputReading]
}

/// Who an instrument says it is.
public struct InstrumentIdentity: Sendable, Hashable, CustomStringConvertible {
  public var maker: String
  public var model: String
  /// Empty where the instrument has none, or has the same for all.
  public var serialNumber: String
  public var firmware: String

  public init(maker: String, model: String, serialNumber: String = "", firmware: String = "") {
    self.maker = maker
    self.model = model
    self.serialNumber = serialNumber
    self.firmware = firmware
  }

  /// Whether the same instrument may stand behind two identities; a newer firmware is no other one.
  public func isSameInstrument(as other: Self) -> Bool {
    maker == other.maker && model == other.model && serialNumber == other.serialNumber
  }

  public var description: String {
    [maker, model, serialNumber.isEmpty ? "" : "no. \(serialNumber)", firmware]
      .filter { !$0.isEmpty }.joined(separator: " ")
  }
}

/// What an instrument said of one input.
public enum InputReading: Sendable, Equatable {
  case reading(Reading)
  /// Its mark for "no value", or a value outside its range; the text tells what was seen.
  case noValue(String)
}

/// What an instrument says at one instant, in stored units and sign.
public struct Reading: Sendable, Equatable {
  /// In the order of the instrument's quantities; NaN for one that it does not have now.
  public var values: [Double]
  public var quality: SampleQuality
  /// The instrument's own time in s; nil where it has none.
  public var deviceTime: Double?

  public init(values: [Double], quality: SampleQuality = [], deviceTime: Double? = nil) {
    self.values = values
    self.quality = quality
    self.deviceTime = deviceTime
  }
}

/// An instrument that sends by itself: readings are waited for, not asked.
public protocol PushingInstrument: Instrument {
  /// The interval in ns at which it sends, by its fact sheet.
  var pushInterval: Int64 { get }
}

/// An instrument with a memory: what was missed can be fetched afterwards.
public protocol RememberingInstrument: Instrument {
  /// Readings of one input that were taken after a time of the instrument's own clock, oldest
  /// first; at most `limit`.
  func recall(
    input: Int, after deviceTime: Double, limit: Int, by deadline: MonotonicTime
  ) throws(InstrumentError) -> [Reading]
}
