public import CellData

/// How strongly a part of the resistance depends on temperature, as Arrhenius' law puts it.
///
/// R = A · exp(E/(k·T)), fitted to ln R over 1/T at one state of charge and one age.
public struct ActivationEnergy: Sendable, Equatable {
  public var part: ImpedanceTrend.Part
  /// In kJ/mol, with its 95 % interval; nil where a fit gave no error.
  public var energy: Double
  public var low: Double?
  public var high: Double?
  /// The temperatures in degrees Celsius, rising.
  public var temperatures: [Double]
  public var stateOfCharge: Percents?
  public var age: Double?

  /// J/(mol·K), exact since 2019.
  private static let gasConstant = 8.31446261815324

  /// One for each part, state of charge and age with at least two temperatures.
  static func all(
    _ groups: [ConditionGroup], _ spectra: [SpectrumFindings]
  ) -> [ActivationEnergy] {
    struct Place: Equatable {
      var age, charge: Double?
    }
    var places: [Place] = []
    var members: [[Int]] = []
    for group in groups where group.temperature != nil {
      for k in group.members {
        let place = Place(
          age: spectra[k].spectrum.conditions.age, charge: group.stateOfCharge?.value)
        if let p = places.firstIndex(of: place) {
          members[p].append(k)
        } else {
          places.append(place)
          members.append([k])
        }
      }
    }
    return zip(places, members).flatMap { place, members in
      ImpedanceTrend.Part.allCases.compactMap { part in
        ActivationEnergy(
          part, members.map { spectra[$0] }, age: place.age,
          stateOfCharge: place.charge.map { Percents($0) })
      }
    }
  }

  /// Nil with temperatures less than 5 K apart.
  private init?(
    _ part: ImpedanceTrend.Part, _ spectra: [SpectrumFindings], age: Double?,
    stateOfCharge: Percents?
  ) {
    var points: [(x: Double, y: Double, error: Double?)] = []
    var temperatures: [Double] = []
    for findings in spectra {
      guard let celsius = findings.spectrum.conditions.temperature?.value, celsius > -273,
        let resistances = findings.resistances,
        let value = ImpedanceTrend.Point(age: 0, resistances: resistances).part(part),
        value.value > 0
      else { return nil }
      temperatures.append(celsius)
      points.append(
        (
          1 / (celsius + 273.15), Portable.log(value.value),
          value.standardError.map { $0 / value.value }
        ))
    }
    guard let coldest = temperatures.min(), let hottest = temperatures.max(),
      hottest - coldest >= 5
    else { return nil }
    let n = Double(points.count)
    let mx = points.reduce(0) { $0 + $1.x } / n
    let my = points.reduce(0) { $0 + $1.y } / n
    let xx = points.reduce(0) { $0 + ($1.x - mx) * ($1.x - mx) }
    let slope = points.reduce(0) { $0 + ($1.x - mx) * ($1.y - my) } / xx
    self.part = part
    self.age = age
    self.stateOfCharge = stateOfCharge
    self.temperatures = temperatures.sorted()
    energy = slope * Self.gasConstant / 1000
    let errors = points.compactMap(\.error)
    guard errors.count == points.count else { return }
    // Each point's own error, weighted by its lever; the law itself is taken as exact.
    var variance = 0.0
    for (point, error) in zip(points, errors) {
      let lever = (point.x - mx) / xx * error
      variance += lever * lever
    }
    let reach = 1.96 * variance.squareRoot() * Self.gasConstant / 1000
    (low, high) = (energy - reach, energy + reach)
  }
}
