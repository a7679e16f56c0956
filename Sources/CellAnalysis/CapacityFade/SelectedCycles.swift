import CellData

/// The rows of a life with the reason of each that does not count.
struct SelectedCycles {
  let rows: [CycleRow]
  let series: FadeSeries
  let referenceTests: ReferenceTests?
  /// Set where the ageing cycles do not measure capacity.
  let finding: QualityFinding?

  var counted: [CycleRow] { rows.filter { $0.exclusion == nil } }

  /// - Complexity: O(n log n).
  init(_ table: [CycleRow]) {
    let selection = CycleSelection(table)
    let marked = selection.marked(table)
    let tests = ReferenceTests(marked)
    referenceTests = tests
    finding = selection.finding
    guard selection.isChargeLimited, let tests else {
      rows = marked
      series = .ageingCycles
      return
    }
    let chosen = Set(tests.cycles)
    series = .referenceTests
    rows = marked.map { row in
      var copy = row
      if chosen.contains(row.number) {
        copy.exclusion = nil
      } else if row.exclusion == nil {
        copy.exclusion = .otherCurrent
      }
      return copy
    }
  }
}
