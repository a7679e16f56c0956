import CellData
import Testing

@testable import RunFiles

/// Whatever the bytes, a file is read or refused; nothing else may happen.
struct MutatedFilesTests {
  static let seeds = [
    "Test Time / s,Voltage / V,Current / A\n0,3.7,0.1\n1.25e1,-3.6,+0.1\n2,,NaN\n",
    "\u{FEFF}Rec;time/h;Ewe/V;I/mA;Md\r\n1;0,5;3,5;-250;C\r\n2;1,5;3,4;;D\r\n",
    "~x\nTotal Time\tU[V]\tI[A]\tDate\n0d 00:00:01\t3\t0\t2024-01-02 03:04:05\n",
    "\"Time(s),Voltage(V),Current(A),State\"\n\"1,3.5,0,Rest\"\n\"2,3.5,1,CC_Chg\"\n",
    "Prog Time,Voltage,Current,\n[ss.xxx],[mV],[uA],\n1,3700,5,\n2,3701,12345678901234567890,\n",
    "t/s U/V I/A\n  1   3.5  0\n2 3.4 1\n",
  ]

  @Test func `20000 damaged files are read or refused`() throws {
    let folder = try TemporaryFolder()
    let fragments: [[UInt8]] =
      ["\n", "\r", "\"", ",", ";", "\t", "\u{0}", "1e999", "-", ":", "\n\n"]
      .map { Array($0.utf8) } + [[0xFF], [0x1F, 0x8B, 8], [0xEF, 0xBB], [0xE7, 0xA4]]
    var random = SplitMix(state: 4)
    var readCount = 0
    for round in 0..<20_000 {
      var bytes = Array(Self.seeds[round % Self.seeds.count].utf8)
      for _ in 0...(random.next() % 6) where !bytes.isEmpty {
        let place = Int(random.next() % UInt64(bytes.count))
        switch random.next() % 5 {
        case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
        case 1: bytes.remove(at: place)
        case 2: bytes.removeSubrange(place...)
        case 3: bytes.insert(contentsOf: fragments[Int(random.next() % 15)], at: place)
        default: bytes.insert(contentsOf: bytes[place...].prefix(20), at: place)
        }
      }
      let path = try folder.write("run", bytes)
      do throws(RunFileError) {
        let run = try ReadRun(path: path)
        readCount += 1
        for source in run.description.channels {
          if run[source.channel].count != run.count { Issue.record("\(round): unequal columns") }
        }
      } catch {
        if !error.description.contains(path) { Issue.record("\(round): \(error)") }
      }
    }
    // The loop must not have tested refusals alone.
    #expect(readCount > 2000)
  }
}
