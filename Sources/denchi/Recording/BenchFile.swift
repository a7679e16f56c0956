import CellData
import DeclaredText
import Equipment
import Foundation
import Instruments
import RunArchive
import RunFiles

/// A bench file with the bytes that it was read from, and the paths it names.
struct BenchFile {
  var bench: Bench
  var path: String
  var bytes: [UInt8]
  /// The equipment of each instrument of each line.
  var equipment: [[Equipment]] = []

  init(path: String) throws(Failure) {
    self.path = path
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Failure(.badInput, "\(path): cannot be read. Check the path and the permissions.")
    }
    guard data.count <= Bench.sizeLimit else {
      throw Failure(
        .badInput, "\(path): \(data.count) bytes; expected at most \(Bench.sizeLimit) for a bench.")
    }
    bytes = [UInt8](data)
    do {
      bench = try Bench(json: bytes, path: path)
    } catch {
      throw Failure(.badInput, "\(error)")
    }
    for line in bench.lines {
      var chosen: [Equipment] = []
      for instrument in line.instruments {
        chosen.append(try equipment(of: instrument, on: line))
        try checkPeriods(instrument)
      }
      equipment.append(chosen)
    }
  }

  /// Equipment of the catalogue by its name, or of a laboratory's profile by its path.
  private func equipment(
    of instrument: BenchInstrument, on line: BenchLine
  ) throws(Failure) -> Equipment {
    let name = instrument.equipment
    do throws(EquipmentError) {
      let found = try EquipmentCatalogue.equipment(
        named: name.hasSuffix(".json") ? beside(name) : name)
      guard found.speaks(on: line.connection) else {
        let kinds = Set(found.facts.links.map { "\($0.kind.rawValue)://…" }).sorted()
        throw .unfit(
          "\(name) is not known to speak on \(line.connection); expected one of "
            + "\(kinds.joined(separator: ", "))")
      }
      return found
    } catch {
      throw Failure(.badInput, "\(path): \(error)")
    }
  }

  /// All channels of an instrument are read together.
  private func checkPeriods(_ instrument: BenchInstrument) throws(Failure) {
    let periods = Set(instrument.channels.map(\.period))
    guard periods.count > 1 else { return }
    throw Failure(
      .badInput,
      "\(path): the channels \(instrument.channels.map(\.name).joined(separator: ", ")) of one "
        + "\(instrument.equipment) have different period_s; they are read together. Give them one.")
  }

  /// The archive that the bench names, beside the bench.
  var archivePath: String? { bench.archive.map(beside) }

  /// A path as the bench means it: from the folder in which the bench lies.
  func beside(_ other: String) -> String {
    guard !other.hasPrefix("/"), let slash = path.lastIndex(of: "/") else { return other }
    return path[...slash] + other
  }

  /// The channels with what is declared of their cells, and the open runs that they go on with.
  ///
  /// - Throws: `badInput` for a declaration that cannot be taken, for equipment that does not fit
  ///   its line, and for an open run that was recorded otherwise.
  func channels(
    in writer: ArchiveWriter, startsNewRuns: Bool
  ) throws(Failure) -> [RecordedChannel] {
    var channels: [RecordedChannel] = []
    for (line, chosen) in zip(bench.lines, equipment) {
      // Nothing is opened yet: the drivers are asked what they measure.
      let way = try BusMaking.way(line, chosen)
      for (instrument, equipment) in zip(line.instruments, chosen) {
        let quantities = try BusMaking.driver(
          equipment, instrument, on: way, ContinuousTime()
        ).quantities
        for channel in instrument.channels {
          var recorded = try recorded(channel, instrument, line, equipment, quantities)
          recorded.open = startsNewRuns ? nil : try openRun(recorded, in: writer)
          channels.append(recorded)
        }
      }
    }
    return channels
  }

  private func recorded(
    _ channel: BenchChannel, _ instrument: BenchInstrument, _ line: BenchLine,
    _ equipment: Equipment, _ quantities: [Channel]
  ) throws(Failure) -> RecordedChannel {
    let unwatchable = LimitWatch.unwatchable(channel.limits, quantities: quantities)
    if let first = unwatchable.first {
      let reason = equipment.facts.refusal(of: first.channel) ?? ""
      throw Failure(
        .badInput,
        "\(path): channel “\(channel.name)” limits \(first.rawValue): \(reason). Remove the limit, "
          + "or it would seem to be watched.")
    }
    let declaration = try channel.cell.map { (cell) throws(Failure) in
      try DeclaredCell(path: beside(cell))
    }
    return RecordedChannel(
      bench: channel,
      plan: RecordingPlan(
        name: channel.name, quantities: quantities,
        period: Int64.seconds(channel.period.value),
        cellDeclaration: declaration?.bytes ?? [], bench: bytes,
        equipment: instrument.equipment,
        profileDigest: equipment.text.isEmpty ? "" : BytesDigest.sha256(of: equipment.text),
        connection: "\(line.connection)", calibration: instrument.calibration ?? ""),
      declaration: declaration)
  }

  private func openRun(
    _ channel: RecordedChannel, in writer: ArchiveWriter
  ) throws(Failure) -> ArchivedRun? {
    let open: ArchivedRun?
    do {
      open = try writer.openRun(named: channel.plan.name)
    } catch {
      throw Failure(recording: error)
    }
    guard let open else { return nil }
    let differences = [
      open.plan.quantities != channel.plan.quantities ? "the quantities" : nil,
      open.plan.period != channel.plan.period ? "the period" : nil,
      open.plan.cellDeclaration != channel.plan.cellDeclaration ? "the cell's declaration" : nil,
    ].compactMap(\.self)
    if !differences.isEmpty {
      throw Failure(
        .badInput,
        "\(path): channel “\(channel.plan.name)” has an open run \(open.id) in \(writer.path) with "
          + "\(differences.joined(separator: " and ")) otherwise than here. Begin a new run with "
          + "--new-run, or restore the bench.")
    }
    if case .instrument = bench.clock {
      throw Failure(
        .badInput,
        "\(path): the open run \(open.id) of “\(channel.plan.name)” keeps the instrument's own clock "
          + "and cannot be gone on with. Begin a new one with --new-run.")
    }
    return open
  }
}
