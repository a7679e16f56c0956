public import CellData
import ColumnKernels

/// The analysis of one run, fed chunk by chunk.
///
/// The same code follows a live run and reads a file. Findings do not depend on how the run was
/// cut into chunks, to the last bit. Memory grows with the number of steps, not of samples.
///
/// ```swift
/// var analysis = RunAnalysis()
/// while try reader.read(into: &chunk) { analysis.consume(chunk) }
/// let findings = analysis.finish()
/// ```
public struct RunAnalysis: Sendable {
  private let settings: AnalysisSettings
  private var gate = SampleGate()
  private var signs = SignMending()
  private var clock = ClockMending()
  private var segmenter: Segmenter
  private var cycleColumn = CycleColumnWatch()
  private var wallClock = WallClockWatch()
  private var temperature = TemperatureWatch()
  private var pulses = PulseWatch()

  public init(_ settings: AnalysisSettings = AnalysisSettings()) {
    self.settings = settings
    segmenter = Segmenter(settings)
  }

  /// Takes the next samples of the run.
  ///
  /// - Complexity: O(`chunk.count`).
  public mutating func consume(_ chunk: RunChunk) {
    guard chunk.count > 0 else { return }
    let (passed, records) = gate.pass(chunk)
    guard passed.count > 0 else { return }
    cycleColumn.look(at: passed)
    temperature.look(at: passed)
    let block = clock.mend(signs.mend(passed), records: records)
    wallClock.look(at: block)
    segmenter.consume(block)
    pulses.consume(block)
  }

  /// Ends the run.
  ///
  /// - Complexity: O(steps).
  public consuming func finish() -> RunFindings {
    let rest = clock.mend(RunChunk(), records: nil, isLast: true)
    segmenter.consume(rest)
    pulses.consume(rest)
    segmenter.finish()
    let segments = segmenter.takeSegments()
    guard gate.sampleCount > 0, let first = segments.first?.first, let last = segments.last?.last
    else {
      return RunFindings(
        recordCount: gate.sampleCount,
        quality: settle(gate.findings() + [QualityFinding(.emptyRun, .refused)]))
    }
    var joining = SegmentJoining(
      segments, ratedCapacity: settings.ratedCapacity,
      trustsFileSteps: segmenter.stepColumn.isTrusted)
    let joined = withoutEmptyTemperature(joining.joined(consume segments))
    let building = StepBuilding(joined, restLevel: joining.restLevel, settings: settings)
    let (steps, cycles) = (building.steps(), building.cycles())
    let (readings, found) = self.pulses.finish()
    let (pulses, pulseCounts) = PulseInterpreting(steps, settings: settings)
      .pulses(readings, found: found)
    let plausibility = Plausibility(
      segments: joined, steps: steps, cycles: cycles, pulses: pulses, restLevel: joining.restLevel,
      settings: settings, smallestCurrentChange: segmenter.smallestCurrentChange)
    return RunFindings(
      recordCount: gate.sampleCount, startUnixTime: wallClock.first,
      duration: Seconds(last.time - first.time),
      quality: settle(
        columnFindings(steps: steps, cycles: cycles) + gapFindings(joining.gaps)
          + plausibility.findings()),
      steps: steps, cycles: cycles, sweeps: building.sweeps(),
      laterSweeps: building.sweeps(later: true), pulses: pulses, pulseCounts: pulseCounts)
  }

  private func columnFindings(steps: [Step], cycles: [Cycle]) -> [QualityFinding] {
    clock.findings(sampleCount: gate.sampleCount)
      + wallClock.findings(sampleCount: gate.sampleCount) + gate.findings() + signs.findings()
      + cycleColumn.findings(cyclesFound: cycles.count, sampleCount: gate.sampleCount)
      + stepColumnFindings(steps) + temperature.findings()
  }

  private func stepColumnFindings(_ steps: [Step]) -> [QualityFinding] {
    let column = segmenter.stepColumn
    guard column.isTrusted else {
      return [
        QualityFinding(
          .stepColumnIsNoStep, .warning, count: column.changes,
          values: ["changes": Double(column.changes), "records": Double(column.samples)])
      ]
    }
    let missed = zip(steps, steps.dropFirst()).filter { a, b in
      a.fileStep != nil && a.fileStep == b.fileStep && a.direction != b.direction
    }
    guard !missed.isEmpty else { return [] }
    return [
      QualityFinding(
        .stepColumnDisagrees, .note, count: missed.count, records: missed.map(\.1.firstRecord),
        values: ["file": Double(column.changes + 1), "found": Double(steps.count)])
    ]
  }

  private func gapFindings(_ gaps: [SegmentJoining.Gap]) -> [QualityFinding] {
    guard let longest = gaps.max(by: { $0.duration < $1.duration }) else { return [] }
    let lost = gaps.filter { !$0.isConfirmed }
    return [
      QualityFinding(
        .samplingGap, lost.isEmpty ? .note : .warning, count: gaps.count,
        records: gaps.map(\.record),
        effect: AmpereHours(lost.reduce(0) { $0 + abs($1.charge) } / 3600),
        values: ["gap_s": longest.duration, "confirmed": Double(gaps.count - lost.count)])
    ]
  }

  private func withoutEmptyTemperature(_ segments: consuming [Segment]) -> [Segment] {
    guard temperature.isEmpty else { return segments }
    for index in segments.indices { segments[index].temperature = TemperatureSums() }
    return segments
  }

  /// The findings, with those that a person accepted turned from refusals to warnings.
  private func settle(_ findings: [QualityFinding]) -> [QualityFinding] {
    findings.map { finding in
      guard finding.severity == .refused, settings.accepted.contains(finding.code) else {
        return finding
      }
      var copy = finding
      copy.severity = .warning
      return copy
    }
  }
}
