import Assessment
import CellAnalysis
import CellData

/// Analyses a drawn discharge, judges its cell and prints the verdicts.
@main
struct Consumer {
  static func main() {
    let cell = DrawnDischarge.cell()
    let settings = AnalysisSettings(cell: cell)
    var analysis = RunAnalysis(settings)
    analysis.consume(DrawnDischarge.run())
    let findings = analysis.finish()
    let rates = RateCharacteristics(
      [("drawn", findings)], direction: .discharge, settings: settings)
    let report = Report(
      version: "consumer", cell: cell,
      runs: [
        AnalysedRun(
          description: RunDescription(name: "drawn", format: "drawn"), findings: findings)
      ], discharge: rates)

    guard let cycle = report.cycles?.first, let assessments = report.assessments else {
      fatalError("the report has no cycle or no assessment")
    }
    precondition(abs(cycle.dischargeCapacity / DrawnDischarge.capacity - 1) < 1e-12)
    precondition(abs(cycle.dischargeEnergy / DrawnDischarge.energy - 1) < 1e-12)
    print("discharged \(cycle.dischargeCapacity) Ah, \(cycle.dischargeEnergy) Wh")
    for assessment in assessments {
      print("\(assessment.pack): \(assessment.verdict.rawValue)")
    }
  }
}
