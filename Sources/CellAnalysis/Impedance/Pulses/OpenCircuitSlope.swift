import CellData

/// How fast the open-circuit voltage moves while a pulse goes on.
///
/// It is in the voltage of the pulse and is no resistance. Two sources show it: the rests of the
/// run, which give the open-circuit voltage over the charge, and the rest right after the pulse.
struct OpenCircuitSlope: Sendable, Equatable {
  /// Change of the open-circuit voltage with charge, in V/Ah.
  let perCharge: Double
  /// The same as a slope of the resistance, and its error, in ohm/s.
  let slope: Double
  let error: Double
  /// How long the rests lasted that show it, over the length of the pulse.
  let restRatio: Double

  /// From this ratio on a rest shows where the voltage comes to lie.
  static let settledRatio = 10.0

  /// Nil where the drift would lower the resistance: then something else moved the voltage.
  ///
  /// - Parameters:
  ///   - perCharge: in V/Ah, with its error.
  ///   - pulse: whose current turns it into a slope over time.
  init?(perCharge: Double, error: Double, restRatio: Double, pulse: CurrentPulse) {
    let change = pulse.current.value - pulse.currentBefore.value
    let turn = pulse.current.value / 3600 / change
    guard perCharge * turn > 0, perCharge.isFinite else { return nil }
    self.perCharge = perCharge
    slope = perCharge * turn
    self.error = abs(error * turn)
    self.restRatio = restRatio
  }

  /// From the rest right after a pulse that itself began at rest.
  init?(drift: Double, pulse: CurrentPulse, rest: Double) {
    let moved = pulse.current.value * pulse.duration.value / 3600
    self.init(
      perCharge: drift / moved, error: 0, restRatio: rest / pulse.duration.value, pulse: pulse)
  }

  /// A part of the diffusion that has not yet decayed counts as drift: R3 is then at least what is
  /// left.
  var standing: PulseParts.Standing {
    restRatio >= Self.settledRatio ? .value : .lowerBound
  }

  /// How much of a diffusion resistance may be hidden in the drift: the voltage of half-infinite
  /// diffusion falls as √(1 + r) − √r after a rest of r times the pulse.
  func doubt(of resistance: Double) -> Double {
    abs(resistance) * ((1 + restRatio).squareRoot() - restRatio.squareRoot())
  }
}

/// The open-circuit voltage over the charge, as the rests of a run show it.
struct OpenCircuitCurve {
  private struct Point {
    var charge, voltage, duration: Double
  }

  private var points: [Point] = []
  /// A rest of this length shows the open-circuit voltage, in s.
  private static let settled = 600.0

  init(_ steps: [Step]) {
    var charge = 0.0
    for step in steps {
      if step.direction == .rest, step.duration.value >= Self.settled {
        points.append(
          Point(
            charge: charge, voltage: step.endVoltage.value, duration: step.duration.value))
      }
      charge += step.charge.value
    }
  }

  /// The slope at a pulse, from the rest at its charge to the nearest ones below and above.
  ///
  /// Nil where there is none, or none nearer than an eighth of `range`.
  func slope(at pulse: CurrentPulse, range: Double) -> OpenCircuitSlope? {
    guard
      let here = points.min(by: {
        abs($0.charge - pulse.charge.value) < abs($1.charge - pulse.charge.value)
      }), abs(here.charge - pulse.charge.value) <= 0.02 * range
    else { return nil }
    let reach = points.filter { abs($0.charge - here.charge) <= 0.13 * range }
    let below = reach.filter { $0.charge < here.charge - 0.005 * range }
      .max { $0.charge < $1.charge }
    let above = reach.filter { $0.charge > here.charge + 0.005 * range }
      .min { $0.charge < $1.charge }
    let slopes = [below, above].compactMap(\.self).map {
      ($0.voltage - here.voltage) / ($0.charge - here.charge)
    }
    guard !slopes.isEmpty else { return nil }
    let mean = slopes.reduce(0, +) / Double(slopes.count)
    // The curve bends between the rests; with one neighbour alone nobody knows by how much.
    let error = slopes.count == 2 ? abs(slopes[0] - slopes[1]) / 2 : abs(mean) / 4
    let rest = [below, above, here].compactMap { $0?.duration }.min() ?? 0
    return OpenCircuitSlope(
      perCharge: mean, error: error, restRatio: rest / pulse.duration.value, pulse: pulse)
  }
}
