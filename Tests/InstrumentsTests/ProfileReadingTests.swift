import CellData
import DeclaredText
import Foundation
import Instruments
import Testing
import TestSupport

struct ProfileReadingTests {
  @Test func `the profile of the documentation page is read as it is written`() throws {
    let profile = try SampleProfile.profile()
    #expect(profile.name == "four-channel-tester")
    #expect(profile.confirmation == .c)
    #expect(profile.inputs == ProfileInputs(count: 4, maximum: 4, stride: 16))
    #expect(profile.timing.answerDeadline == 200_000_000)
    #expect(profile.values.map(\.quantity) == [.voltage, .current, .temperature])
    #expect(
      profile.values[0].field
        == RegisterField(
          table: .input, address: 0x100, type: .u16, order: .cdab))
  }

  @Test func `the documentation page prints this very profile`() throws {
    let page = SampleProfile.path.deletingLastPathComponent()
      .appending(path: "../../../Sources/denchi/Denchi.docc/AddAnInstrument.md")
    let text = try String(contentsOf: page, encoding: .utf8)
    let isPrinted = text.contains(try SampleProfile.text())
    #expect(isPrinted)
  }

  /// Each mistake, and what a person is told: line, key, what was found, what was expected.
  @Test(arguments: [
    (
      "\"urn:denchi:profile:1\"", "\"urn:denchi:profile:2\"",
      "own.json, line 2: “schema”: found \"urn:denchi:profile:2\", expected “urn:denchi:profile:1”"
    ),
    (
      "\"maker\"", "\"makre\"", "own.json, line 5: unknown key “makre”; did you mean “maker”?"
    ),
    (
      "\"quantity\": \"voltage\", \"address\"", "\"quantity\": \"voltage\", \"adress\"",
      "own.json, line 37: unknown key “modbus.values[0].adress”; did you mean “address”?"
    ),
    (
      "\"quantity\": \"voltage\"", "\"quantity\": \"voltag\"",
      "line 37: “modbus.values[0].quantity”: found \"voltag\", expected one of voltage, current"
    ),
    ("\"type\": \"i16\"", "\"type\": \"s16\"", "line 45: “modbus.values[2].type”: found \"s16\""),
    (
      "\"address\": \"0x0103\"", "\"address\": \"0x10103\"",
      "“modbus.values[2].address”: found \"0x10103\", expected a whole number from 0 to 65535"
    ),
    (
      "\"state\": \"direction\"", "\"state\": \"directoin\"",
      "“modbus.values[1].sign.state”: found \"directoin\", expected the name of a state, one of "
        + "direction, perhaps “direction”"
    ),
    (
      "\"unit\": \"mA\"", "\"unit\": \"mV\"",
      "“modbus.values[1].unit”: found \"mV\", expected one of A, mA, uA"
    ),
    (
      "\"minimumGap_ms\": 2", "\"minimumGap_ms\": \"2 ms\"",
      "line 14: “timing.minimumGap_ms”: found \"2 ms\", expected a number"
    ),
    (
      "\"range\": [0, 6]", "\"range\": [6, 0]",
      "“modbus.values[0].range”: found a list, expected a list of two numbers, the lower one first"
    ),
    ("\"divisor\": 100", "\"divisor\": 0", "“modbus.identity.firmware.divisor”: found 0"),
    ("\"modbus\": {", "\"text\": {", "unknown key “text.table”"),
    ("\"source\": \"page 4\"", "\"port\": 503", "found the key “links[0].port” twice"),
    (
      ", \"source\": \"page 4\"", "",
      "line 10: “links[0].source”: found nothing, expected a text"
    ),
    ("\"stride\": 16 }", "\"stride\": 16 ]", "line 19: column"),
    ("\"name\": \"four-channel-tester\"", "\"name\": \"../../etc\"", "“name”: found"),
  ])
  func `a mistake is told with its place`(found: String, other: String, told: String) throws {
    let faults = try SampleProfile.faults(replacing: found, with: other)
    #expect(faults.first?.contains(told) == true, "\(faults)")
  }

  @Test(arguments: [
    (
      "\"minimumGap_ms\": 2", "\"minimumGap_ms\": 300",
      "“timing.answerDeadline_ms”: found a deadline shorter than the minimum gap"
    ),
    (
      "\"slowestAnswer_ms\": 800", "\"slowestAnswer_ms\": 100",
      "“timing.slowestAnswer_ms”: found less than “answerDeadline_ms”"
    ),
    (
      "\"address\": \"0x0101\"", "\"address\": \"0x0100\"",
      "“modbus.values[1].address”: found a register of modbus.values[0] too"
    ),
    (
      "\"stride\": 16", "\"stride\": 2",
      "found a register of modbus.values[0] too, 1 inputs away"
    ),
    ("\"stride\": 16", "\"stride\": 0", "“inputs.stride”: found nothing"),
    (
      "\"maximum\": 4, \"stride\": 16", "\"maximum\": 4096, \"stride\": 60",
      "with which input 4096 lies beyond register 65535"
    ),
    (
      "\"value\": \"0xFFFF\"", "\"value\": 30000",
      "“modbus.values[0].sentinels[0].value”: found a mark for “no value” that lies inside"
    ),
    (
      "\"value\": 32767", "\"value\": 65535",
      "“modbus.values[2].sentinels[0].value”: found 65535.0, which the type i16 cannot hold"
    ),
    (
      "\"type\": \"u16\", \"group\": \"channel\",\n        \"source\": \"page 11: 0 rest",
      "\"type\": \"u16\",\n        \"source\": \"page 11: 0 rest",
      "“modbus.values[1].sign”: found a sign that comes in another transaction"
    ),
    (
      "\"charge\": [1], \"discharge\": [2]", "\"charge\": [1], \"discharge\": [1]",
      "“modbus.values[1].sign”: found a number with two meanings"
    ),
    (
      "\"sign\": { \"state\": \"direction\", \"charge\": [1], \"discharge\": [2], \"rest\": [0] },",
      "", "“modbus.values[1].sign”: found nothing, expected which sign is a charge"
    ),
    (
      "\"address\": \"0x0103\", \"type\": \"i16\"", "\"address\": \"0x0203\", \"type\": \"i16\"",
      "“modbus.values[2].group”: found “channel” over 260 registers, expected at most 125"
    ),
    (
      "\"address\": \"0x0103\", \"type\": \"i16\"",
      "\"table\": \"holding\", \"address\": \"0x0103\", \"type\": \"i16\"",
      "“modbus.values[2].group”: found “channel” in two tables"
    ),
    (
      "\"address\": \"0x0103\", \"type\": \"i16\"",
      "\"table\": \"coils\", \"address\": \"0x0103\", \"type\": \"i16\"",
      "“modbus.values[2].type”: found i16 in the table coils, expected bit."
    ),
    ("\"oneOf\": [18004]", "\"oneOf\": []", "expected a list of what the device may hold there"),
    (
      "\"kind\": \"modbus-tcp\"", "\"kind\": \"tcp\"",
      "“links[0].kind”: found “tcp”, expected a link for Modbus."
    ),
    ("\"models\": [\"FTX-4\"]", "\"models\": []", "“models”: found none"),
    (
      "\"optional\": true", "\"rangeOfScale\": [0, 1]",
      "“modbus.values[2].rangeOfScale”: found no “scale” beside it"
    ),
    (
      "\"quantity\": \"temperature\"", "\"quantity\": \"internalResistance\"",
      "“modbus.values[2].unit”: found \"degC\""
    ),
  ])
  func `what is well written and cannot be meant is told`(
    found: String, other: String, told: String
  ) throws {
    let faults = try SampleProfile.faults(replacing: found, with: other)
    #expect(faults.contains { $0.contains(told) }, "\(faults)")
  }

  @Test func `all faults of the meaning are told at once`() throws {
    let text = try SampleProfile.text()
      .replacing("\"stride\": 16", with: "\"stride\": 0")
      .replacing("\"slowestAnswer_ms\": 800", with: "\"slowestAnswer_ms\": 1")
    let faults = try Profile.check(json: Array(text.utf8), path: "own.json").faults
    #expect(faults.count >= 2)
    #expect(faults.map(\.line) == faults.map(\.line).sorted())
  }

  @Test func `no change of a byte brings the reader down`() throws {
    let bytes = Array(try SampleProfile.text().utf8)
    var generator = SeededGenerator(seed: 40)
    for _ in 0..<1500 {
      var changed = bytes
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let place = Int.random(in: 0..<changed.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: changed[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: changed.remove(at: place)
        default: changed.insert(UInt8.random(in: 0x20...0x7E, using: &generator), at: place)
        }
      }
      guard let profile = try? Profile(json: changed, path: "own.json") else { continue }
      // What was taken can be planned and served without a trap.
      _ = try? ProfileEncoder(
        profile, identity: InstrumentIdentity(maker: "", model: ""))
      _ = try? ProfiledModbusInstrument(
        profile, on: ScriptedRegisters([(UInt16, [UInt16])]()), clock: ManualTime())
    }
  }
}
