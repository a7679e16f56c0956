import CellData
import Equipment
import Foundation
import Instruments
import TestSupport
import Testing

struct EquipmentCatalogueTests {
  @Test func `each profile's file has a line in the catalogue`() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Drivers/Equipment")
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".profile.json") }
    #expect(!files.isEmpty)
    let texts = Set(EquipmentCatalogue.profiles.compactMap { EquipmentCatalogue.text(of: $0.name) })
    for file in files {
      let bytes = [UInt8](try Data(contentsOf: folder.appending(path: file)))
      let isListed = texts.contains(bytes)
      #expect(isListed, "\(file) has no line in EquipmentCatalogue")
    }
    #expect(files.count == EquipmentCatalogue.profiles.count)
  }

  @Test func `no two instruments share a name`() {
    let names = EquipmentCatalogue.all.map(\.facts.name)
    #expect(Set(names).count == names.count)
  }

  @Test(arguments: EquipmentCatalogue.all.map(\.facts.name))
  func `each page names every value, its source and what is refused`(name: String) throws {
    let equipment = try EquipmentCatalogue.equipment(named: name)
    let page = EquipmentPage(equipment).markdown
    for value in equipment.facts.values {
      #expect(page.contains(value.source.replacing("|", with: "\\|")))
    }
    for refused in equipment.facts.refused {
      #expect(page.contains(refused.reason.replacing("|", with: "\\|")))
    }
    #expect(page.contains(equipment.facts.confirmation.words))
  }

  @Test func `an unknown name is told with the nearest known one`() {
    #expect(
      throws: EquipmentError.unknown(
        name: "maynuo-m98", nearest: "maynuo-m97",
        known: EquipmentCatalogue.all.map(\.facts.name))
    ) { try EquipmentCatalogue.equipment(named: "maynuo-m98") }
  }

  @Test func `a connection that equipment does not know is refused`() throws {
    let line = ScriptedLine([(String, String?)]())
    #expect(
      throws: EquipmentError.unfit(
        "zke-ebc is not known to speak on tcp://10.0.0.7:23; expected one of serial://…")
    ) {
      _ = try EquipmentCatalogue.instrument(
        named: "zke-ebc", connection: .tcp(host: "10.0.0.7", port: 23), on: .bytes(line),
        clock: testClock())
    }
  }

  @Test(arguments: [
    (
      "bms-daly", Channel.current,
      "bms-daly does not give current: its scale and its sign are not in the sheet "
        + "(bms-modbus: 0x39 A)"
    ),
    (
      "maynuo-m97", .dischargeCapacity,
      "maynuo-m97 does not give dischargeCapacity: the unit of BATT is not in the sheet "
        + "(maynuo-m97-m98: 0x0A30 BATT battery capacity counter)"
    ),
    ("ea-psb", .temperature, "ea-psb does not give temperature"),
  ])
  func `a quantity that is refused is refused with its reason`(
    name: String, quantity: Channel, reason: String
  ) throws {
    let equipment = try EquipmentCatalogue.equipment(named: name)
    #expect(throws: EquipmentError.unfit(reason)) {
      _ = try equipment.instrument(
        on: .registers(ScriptedRegisters([(UInt16, [UInt16])]())), unit: 1,
        needing: [.voltage, quantity], clock: testClock())
    }
  }

  @Test func `a model whose number is a guess is refused with what to do`() throws {
    let equipment = try EquipmentCatalogue.equipment(named: "maynuo-m97")
    let clock = testClock()
    let load = try equipment.instrument(
      on: .registers(ScriptedRegisters([(0x0B06, [53])])), clock: clock)
    #expect(
      throws: InstrumentError.wrongIdentity(
        expected: "model id 101 or 28 (maynuo-m97); ids 53 to 102 are guesses of one program: "
          + "read the model on the load, and add its id to a copy of the profile",
        found: "model id 53")
    ) { try load.identify(by: clock.deadline()) }
  }
}
