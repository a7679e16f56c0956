import Assessment
import Foundation

/// What one report says of the rule of a lot.
struct LotCell {
  let path: String
  let value: Double
  let unit: String
  let expandedUncertainty: Double?
  let limit: Double
  let comparison: Rule.Comparison
  /// Pack, edition and the way the value was arrived at: these must agree.
  private let kind: String
  private let cell: String?
  private let data: [String]

  private struct Written: Decodable {
    struct Assessment: Decodable {
      var pack: String
      var edition: String
      var rules: [RuleResult]
    }
    struct Cell: Decodable { var id: String? }
    struct Input: Decodable { var sha256: String? }

    var assessments: [Assessment]?
    var cell: Cell?
    var inputs: [Input]
  }

  init(path: String, rule: String) throws(Failure) {
    let bytes = try Verification.bytes(of: path)
    let written: Written
    do {
      written = try JSONDecoder().decode(Written.self, from: Data(bytes))
    } catch {
      throw Failure(
        .badInput, "\(path): is no report of this version; `denchi analyze` writes one.")
    }
    let found = (written.assessments ?? []).compactMap { assessment in
      assessment.rules.first { $0.id == rule }.map { (assessment, $0) }
    }.first
    guard let (assessment, result) = found else {
      throw Failure(
        .badInput,
        "\(path): no pack of the report has the rule \(rule); `denchi rules rejudge` with the pack "
          + "that has.")
    }
    guard let measured = result.measured, let bound = result.limit,
      let comparison = result.comparison
    else {
      throw Failure(
        .badInput,
        "\(path): holds no value for the rule \(rule), which says \(result.verdict.rawValue).")
    }
    self.path = path
    value = measured.value.doubleValue
    unit = measured.unit
    expandedUncertainty = result.decision?.expandedUncertainty
    limit = bound.doubleValue
    self.comparison = comparison
    let way = result.conventions?.first?.convention ?? measured.convention?.name.rawValue
    kind = [assessment.pack, assessment.edition, way ?? "declared"].joined(separator: ", ")
    cell = written.cell?.id
    data = written.inputs.compactMap(\.sha256).sorted()
  }

  /// Refuses a cell that is counted twice, and values that were not arrived at alike.
  static func checkAreOneLot(_ cells: [LotCell]) throws(Failure) {
    for (index, cell) in cells.enumerated() {
      for other in cells[..<index] {
        if !cell.data.isEmpty, cell.data == other.data {
          throw Failure(
            .badInput, "\(cell.path): holds the same data as \(other.path); it counts once.")
        }
        if let id = cell.cell, id == other.cell {
          throw Failure(
            .badInput, "\(cell.path): is of cell “\(id)” like \(other.path); it counts once.")
        }
        if cell.kind != other.kind {
          throw Failure(
            .badInput,
            "\(cell.path): its value is by \(cell.kind), that of \(other.path) by \(other.kind); "
              + "take cells together that were judged alike.")
        }
      }
    }
  }
}
