import Assessment
import CellAnalysis
import CellData
import Figures
import RunArchive
import RunFiles

/// A figure drawn from the samples of one run, which are read once and never held whole.
struct RunFigure {
  var kind: FigureKind
  var path: String
  var chosenRuns: [String]
  var cell: String?
  var reading: ReadingOptions

  func drawing() throws -> any Drawing {
    if ArchiveFormat.isArchive(path: path) { return try ofArchive() }
    guard chosenRuns.isEmpty else {
      throw Failure(.usage, "--run chooses a run of an archive; \(path) is none.")
    }
    let folder: CellFolder
    do {
      folder = try CellFolder(path: path, options: try reading.options())
    } catch {
      throw Failure(.badInput, "\(error)")
    }
    guard folder.dataFiles.count == 1 else {
      throw Failure(
        folder.dataFiles.isEmpty ? .badInput : .usage,
        "\(path): holds \(folder.dataFiles.count) data files; \(kind.rawValue) is drawn of one run: "
          + "name its file.")
    }
    let declared = try (cell ?? folder.cellFile).map { path throws(Failure) in
      try DeclaredCell(path: path).cell
    }
    do {
      let reader = try RunFile.open(path: folder.dataFiles[0], options: try reading.options())
      var samples = RunSamples(cell: declared, period: 0)
      var chunk = RunChunk()
      while try reader.read(into: &chunk) { samples.take(chunk) }
      return samples.drawing(kind, name: reader.description.name, gaps: [])
    } catch let error as RunFileError {
      throw Failure(.badInput, "\(error)")
    }
  }

  private func ofArchive() throws -> any Drawing {
    let studies = try ArchivedStudy.choose(chosenRuns, of: path)
    guard studies.count == 1, let study = studies.first else {
      throw Failure(.usage, "\(path): \(kind.rawValue) is drawn of one run: choose with --run.")
    }
    let declared = try study.declaration()?.cell
    return try Archive.asked { () throws(ArchiveError) in
      let period = Double(study.run.plan.period) / 1e9
      var samples = RunSamples(cell: declared, period: period)
      let columns = study.archive.columns(of: study.run)
      var chunk = RunChunk()
      while try columns.read(into: &chunk) { samples.take(chunk) }
      let plan = study.run.plan
      let gaps = try study.archive.gaps(of: study.run).map {
        StripChart.Gap($0.gap, period: period, time: study.run.time(ofSlot:))
      }
      return samples.drawing(kind, name: plan.name, gaps: gaps)
    }
  }
}

/// What figures need of a run's samples.
private struct RunSamples {
  private static let channels: [(channel: Channel, quantity: StripChart.Quantity)] = [
    (.voltage, .voltage), (.current, .current), (.temperature, .temperature),
  ]

  private var reduction = TraceReduction(channels: Self.channels.count + 1)
  private var charge: StepCharge
  private var analysis: RunAnalysis
  private let cell: Cell?

  /// - Parameter period: between two slots, in s; 0 where there is none.
  init(cell: Cell?, period: Double) {
    self.cell = cell
    charge = StepCharge(longestInterval: period > 0 ? 3 * period : .infinity)
    analysis = RunAnalysis(cell.map { AnalysisSettings(cell: $0) } ?? AnalysisSettings())
  }

  mutating func take(_ chunk: RunChunk) {
    let running = charge.running(time: chunk[.time], current: chunk[.current])
    reduction.add(
      time: chunk[.time], values: Self.channels.map { chunk[$0.channel] } + [running])
    analysis.consume(chunk)
  }

  mutating func drawing(
    _ kind: FigureKind, name: String, gaps: [StripChart.Gap]
  ) -> any Drawing {
    let voltage = reduction.points(of: 0)
    let findings = analysis.finish()
    switch kind {
    case .sparkline: return Sparkline(points: voltage, gaps: gaps, name: name)
    case .voltageWindow:
      func sum(_ times: [Double?]) -> Double? {
        let known = times.compactMap(\.self)
        return known.isEmpty ? nil : known.reduce(0, +)
      }
      return VoltageWindow(
        points: voltage, lowerLimit: cell?.minimumVoltage?.quantity.value,
        upperLimit: cell?.maximumVoltage?.quantity.value,
        timeAbove: sum(findings.cycles.map { $0.timeAboveMaximumVoltage?.value }),
        timeBelow: sum(findings.cycles.map { $0.timeBelowMinimumVoltage?.value }), name: name)
    default:
      let steps = findings.isRefused ? [] : findings.steps
      let sinceStep = StepCharge.sinceStep(
        reduction.points(of: Self.channels.count), starts: steps.map(\.start.value))
      return StripChart(
        traces: Self.channels.indices.map {
          StripChart.Trace(Self.channels[$0].quantity, points: reduction.points(of: $0))
        } + [StripChart.Trace(.charge, points: sinceStep)], gaps: gaps,
        steps: steps.map {
          StripChart.StepMark(time: $0.start.value, number: $0.number, mode: $0.mode.rawValue)
        }, name: name)
    }
  }
}

extension ArchivedRun {
  /// When a slot was due, in s since the run began, by the segment that it lies in.
  fileprivate func time(ofSlot slot: Int) -> Double {
    let segment = segments.last { $0.firstSlot <= slot } ?? segments.first
    let start = Double(segment?.startTime ?? 0)
    return (start + Double(slot - (segment?.firstSlot ?? 0)) * Double(plan.period)) / 1e9
  }
}
