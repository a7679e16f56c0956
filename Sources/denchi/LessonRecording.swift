import Assessment
import CellAnalysis
import CellData
import Equipment
import Foundation
import Instruments
import Lessons
import RunArchive
import RunFiles
import Synchronization
import VirtualBench

/// A lesson's bench on its way through the recorder: served over Modbus, recorded into an archive,
/// and analysed from what the archive holds.
struct LessonRecording {
  private static let cellName = "cell.json"

  /// The folder that holds the bench file, and the archive where none is named.
  private let folder: String
  private let archive: String

  /// Records into an archive that is removed afterwards.
  static let inScratch: BenchRecording = { plan, part in
    let folder = NSTemporaryDirectory() + "denchi-lesson-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return LessonRecording(folder: folder, archive: folder + "/lesson.denchi").run(plan, part)
  }

  /// Records into an archive that stays.
  static func into(_ archive: String) -> BenchRecording {
    { plan, part in
      let folder = NSTemporaryDirectory() + "denchi-lesson-\(UUID().uuidString)"
      defer { try? FileManager.default.removeItem(atPath: folder) }
      return LessonRecording(folder: folder, archive: archive).run(plan, part)
    }
  }

  private func run(
    _ plan: BenchPlan, _ part: MeasuredPart
  ) -> Result<MeasuredRun, MeasurementRefusal> {
    do throws(Failure) {
      try makeFolder()
      let run = try record(plan)
      return .success(try analysed(run, as: part))
    } catch {
      return .failure(MeasurementRefusal(error.message))
    }
  }

  private func makeFolder() throws(Failure) {
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
    } catch {
      throw Failure(.unwritable, "\(folder): a folder for the bench cannot be made.")
    }
  }

  /// Records until the bench is done.
  ///
  /// - Returns: the number of the run.
  private func record(_ plan: BenchPlan) throws(Failure) -> Int64 {
    let isDone = Flag()
    let server: BenchServer
    do throws(VirtualBenchError) {
      server = try BenchServer(
        plan, equipment: { EquipmentCatalogue.profile(named: $0) },
        tell: { if case .done = $0 { isDone.raise() } })
    } catch {
      throw Failure(.equipment, "\(error)")
    }
    defer { server.stop() }
    let bench = try BenchFile(path: benchFile(server))
    let writer: ArchiveWriter
    do throws(ArchiveError) {
      writer = try ArchiveWriter(
        path: archive, creator: "denchi \(Denchi.version)",
        unixTime: { ContinuousTime().unixTime })
    } catch {
      throw Failure(recording: error)
    }
    var session = RecordingSession(
      bench: bench.bench, equipment: bench.equipment,
      channels: try bench.channels(in: writer, startsNewRuns: true),
      options: RecordingOptions(isOver: { isDone.isRaised }, commitInterval: 0.1),
      writer: writer)
    let outcome = try session.run()
    guard case .done = outcome.ending, let run = outcome.channels.first?.run else {
      throw Failure(.equipment, "The measurement did not come to its end: \(outcome.ending.words).")
    }
    return run
  }

  /// Writes the bench and the cell that it names; gives the bench's path.
  private func benchFile(_ server: BenchServer) throws(Failure) -> String {
    let cell = """
      {"id": "virtual-lesson", "ratedCapacity_Ah": \(RateCell.ratedCapacity.value), \
      "minimumVoltage_V": \(MeasurementSetting.cutOff.value), \
      "maximumVoltage_V": \(RateCell.fullVoltage.value)}
      """
    let text = server.benchFile(
      archive: archive, period: 0.1, cell: Self.cellName,
      equipment: { EquipmentCatalogue.profile(named: $0) })
    do {
      try WholeFile.write(Array(cell.utf8), to: folder + "/" + Self.cellName)
      try WholeFile.write(Array(text.utf8), to: folder + "/bench.json")
    } catch {
      throw Failure(.unwritable, "\(error)")
    }
    return folder + "/bench.json"
  }

  /// A run of the archive, analysed as `denchi analyze` does it.
  private func analysed(
    _ number: Int64, as part: MeasuredPart
  ) throws(Failure) -> MeasuredRun {
    do throws(ArchiveError) {
      let reader = try ArchiveReader(path: archive)
      let run = try reader.run(number)
      let findings = try ArchivedStudy(reader, run).analysed(
        MeasurementSetting.analysis, accepted: [], recomputing: false
      ).findings
      return MeasuredRun(
        part: part, findings: findings, samples: run.samples, missing: run.gapSlots)
    } catch {
      throw Failure(recording: error)
    }
  }

  private final class Flag: Sendable {
    private let value = Atomic(false)
    var isRaised: Bool { value.load(ordering: .acquiring) }
    func raise() { value.store(true, ordering: .releasing) }
  }
}
