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
}
