import Assessment
import CellData
import Figures
import Testing

struct TraceFigureTests {
  @Test func `a spike of one sample in a million is drawn at its time and height`() throws {
    var reduction = TraceReduction(channels: 1)
    for start in stride(from: 0, to: 1_000_000, by: 50_000) {
      let time = (start..<(start + 50_000)).map(Double.init)
      reduction.add(time: time, values: [time.map { $0 == 654_321 ? 9 : 3.7 }])
    }
    #expect(reduction.sampleCount == 1_000_000)
    let figure = try StripChart(traces: [.init(.voltage, points: reduction.points(of: 0))]).figure(
      in: .en)
    let drawn = try DrawnFigure(figure)
    let (x, y) = (try drawn.scale("x", panel: "voltage"), try drawn.scale("y", panel: "voltage"))
    let spike = try #require(drawn.corners(try drawn.series("voltage")).min { $0.y < $1.y })
    #expect(abs(spike.x - x.pixel(654_321 / 3600)) < 0.3)
    #expect(abs(spike.y - y.pixel(9)) < 0.3)
    #expect(drawn.corners(try drawn.series("voltage")).count <= 4 * 620)
    #expect(figure.svg().utf8.count < 200_000)
  }

  @Test func `the length of the chunks changes nothing`() {
    let time = (0..<30_000).map { Double($0) * 0.37 }
    let values = time.map { $0.truncatingRemainder(dividingBy: 11) - ($0 > 900 ? 40 : 0) }
    var whole = TraceReduction(channels: 1)
    whole.add(time: time, values: [values])
    for size in [1, 7, 4096] {
      var cut = TraceReduction(channels: 1)
      for start in stride(from: 0, to: time.count, by: size) {
        let end = min(start + size, time.count)
        cut.add(time: Array(time[start..<end]), values: [Array(values[start..<end])])
      }
      #expect(cut.points(of: 0) == whole.points(of: 0))
    }
    #expect(whole.points(of: 0).map(\.value).min() == values.min())
    #expect(whole.points(of: 0).map(\.value).max() == values.max())
  }

  @Test func `missing values and channels leave no points`() {
    var reduction = TraceReduction(channels: 2)
    reduction.add(time: [0, 1, 2], values: [[.nan, 2, .nan], []])
    #expect(reduction.points(of: 0) == [TracePoint(time: 1, value: 2)])
    #expect(reduction.points(of: 1).isEmpty)
  }

  @Test func `a gap breaks the line and is drawn with its cause, at least 3 px wide`() throws {
    let drawn = try DrawnFigure(try SampleDrawings.strip.figure(in: .ja))
    let x = try drawn.scale("x", panel: "voltage")
    let gap = try #require(drawn.with("gap").first)
    #expect((gap["data-from"], gap["data-to"], gap["data-cause"]) == ("399", "406", "no-answer"))
    let edges = drawn.corners(gap).map(\.x)
    #expect((edges.max() ?? 0) - (edges.min() ?? 0) >= 3)
    #expect(drawn.words.contains("欠測 00:00:07 応答なし"))
    let d = try #require(try drawn.series("voltage").children.first?["d"])
    #expect(d.count { $0 == "M" } == 2)
    #expect((edges.min() ?? 0) >= x.pixel(398))
  }

  @Test func `from the last sample to now the strip says how old it is`() throws {
    let drawn = try DrawnFigure(try SampleDrawings.strip.figure(in: .en))
    let stale = try #require(drawn.with("stale").first)
    #expect((stale["data-from"], stale["data-to"]) == ("407", "430"))
    #expect(drawn.words.contains("last value 23 s old"))
  }

  @Test func `gaps of an archive keep their times and causes`() {
    let gap = StripChart.Gap(
      RecordedGap(firstSlot: 10, lastSlot: 16, cause: .noAnswer), period: 1, time: { Double($0) })
    #expect((gap.from, gap.to, gap.cause) == (10, 17, "no-answer"))
    for cause in RecordedGap.Cause.allCases {
      let words = StripChart.Gap(
        RecordedGap(firstSlot: 0, lastSlot: 0, cause: cause), period: 1, time: { Double($0) }
      ).words
      #expect(!words.en.isEmpty && !words.ja.isEmpty)
    }
  }

  @Test func `the voltage window names its regions and the seconds outside`() throws {
    let drawing = VoltageWindow(
      points: SampleDrawings.samples(100), lowerLimit: 3, upperLimit: 4, timeAbove: 12, timeBelow: 3
    )
    let drawn = try DrawnFigure(try drawing.figure(in: .en))
    #expect(drawn.words.contains("Above 4 V: 12 s, below 3 V: 3 s."))
    #expect(drawn.with("band").count == 2)
    let y = try drawn.scale("y", panel: "voltage")
    #expect(drawn.with("limit").compactMap { $0.number("data-value") } == [4, 3])
    let upper = drawn.corners(try #require(drawn.with("band").first { $0["data-from"] == "4" }))
    #expect(abs((upper.map(\.y).max() ?? 0) - y.pixel(4)) < 0.3)
  }
}
