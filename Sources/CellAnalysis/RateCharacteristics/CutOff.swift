import CellData

/// The voltage at which the sweeps of a rate test end.
struct CutOff: Equatable {
  var voltage: Volts
  var isDeclared: Bool

  /// Ends within this many volts of each other belong to one cut-off.
  static let window = 0.01

  /// The declared limit if sweeps end there, else the end that most sweeps share.
  ///
  /// Nil where there is no sweep, or where two or more of them share no end.
  init?(_ sweeps: [Sweep], declared: Volts?) {
    let ends = sweeps.map(\.step.endVoltage.value)
    if let declared, ends.contains(where: { abs($0 - declared.value) <= 2 * Self.window }) {
      self.init(voltage: declared, isDeclared: true)
      return
    }
    let groups = ends.map { end in ends.filter { abs($0 - end) <= Self.window } }
    guard let largest = groups.max(by: { $0.count < $1.count }) else { return nil }
    guard largest.count > 1 || ends.count == 1 else { return nil }
    let middle = largest.sorted()[largest.count / 2]
    // Testers are set to round numbers: the ends scatter around one.
    let round = (middle * 200).rounded() / 200
    self.init(voltage: Volts(abs(round - middle) <= 0.0025 ? round : middle), isDeclared: false)
  }

  private init(voltage: Volts, isDeclared: Bool) {
    self.voltage = voltage
    self.isDeclared = isDeclared
  }
}
