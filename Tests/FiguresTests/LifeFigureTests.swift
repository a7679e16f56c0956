import Assessment
import Figures
import Testing

struct LifeFigureTests {
  @Test func `no projected ink lies left of the last datum, and the band holds the line`() throws {
    let drawn = try DrawnFigure(try SampleDrawings.life.figure(in: .en))
    let (x, y) = (
      try drawn.scale("x", panel: "retention"), try drawn.scale("y", panel: "retention")
    )
    let line = drawn.corners(try drawn.series("projection"))
    let band = drawn.corners(
      try #require(drawn.with("band").first { $0["data-kind"] == "projected" }))
    #expect(line.allSatisfy { $0.x >= x.pixel(201) - 0.3 })
    #expect(band.allSatisfy { $0.x >= x.pixel(201) - 0.3 })
    for point in line {
      let edges = band.filter { abs($0.x - point.x) < 0.02 }.map(\.y)
      #expect((edges.min() ?? .infinity) <= point.y && (edges.max() ?? -.infinity) >= point.y)
    }
    // The law is a straight line of 0.05 % a cycle.
    #expect(abs(y.value(line[0].y) - (100 - 0.05 * x.value(line[0].x))) < 0.1)
  }

  @Test func `the end of life is a whisker on the limit at its interval`() throws {
    let drawn = try DrawnFigure(try SampleDrawings.life.figure(in: .en))
    let end = try #require(drawn.with("end-of-life").first)
    #expect((end["data-value"], end["data-low"], end["data-high"]) == ("400", "360", "450"))
    #expect(drawn.words.contains("EOL 400 (360–450)"))
    let (x, y) = (
      try drawn.scale("x", panel: "retention"), try drawn.scale("y", panel: "retention")
    )
    let corner = try #require(drawn.corners(end).first)
    #expect(abs(corner.x - x.pixel(360)) < 0.3)
    #expect(abs(corner.y + 5 - y.pixel(80)) < 0.3)
  }

  @Test func `a cut axis carries its mark and its note, and efficiency has a strip of its own`()
    throws
  {
    let drawn = try DrawnFigure(try SampleDrawings.life.figure(in: .en))
    #expect(drawn.words.contains("⌇"))
    #expect(drawn.words.contains { $0.contains("does not begin at 0") })
    let (upper, lower) = (
      try drawn.scale("y", panel: "efficiency"), try drawn.scale("y", panel: "retention")
    )
    #expect(upper.pixelLow < lower.pixelHigh)
    #expect(upper.low <= 99 && upper.high >= 100.5)
  }

  @Test func `the area below dQ/dV is the capacity`() throws {
    // Q over V of one charge from its own sampled curve: the area must give 2.9 Ah within 0.5 %.
    let drawn = try DrawnFigure(try SampleDrawings.slopes(.incremental).figure(in: .en))
    let (x, y) = (try drawn.scale("x", panel: "slopes"), try drawn.scale("y", panel: "slopes"))
    let n = 400
    let charge = (0..<n).map { 2.9 * Double($0) / Double(n - 1) }
    let curve = CapacitySlopes(
      curves: [
        .init(
          key: "q", cycle: 1, isCharge: true, charge: charge,
          voltage: charge.map { 3 + 0.2 * $0 + 0.05 * $0 * $0 },
          slope: charge.map { 0.2 + 0.1 * $0 })
      ], form: .incremental)
    let own = try DrawnFigure(try curve.figure(in: .en))
    let (a, b) = (try own.scale("x", panel: "slopes"), try own.scale("y", panel: "slopes"))
    let points = own.corners(try own.series("q")).map { (a.value($0.x), b.value($0.y)) }
    let area = zip(points, points.dropFirst()).reduce(0.0) { sum, pair in
      let (p, q) = pair
      return sum + (q.0 - p.0) * (p.1 + q.1) / 2
    }
    #expect(abs(area / 2.9 - 1) < 0.005)
    // Discharge lies below zero.
    let discharge = drawn.corners(try drawn.series("discharge 1"))
    #expect(discharge.allSatisfy { $0.y > y.pixel(0) })
    #expect(x.low < 3)
  }

  @Test func `dV/dQ beyond the clip is named by arrows`() throws {
    let charge = (0..<200).map { Double($0) / 100 }
    let slope = charge.indices.map { $0 == 100 ? 50.0 : 1.0 }
    let drawing = CapacitySlopes(
      curves: [
        .init(
          key: "a", cycle: 1, isCharge: false, charge: charge, voltage: charge,
          slope: slope.map { -$0 })
      ],
      form: .differential)
    let drawn = try DrawnFigure(try drawing.figure(in: .en))
    #expect(drawn.with("clipped").count == 1)
    #expect(try drawn.scale("y", panel: "slopes").high < 2)
  }
}
