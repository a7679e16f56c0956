import Figures
import Foundation
import Testing

@testable import Dashboard

struct ToldPageTests {
  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  private func snapshot(
    _ views: [ChannelView], commit: Int64 = 1, complaint: String? = nil, seen: [Int64: Int] = [:]
  ) -> LiveBoard.Snapshot {
    LiveBoard.Snapshot(
      views: Dictionary(uniqueKeysWithValues: views.map { ($0.run, $0) }), commit: commit,
      complaint: complaint, acknowledged: seen)
  }

  private func running(_ run: Int64) -> ChannelView {
    .example(ChannelSigns(period: 1, lastSample: 100), run: run)
  }

  @Test func `the first event holds every channel and names the last committed row`() {
    var told = ToldPage()
    let first = text(told.event(snapshot([running(1), running(2)], commit: 42), at: 100, .en))
    #expect(first.hasPrefix("id: 42\nevent: frame\ndata: "))
    #expect(first.hasSuffix("\n\n"))
    #expect(first.contains("\"run\":1") && first.contains("\"run\":2"))
  }

  @Test func `what did not change is not told again`() {
    var told = ToldPage()
    _ = told.event(snapshot([running(1), running(2)]), at: 100, .en)
    #expect(
      text(told.event(snapshot([running(1), running(2)]), at: 100.2, .en)).hasPrefix(
        "event: heartbeat"))
    var other = running(2)
    other.voltage = 3.25
    let third = text(told.event(snapshot([running(1), other], commit: 2), at: 100.4, .en))
    #expect(third.contains("3.2500") && !third.contains("\"run\":1"))
  }

  @Test func `a hundred lines are drawn anew in turn and no value waits for them`() throws {
    var told = ToldPage()
    func frame(_ k: Int) -> String {
      let views = (1...100).map { run in
        var view = running(Int64(run))
        view.commit = Int64(k)
        view.voltage = 3 + Double(k) / 100
        view.spark = Sparkline(
          points: (0...k + 1).map { TracePoint(time: Double($0), value: 3 + Double($0) / 100) },
          gaps: [], name: "cell")
        return view
      }
      return text(told.event(snapshot(views, commit: Int64(k)), at: 100 + 0.4 * Double(k), .en))
    }
    struct Frame: Decodable {
      struct Tile: Decodable {
        var run: Int
        var voltage: String
        var spark: String?
      }
      var tiles: [Tile]
    }
    func tiles(_ frame: String) throws -> [Frame.Tile] {
      let data = try #require(frame.components(separatedBy: "data: ").dropFirst().first)
      return try JSONDecoder().decode(Frame.self, from: Data(data.utf8)).tiles
    }
    func drawn(_ tiles: [Frame.Tile]) -> Set<Int> {
      Set(tiles.filter { $0.spark?.contains("<svg") ?? false }.map(\.run))
    }
    #expect(drawn(try tiles(frame(0))).count == 100)
    var later: Set<Int> = []
    for k in 1...12 {
      let tiles = try tiles(frame(k))
      #expect(
        tiles.count == 100
          && tiles.allSatisfy { $0.voltage == ShownNumber.fixed(3 + Double(k) / 100, 4) })
      #expect(drawn(tiles).count <= 16)
      later.formUnion(drawn(tiles))
    }
    #expect(later.count == 100)
  }

  @Test func `a channel that falls silent is told without any commit`() {
    var told = ToldPage()
    _ = told.event(snapshot([running(1)]), at: 100, .ja)
    let later = text(told.event(snapshot([running(1)]), at: 104, .ja))
    #expect(later.contains("stalled") && later.contains("最終値"))
  }

  @Test func `an archive that cannot be read leaves no value current`() {
    var told = ToldPage()
    let event = text(told.event(snapshot([running(1)], complaint: "gone"), at: 100, .en))
    #expect(event.contains("\"complaint\":\"gone\"") && event.contains("\"state\":\"stalled\""))
  }

  @Test func `an alarm stays until it was seen, and a new one comes back`() {
    var view = running(1)
    view.alarmCount = 2
    view.lastAlarm = "voltage is 4.3, beyond its limit 4.2"
    func alarm(_ seen: Int) -> String {
      ChannelTile(view, acknowledged: seen, at: 100, isReadable: true, .en).alarm
    }
    #expect(alarm(0) == "alarm: voltage is 4.3, beyond its limit 4.2")
    #expect(alarm(2).isEmpty)
    view.alarmCount = 3
    #expect(!alarm(2).isEmpty)
  }

  @Test func `a zero has no sign and a missing value no digits`() {
    #expect(ShownNumber.fixed(-0.000_01, 4) == "0.0000")
    #expect(ShownNumber.fixed(-1.5, 4) == "−1.5000")
    #expect(ShownNumber.fixed(.nan, 4) == "–")
    #expect(ShownNumber.fixed(nil, 4) == "–")
  }
}

extension ChannelView {
  /// A channel of 3.7 V that was never looked at before.
  static func example(_ signs: ChannelSigns, run: Int64 = 1) -> ChannelView {
    ChannelView(
      run: run, name: "channel \(run)", signs: signs, voltage: 3.7, current: -1.5,
      temperature: nil, samples: 1, gapSlots: 0, gaps: 0, alarmCount: 0, lastAlarm: nil,
      isCatchingUp: false, commit: 1, spark: .init(points: []))
  }
}
