import Instruments
import Testing

struct InstrumentIdentityTests {
  @Test func `a newer firmware is the same instrument, another serial number is not`() {
    let one = InstrumentIdentity(maker: "A", model: "B", serialNumber: "1", firmware: "1.0")
    var other = one
    other.firmware = "2.0"
    #expect(one.isSameInstrument(as: other))
    other.serialNumber = "2"
    #expect(!one.isSameInstrument(as: other))
  }
}
