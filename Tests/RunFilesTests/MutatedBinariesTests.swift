import CellData
import Testing

@testable import RunFiles

/// Whatever the bytes, a binary file is read or refused; nothing else may happen.
struct MutatedBinariesTests {
  /// How a damaged file is made from its parts.
  enum Seed: CaseIterable {
    case nda, mpr, ndax, workbook, archive

    func damaged(_ random: inout SplitMix) -> [UInt8] {
      switch self {
      case .nda: Self.damage(BinarySeeds.nda(), &random)
      case .mpr: Self.damage(BinarySeeds.mpr(), &random)
      // Members are damaged before they are packed: a check sum would refuse them at once.
      case .ndax: BinarySeeds.zip(Self.damageOne(BinarySeeds.ndaxMembers(), &random))
      case .workbook: BinarySeeds.zip(Self.damageOne(BinarySeeds.workbookMembers(), &random))
      case .archive: Self.damage(BinarySeeds.zip(BinarySeeds.workbookMembers()), &random)
      }
    }

    private static func damageOne(
      _ members: [(String, [UInt8])], _ random: inout SplitMix
    ) -> [(String, [UInt8])] {
      var members = members
      let place = Int(random.next() % UInt64(members.count))
      members[place].1 = damage(members[place].1, &random)
      return members
    }

    private static func damage(_ seed: [UInt8], _ random: inout SplitMix) -> [UInt8] {
      var bytes = seed
      for _ in 0...(random.next() % 8) where bytes.count > 8 {
        // Most of what decides stands near the beginning.
        let range = random.next() % 3 == 0 ? UInt64(bytes.count) : UInt64(min(bytes.count, 160))
        let place = Int(random.next() % range)
        switch random.next() % 6 {
        case 0, 1: bytes[place] = UInt8(truncatingIfNeeded: random.next())
        case 2: bytes[place] = 0xFF
        case 3: bytes[place...].prefix(8).indices.forEach { bytes[$0] = 0xFF }
        case 4: bytes.remove(at: place)
        default: if random.next() % 4 == 0 { bytes.removeSubrange(place...) }
        }
      }
      return bytes
    }
  }

  @Test(arguments: Seed.allCases)
  func `600 damaged files are read or refused`(seed: Seed) throws {
    let folder = try TemporaryFolder()
    var random = SplitMix(state: 8)
    var readCount = 0
    for round in 0..<600 {
      let path = try folder.write("run", seed.damaged(&random))
      do throws(RunFileError) {
        let run = try ReadRun(path: path)
        readCount += 1
        for source in run.description.channels where run[source.channel].count != run.count {
          Issue.record("\(round): unequal columns")
        }
      } catch {
        if !error.description.contains(path) { Issue.record("\(round): \(error)") }
      }
    }
    // The loop must not have tested refusals alone.
    #expect(readCount > 20)
  }
}
