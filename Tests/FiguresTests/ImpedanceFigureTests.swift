import Assessment
import Figures
import Foundation
import Testing

struct ImpedanceFigureTests {
  @Test(arguments: [1.0, 0.001, 40])
  func `a Nyquist plot has one scale for both axes and −Z″ upwards`(_ stretch: Double) throws {
    var spectrum = SampleDrawings.spectrum("a", 1)
    for k in spectrum.points.indices { spectrum.points[k].imaginary *= stretch }
    let drawn = try DrawnFigure(try Nyquist(spectra: [spectrum]).figure(in: .en))
    let (x, y) = (try drawn.scale("x", panel: "nyquist"), try drawn.scale("y", panel: "nyquist"))
    let wide = (x.pixelHigh - x.pixelLow) / (x.high - x.low)
    let tall = (y.pixelLow - y.pixelHigh) / (y.high - y.low)
    #expect(abs(wide / tall - 1) < 0.001)
    let (w, h) = (x.pixelHigh - x.pixelLow, y.pixelLow - y.pixelHigh)
    #expect(min(w, h) >= 0.299 * max(w, h))
    #expect(y.pixelHigh < y.pixelLow)
  }

  @Test func `every point of a spectrum is drawn, inductive ones grey and refused ones hollow`()
    throws
  {
    let drawn = try DrawnFigure(
      try Nyquist(spectra: [SampleDrawings.spectrum("a", 1)]).figure(in: .en))
    let normal = try drawn.series("a").children.filter { $0.name == "use" }
    let inductive = try drawn.series("a inductive").children.filter { $0.name == "use" }
    #expect(normal.count == 59 && inductive.count == 1)
    #expect(inductive[0]["stroke"] != normal[0]["stroke"])
    #expect(normal.count { $0["fill"] == "#FFFFFF" } == 1)
  }

  @Test func `Bode and residuals show the same points, high frequencies on the right`() throws {
    let spectrum = SampleDrawings.spectrum("a", 1)
    let bode = try DrawnFigure(try Bode(spectra: [spectrum]).figure(in: .en))
    let x = try bode.scale("x", panel: "magnitude")
    #expect(x.isLog && x.pixelHigh > x.pixelLow)
    let marks = try bode.series("a", panel: "magnitude").children.filter { $0.name == "use" }
    #expect(marks.count == spectrum.points.count)
    let first = try #require(marks.first?.number("data-y"))
    let point = spectrum.points[0]
    #expect(
      abs(first - 1000 * (point.real * point.real + point.imaginary * point.imaginary).squareRoot())
        < 1e-9)
    let residual = try DrawnFigure(try ImpedanceResidual(spectrum: spectrum).figure(in: .en))
    let real = try residual.series("kramers-kronig real").children.filter { $0.name == "use" }
    #expect(real.count == spectrum.points.count)
    #expect(real.allSatisfy { $0["data-y"] == "0.1" })
    #expect(residual.with("limit").count == 4)
  }

  @Test func `the area of the drawn distribution over ln τ is its resistance`() throws {
    // A triangle in ln τ: half base times height = 0.5 · ln(100) · 4 mohm = 9.2103 mohm.
    let drawing = RelaxationDistribution(
      times: [0.01, 0.1, 1], density: [0, 0.004, 0],
      peaks: [.init(number: 1, time: 0.1, resistance: 0.0092103, low: 0.009, high: 0.0095)],
      polarisation: 0.0092103, rule: "", lambda: 1)
    let drawn = try DrawnFigure(try drawing.figure(in: .en))
    let (x, y) = (try drawn.scale("x", panel: "density"), try drawn.scale("y", panel: "density"))
    let points = drawn.corners(try drawn.series("density")).map {
      (x: x.value($0.x), y: y.value($0.y))
    }
    let area = zip(points, points.dropFirst()).reduce(0.0) {
      $0 + (log($1.1.x) - log($1.0.x)) * ($1.0.y + $1.1.y) / 2
    }
    #expect(abs(area / 9.2103 - 1) < 0.01)
  }

  @Test func `the parts of the resistance add up to the upper edge`() throws {
    let drawn = try DrawnFigure(try SampleDrawings.ages.figure(in: .en))
    let top = try drawn.series("R3").children.filter { $0.name == "use" }.compactMap {
      $0.number("data-y")
    }
    // mohm: 20 + 30 + 10 and 21 + 41 + 13.
    #expect(abs(top[0] - 60) < 1e-9 && abs(top[1] - 75) < 1e-9)
    let negative = ResistanceAge(
      points: [
        .init(age: 0, r1: -0.001, r2: 0.03, r3: 0),
        .init(age: 1, r1: 0.01, r2: 0.03, r3: 0, isBound: true),
      ])
    let other = try DrawnFigure(try negative.figure(in: .en))
    let low = try other.series("R1").children.filter { $0.name == "use" }.compactMap {
      $0.number("data-y")
    }
    #expect(low[0] == 0)
    #expect(other.words.contains { $0.contains("drawn as 0") })
    #expect(other.words.contains { $0.contains("≤") })
  }
}
