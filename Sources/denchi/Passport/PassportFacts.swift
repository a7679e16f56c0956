import Assessment
import CellData
import Foundation
import RunFiles

/// What a report holds for a passport: declared values digit for digit, and what the life showed.
struct PassportFacts {
  private(set) var values: [PassportValue: ReportNumber] = [:]
  /// Where each value comes from, for a person.
  private(set) var sources: [PassportValue: String] = [:]
  /// The end of the last test in UTC; nil where no input has a clock.
  private(set) var lastUpdate: String?

  /// - Parameter bytes: the text of a report.
  init(report bytes: [UInt8], path: String) throws(Failure) {
    let cell: Cell
    let written: Written
    do {
      let sections = try ReportSections(bytes[...])
      written = try JSONDecoder().decode(Written.self, from: Data(bytes))
      cell = try sections["cell"].map { try CellFile.cell(from: Array($0), path: "cell") } ?? Cell()
    } catch {
      throw Failure(.badInput, "\(path): is no report that can be read: \(error)")
    }
    guard written.schema == Report.schemaName else {
      throw Failure(
        .badInput,
        "\(path): found \(written.schema.map { "schema “\($0)”" } ?? "no schema"), expected a "
          + "report of schema \(Report.schemaName); `denchi analyze` writes one.")
    }
    take(written)
    take(cell)
  }

  /// The parts of a report that passports are filled from.
  private struct Written: Decodable {
    struct Input: Decodable {
      var startTime: String?
      var duration_s: Double?
    }
    struct Density: Decodable { var measured: StatedQuantity? }

    var schema: String?
    var inputs: [Input]
    var capacityFade: ReportCapacityFade?
    var energyDensity: Density?
  }

  private mutating func put(_ value: PassportValue, _ number: ReportNumber?, _ source: String) {
    guard let number, number.doubleValue.isFinite else { return }
    values[value] = number
    sources[value] = source
  }

  // MARK: Measured

  private mutating func take(_ report: Written) {
    let ends = report.inputs.compactMap { input -> Date? in
      input.startTime.flatMap(Self.date).map { $0.addingTimeInterval(input.duration_s ?? 0) }
    }
    lastUpdate = ends.max().map(Self.text)
    put(.energyDensity, report.energyDensity?.measured?.value, "measured")
    guard let fade = report.capacityFade else { return }
    let source = "measured over the recorded life"
    let health = fade.stateOfHealth
    put(
      .remainingCapacity, .binary(health.onFirstReferenceCycle * fade.reference.capacity), source)
    put(.capacityFadeOfLife, .binary((1 - health.onFirstReferenceCycle) * 100), source)
    put(.capacityFade, health.onRatedCapacity.map { .binary((1 - $0) * 100) }, source)
    let counted = fade.points.filter { $0.exclusion == nil }
    put(.efficiency, counted.first?.energyEfficiency.map { .binary($0 * 100) }, source)
    put(.efficiencyNow, counted.last?.energyEfficiency.map { .binary($0 * 100) }, source)
    if let first = counted.first?.energyEfficiency, let last = counted.last?.energyEfficiency {
      put(.efficiencyFade, .binary((1 - last / first) * 100), source)
    }
    put(
      .remainingEnergy, (counted.last?.discharge?.energy).map(ReportNumber.binary), source)
    put(.capacityThroughput, (fade.points.last?.throughput).map(ReportNumber.binary), source)
    put(.energyThroughput, (fade.points.last?.energyThroughput).map(ReportNumber.binary), source)
    put(.fullCycles, (fade.points.last?.equivalentFullCycles).map(ReportNumber.binary), source)
  }

  private static func date(_ text: String) -> Date? {
    try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true))
  }

  private static func text(_ date: Date) -> String {
    date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
  }

  // MARK: Declared

  /// A declared value comes before a measured one: a passport states what its maker stands for.
  private mutating func take(_ cell: Cell) {
    let size = cell.dimensions?.shape
    let own: [(PassportValue, DeclaredNumber?)] = [
      (.ratedCapacity, cell.ratedCapacity?.number), (.nominalVoltage, cell.nominalVoltage?.number),
      (.minimumVoltage, cell.minimumVoltage?.number),
      (.maximumVoltage, cell.maximumVoltage?.number), (.mass, cell.mass?.number),
    ]
    for (value, number) in own { put(value, number.map(ReportNumber.exact), "declared") }
    switch size {
    case .cylinder(let diameter, let height):
      put(.diameter, .exact(diameter.number), "declared")
      put(.height, .exact(height.number), "declared")
    case .prism(let width, let height, let thickness):
      put(.width, .exact(width.number), "declared")
      put(.height, .exact(height.number), "declared")
      put(.thickness, .exact(thickness.number), "declared")
    case nil: break
    }
    if let capacity = cell.ratedCapacity?.number, let voltage = cell.nominalVoltage?.number {
      put(.ratedEnergy, capacity.times(voltage), "rated capacity × nominal voltage")
    }
    for (key, number) in cell.values {
      guard let value = PassportValue(rawValue: key) else { continue }
      put(value, .exact(number), "declared")
    }
  }
}

extension DeclaredNumber {
  /// The product, exact where 18 digits hold it.
  fileprivate func times(_ other: DeclaredNumber) -> ReportNumber {
    let (product, overflow) = significand.multipliedReportingOverflow(by: other.significand)
    guard !overflow, product.magnitude < 1_000_000_000_000_000_000 else {
      return .binary(doubleValue * other.doubleValue)
    }
    return .exact(DeclaredNumber(significand: product, exponent: exponent + other.exponent))
  }
}
