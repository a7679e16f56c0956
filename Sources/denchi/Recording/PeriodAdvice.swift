import Assessment
import CellData
import Equipment
import Instruments

/// Says where a bench asks for more readings than its line can carry.
///
/// The recording would go on, with gaps where the bus was busy; a longer period asks for what there is.
struct PeriodAdvice {
  var bench: BenchFile

  /// One line for each serial bus that is too slow for its periods.
  func lines() throws(Failure) -> [String] {
    guard case .recorder = bench.bench.clock else { return [] }
    var advice: [String] = []
    for (line, equipment) in zip(bench.bench.lines, bench.equipment) {
      guard case .modbusRTU(let settings) = line.connection else { continue }
      let least = Double(try leastTime(line, equipment, settings)) * 1e-9
      let period = line.instruments.flatMap(\.channels).map(\.period.value).min() ?? .infinity
      guard least > period else { continue }
      let names = line.instruments.flatMap(\.channels).map(\.name).joined(separator: ", ")
      advice.append(
        "\(names): one reading takes at least \(least.significant(2)) s on \(line.connection) and "
          + "period_s is \(period.significant(3)): slots will be missing. Set period_s to at least "
          + "\((2 * least).significant(2)), or the line faster.")
    }
    return advice
  }

  private func leastTime(
    _ line: BenchLine, _ equipment: [Equipment], _ settings: SerialSettings
  ) throws(Failure) -> Int64 {
    let way = try BusMaking.way(line, equipment)
    var sum: Int64 = 0
    for (instrument, equipment) in zip(line.instruments, equipment) {
      let driver = try BusMaking.driver(equipment, instrument, on: way, ContinuousTime())
      guard let registers = driver as? ProfiledModbusInstrument else { continue }
      sum += settings.leastTime(
        of: registers.requests, silence: equipment.facts.timing.minimumGap)
    }
    return sum
  }
}
