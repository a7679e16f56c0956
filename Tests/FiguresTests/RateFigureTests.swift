import Assessment
import Figures
import Testing

struct RateFigureTests {
  @Test func `each discharge ends with its mark at its capacity and the cut-off`() throws {
    let drawn = try DrawnFigure(try SampleDrawings.curves(.capacity).figure(in: .en))
    let (x, y) = (try drawn.scale("x", panel: "voltage"), try drawn.scale("y", panel: "voltage"))
    for (key, capacity, sign) in [
      ("0.2C", 4.431, "cross"), ("1.0C", 4.356, "cross"), ("3.0C", 4.049, "ring"),
    ] {
      let mark = try #require(drawn.with("end").first { $0["data-for"] == key }?.children.first)
      #expect(mark["href"] == "#f1\(sign)")
      #expect(abs((mark.number("x") ?? 0) - x.pixel(capacity)) < 0.3)
      #expect(abs((mark.number("y") ?? 0) - y.pixel(2.5)) < 0.3)
    }
    // The axis begins at no charge.
    #expect(x.low == 0)
    #expect(drawn.words.contains { $0.contains("cut-off not reached: 3.0C") })
  }

  @Test func `the curve's corners read back to the samples`() throws {
    let drawn = try DrawnFigure(try SampleDrawings.curves(.capacity).figure(in: .ja))
    let (x, y) = (try drawn.scale("x", panel: "voltage"), try drawn.scale("y", panel: "voltage"))
    let corners = drawn.corners(try drawn.series("0.2C"))
    #expect(corners.count == 51)
    for (k, corner) in corners.dropLast().enumerated() {
      #expect(abs(corner.x - x.pixel(4.431 * Double(k) / 50)) < 0.3)
      #expect(abs(corner.y - y.pixel(4.1 - 0.02 - 0.02 * Double(k))) < 0.3)
    }
  }

  @Test func `over time each curve ends at its duration, on a log axis where they differ tenfold`()
    throws
  {
    let drawn = try DrawnFigure(try SampleDrawings.curves(.time).figure(in: .en))
    let x = try drawn.scale("x", panel: "voltage")
    #expect(x.isLog)
    for (key, hours) in [("0.2C", 4.431 / 0.88), ("1.0C", 4.356 / 4.4), ("3.0C", 4.049 / 13.2)] {
      let end = try #require(drawn.corners(try drawn.series(key)).last)
      #expect(abs(end.x - x.pixel(hours)) < 0.3)
    }
  }

