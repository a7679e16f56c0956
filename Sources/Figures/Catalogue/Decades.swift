#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Frequencies written beside the points of a spectrum, one a decade.
enum Decades {
  /// How many decades a point lies from a frequency.
  static func distance(_ point: DrawnSpectrum.Point, _ frequency: Double) -> Double {
    abs(log10(point.frequency / frequency))
  }

  static func words(
    _ points: [DrawnSpectrum.Point], _ unit: DrawnUnit, _ panel: Panel
  ) -> Markup {
    var group = Markup("g", ["class": "annotation decades"])
    let frequencies = points.map(\.frequency)
    guard let low = frequencies.min(), let high = frequencies.max(), low > 0 else { return group }
    var boxes: [(x: ClosedRange<Double>, y: ClosedRange<Double>)] = []
    for order in Int(log10(low).rounded(.down))...Int(log10(high).rounded(.up)) {
      let decade = pow(10, Double(order))
      guard let point = points.min(by: { distance($0, decade) < distance($1, decade) }),
        distance(point, decade) < 0.15,
        let place = panel.place(unit(point.real), -unit(point.imaginary))
      else { continue }
      let text = decade >= 1000 ? "\((decade / 1000).digits(2)) kHz" : "\(decade.digits(2)) Hz"
      let width = TextWidth.of(text)
      let left = min(max(place.x - width / 2, panel.left), panel.right - width)
      let box = (x: left...(left + width), y: (place.y - 24)...(place.y - 10))
      guard !boxes.contains(where: { $0.x.overlaps(box.x) && $0.y.overlaps(box.y) }) else {
        continue
      }
      boxes.append(box)
      group.append(
        Sketch.line(place.x, place.y - 4, place.x, place.y - 10, ink: .soft, width: 0.75))
      group.append(Sketch.text(text, x: left, y: place.y - 12, ink: .soft, hasHalo: true))
    }
    return group
  }
}
