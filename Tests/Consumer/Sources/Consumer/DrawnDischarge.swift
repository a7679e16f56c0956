import CellData

/// One charge and one discharge at 1 A for 5 h each, drawn without any file or instrument.
///
/// The voltage goes along straight lines, so capacity and energy follow from the formula:
/// 5 Ah, and 5 Ah × (4.2 V + 3.0 V) / 2 = 18 Wh.
enum DrawnDischarge {
  static let capacity = 5.0
  static let energy = 18.0

  static func run() -> RunChunk {
    var (time, voltage, current, step) = ([Double](), [Double](), [Double](), [Double]())
    func draw(_ number: Double, current amperes: Double, from start: Double, to end: Double) {
      let first = (time.last ?? -10) + 10
      for k in 0...1800 {
        time.append(first + 10 * Double(k))
        voltage.append(start + (end - start) * Double(k) / 1800)
        current.append(amperes)
        step.append(number)
      }
    }
    draw(1, current: 1, from: 3, to: 4.2)
    draw(2, current: -1, from: 4.2, to: 3)
    return RunChunk(
      columns: [.time: time, .voltage: voltage, .current: current, .stepNumber: step])
  }

  /// A 21 × 70 mm cylindrical cell of 5 Ah.
  static func cell() -> Cell {
    var cell = Cell()
    cell.casing = .cylindrical
    cell.use = .passengerCar
    cell.ratedCapacity = declared("5")
    cell.minimumVoltage = declared("3")
    cell.maximumVoltage = declared("4.2")
    if let diameter: Declared<Millimetre> = declared("21"),
      let height: Declared<Millimetre> = declared("70")
    {
      cell.dimensions = Cell.Dimensions(shape: .cylinder(diameter: diameter, height: height))
    }
    return cell
  }

  private static func declared<U: Unit>(_ text: String) -> Declared<U>? {
    DeclaredNumber(text).map { Declared<U>($0) }
  }
}
