import Instruments

/// A piece of virtual equipment on a line.
final class ServedInstrument {
  /// Its unit identifier on a bus; 0 where the protocol has none.
  let unit: UInt8
  var identity: InstrumentIdentity
  let channels: [ServedChannel]

  init(unit: UInt8, identity: InstrumentIdentity, channels: [ServedChannel]) {
    self.unit = unit
    self.identity = identity
    self.channels = channels
  }
}
