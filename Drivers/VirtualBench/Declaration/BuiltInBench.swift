public import CellData
import DeclaredText

/// A bench that comes with this package, as a file that a person can read and change.
public struct BuiltInBench: Sendable {
  public let name: String
  public let summary: String
  /// The text of `virtual-bench.json`.
  public let text: [UInt8]

  /// In the order of `denchi simulate list`.
  public static let all = [
    BuiltInBench(
      name: "demo", summary: "a rate test of one cell, as fast as it is asked for",
      text: PackageResources.demo_virtual_bench_json),
    BuiltInBench(
      name: "laboratory", summary: "one of each kind of equipment, in real time",
      text: PackageResources.laboratory_virtual_bench_json),
    BuiltInBench(
      name: "ageing", summary: "100 cycles of a cell that fades, as fast as they are asked for",
      text: PackageResources.ageing_virtual_bench_json),
    BuiltInBench(
      name: "faults", summary: "Modbus TCP and RTU on which everything goes wrong now and then",
      text: PackageResources.faults_virtual_bench_json),
  ]

  /// The bench of that name; nil if there is none.
  public static func named(_ name: String) -> BuiltInBench? { all.first { $0.name == name } }

  /// The JSON Schema (2020-12) of a virtual bench.
  public static let schema = String(
    decoding: PackageResources.virtual_bench_schema_json, as: UTF8.self)
}

extension BenchPlan {
  /// A bench with one piece of equipment whose channels all carry out the same procedure.
  ///
  /// - Parameters:
  ///   - equipment: the name in the catalogue.
  ///   - way: where clients come in.
  ///   - channels: how many cells.
  ///   - procedure: what is done with each of them.
  ///   - pace: how the cells' time passes.
  ///   - interval: the distance of two readings of the meters in time of the cells.
  ///   - start: when the cells' time begins.
  ///   - unit: the Modbus unit.
  public static func single(
    _ equipment: String, way: Way, channels: Int, procedure: BuiltInProcedure, pace: Pace,
    interval: Seconds = Seconds(0.01), start: Start = .firstReading, unit: UInt8 = 1
  ) -> BenchPlan {
    let model = DeclaredCellModel(.cylindrical21700)
    let cells = (1...max(channels, 1)).map { number in
      Channel(
        name: channels == 1 ? procedure.rawValue : "\(procedure.rawValue)-\(number)",
        cell: model.cell(stateOfCharge: procedure == .discharge ? 1 : model.stateOfCharge),
        meters: model.meters, plan: DeclaredProcedure.builtIn(procedure).plan(for: model),
        seed: UInt64(number))
    }
    let instrument = Instrument(
      equipment: equipment, unit: unit, serialNumber: "VB-0001", channels: cells)
    return BenchPlan(
      name: equipment, pace: pace, interval: interval, start: start,
      lines: [Line(name: equipment, way: way, instruments: [instrument])])
  }
}