  @Test func `the line of the Melasta cell has the golden E0 and r and is called no straight line`()
    throws
  {
    // GOLDEN.md: E0 = 3.8573 V, r = 3.799 mohm, worst residual 18 mV, up to 50 degC.
    let figure = try SampleDrawings.melasta.figure(in: .en)
    let drawn = try DrawnFigure(figure)
    let (x, y) = (try drawn.scale("x", panel: "voltage"), try drawn.scale("y", panel: "voltage"))
    let line = drawn.corners(try drawn.series("fit"))
    let slope =
      (y.value(line[1].y) - y.value(line[0].y)) / (x.value(line[1].x) - x.value(line[0].x))
    #expect(abs(-slope * 1000 - 3.799) < 0.01)
    let zero = try #require(
      drawn.with("annotation").first { $0["data-key"] == "E0" }?.children.first)
    #expect(abs(y.value(zero.number("y") ?? 0) - 3.8573) < 0.001)
    #expect(abs((zero.number("x") ?? 0) - 72) < 0.01)
    #expect(drawn.words.contains { $0.contains("worst residual 18 mV") })
    #expect(drawn.words.contains { $0.contains("Not a straight line: the cell reached 50 °C") })
    #expect(figure.summary.contains("3.8 mohm"))
  }

  @Test func `the band of the line is the 95 % confidence of its points`() throws {
    // t(0.975, 3)·s·√(1/n + (I − mean)²/Σ), computed from the five points by hand: 32.70 mV at I = 0.
    let drawn = try DrawnFigure(try SampleDrawings.melasta.figure(in: .en))
    let y = try drawn.scale("y", panel: "voltage")
    let band = try #require(drawn.with("band").first)
    let corners = drawn.corners(band)
    let edges = corners.filter { abs($0.x - 72) < 0.01 }.map { y.value($0.y) }.sorted()
    #expect(edges.count == 2)
    #expect(abs(edges[1] - 3.85731 - 0.0327016) < 0.0003)
    #expect(abs(3.85731 - edges[0] - 0.0327016) < 0.0003)
  }

  @Test func `two points make a line without a band that says it cannot be tested`() throws {
    let drawing = VoltageCurrent(
      points: [.init(current: 1, voltage: 3.7), .init(current: 2, voltage: 3.6)],
      line: .init(openCircuitVoltage: 3.8, resistance: 0.1), depth: 0.5)
    let drawn = try DrawnFigure(try drawing.figure(in: .ja))
    #expect(drawn.with("band").isEmpty)
    #expect(drawn.words.contains("2点では直線の当てはまりは確かめられない。"))
    let one = VoltageCurrent(
      points: [.init(current: 1, voltage: 3.7)],
      line: .init(openCircuitVoltage: 3.8, resistance: 0.1), depth: 0.5)
    #expect(throws: FigureRefusal.self) { try one.figure(in: .en) }
  }

  @Test func `outside the measured currents the line is dashed`() throws {
    let drawn = try DrawnFigure(try SampleDrawings.melasta.figure(in: .en))
    let x = try drawn.scale("x", panel: "voltage")
    let dashed = try drawn.series("extrapolated")
    #expect(dashed.children.first?["stroke-dasharray"] != nil)
    #expect(dashed["data-kind"] == "projected")
    let solid = drawn.corners(try drawn.series("fit")).map { x.value($0.x) }
    #expect(abs(solid[0] - 0.6538) < 0.05 && abs(solid[1] - 59.4582) < 0.05)
  }

  @Test func `more capacity at a higher current is marked as possible self-heating`() throws {
    // GOLDEN.md: LG M50 at 25 degC gives 4.860 Ah at 2C and 4.783 Ah at 1C.
    let drawing = CapacityRate(
      points: [.init(current: 5, capacity: 4.783), .init(current: 10, capacity: 4.860)],
      ratedCapacity: 5)
    let drawn = try DrawnFigure(try drawing.figure(in: .en))
    #expect(drawn.words.contains { $0.hasSuffix("↑") })
    #expect(drawn.words.contains { $0.contains("possibly self-heating") })
    // All within 5 %: a window shows them enlarged.
    #expect(drawn.plots().contains { $0["data-panel"] == "zoom" })
  }

  @Test func `capacities that differ by more than 5 % have no enlarged window`() throws {
    let drawn = try DrawnFigure(try SampleDrawings.rates.figure(in: .en))
    #expect(!drawn.plots().contains { $0["data-panel"] == "zoom" })
    #expect(try drawn.scale("y", panel: "capacity").low == 0)
    let marks = try drawn.series("measured").children
    #expect(marks.count == 3)
  }

  @Test func `a decade is as long on both axes of a Ragone plot, and time is energy over power`()
    throws
  {
    let drawn = try DrawnFigure(
      try Ragone(
        points: [.init(key: "a", energy: 10, power: 10), .init(key: "b", energy: 8, power: 400)],
        basis: .mass, divisor: 0.05
      ).figure(in: .en))
    let (x, y) = (try drawn.scale("x", panel: "ragone"), try drawn.scale("y", panel: "ragone"))
    let wide = x.pixel(100) - x.pixel(10)
    let tall = y.pixel(10) - y.pixel(100)
    #expect(abs(wide / tall - 1) < 0.001)
    let hour = try #require(drawn.with("isoline").first { $0["data-hours"] == "1" })
    for corner in drawn.corners(hour) where corner.y > 40 && corner.y < 372 {
      #expect(abs(x.value(corner.x) / y.value(corner.y) - 1) < 0.01)
    }
  }

  @Test func `E0 and r are drawn at each depth, hollow where two currents are left`() throws {
    let drawn = try DrawnFigure(try SampleDrawings.depths.figure(in: .en))
    let y = try drawn.scale("y", panel: "r")
    #expect(y.low == 0)
    let line = drawn.corners(try drawn.series("r"))
    #expect(line.count == 101)
    #expect(abs(y.value(line[50].y) - 40) < 0.1)
    let marks = try drawn.series("r marks").children
    #expect(marks.count { $0["fill"] == "#FFFFFF" } == 6)
    // The band stops where no error is known: depth 0.94.
    let x = try drawn.scale("x", panel: "r")
    let band = drawn.corners(try #require(drawn.with("band").last))
    #expect(abs((band.map { x.value($0.x) }.max() ?? 0) - 94) < 0.1)
  }
}
