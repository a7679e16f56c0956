import Equipment
import Foundation
import Instruments
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
    let names = EquipmentCatalogue.profiles.map(\.name)
    #expect(Set(names).count == names.count)
  }
}
