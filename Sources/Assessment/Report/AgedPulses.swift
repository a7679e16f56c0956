import CellAnalysis
import CellData

/// The pulses of a cell's runs with the age that the cell had.
///
/// The age is what a person declared for the run's file, else what the file's name states, else the
/// cycle of the recorded life, else, of a single run, its own cycle. The capacity at that age is the
/// declared one, else that of the life's cycles.
struct AgedPulses {
  private(set) var pulses: [AgedPulse] = []

  init(_ runs: [AnalysedRun], files: [Cell.FileConditions], fade: CapacityFade?) {
    for run in runs {
      let name = run.description.name
      let declared = files.conditions(of: name)
      let stated = declared.map { run.conditions.declared($0) } ?? run.conditions
      let cycles = Dictionary(
        (fade?.cycles ?? []).filter { $0.input == name }.map { ($0.cycleInInput, $0.number) },
        uniquingKeysWith: { a, _ in a })
      for pulse in run.findings.pulses {
        var age = stated.age
        var unit = stated.ageUnit
        if age == nil, let cycle = pulse.cycle {
          age = (cycles[cycle] ?? (runs.count == 1 ? cycle : nil)).map(Double.init)
          unit = .cycle
        }
        guard let age else { continue }
        var copy = pulse
        if copy.temperature == nil { copy.temperature = stated.temperature }
        let measured = unit == .cycle ? fade?.capacity(atCycle: age) : nil
        let capacity =
          (declared?.capacity?.doubleValue).map { CapacityAtAge($0, isDeclared: true) }
          ?? measured.map { CapacityAtAge($0, isDeclared: false) }
        pulses.append(AgedPulse(copy, age: age, ageUnit: unit, capacity: capacity))
      }
    }
  }
}
