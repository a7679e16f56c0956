import CellData
import DeclaredText
import Equipment
import Foundation
import Instruments
import RunFiles

/// The equipment that a bench names: a profile of the catalogue, or one from a laboratory's file.
struct ChosenEquipment {
  let profile: Profile
  /// SHA-256 of the profile's text.
  let digest: String

  /// Takes a name of the catalogue, or the path of a profile, which ends in `.json`.
  init(_ name: String, in bench: BenchFile) throws(Failure) {
    if let profile = EquipmentCatalogue.profile(named: name),
      let text = EquipmentCatalogue.text(of: name)
    {
      self.profile = profile
      digest = BytesDigest.sha256(of: text)
      return
    }
    guard name.hasSuffix(".json") else {
      let known = EquipmentCatalogue.profiles.map(\.name)
      let nearest = EditDistance.nearest(to: name, among: known)
      throw Failure(
        .badInput,
        "\(bench.path): there is no equipment “\(name)”; "
          + (nearest.map { "did you mean “\($0)”?" }
            ?? "expected one of \(known.joined(separator: ", ")), or the path of a profile."))
    }
    let path = bench.beside(name)
    guard let data = FileManager.default.contents(atPath: path), data.count <= 1 << 20 else {
      throw Failure(.badInput, "\(path): the profile cannot be read, or is larger than 1 MiB.")
    }
    do {
      profile = try Profile(json: [UInt8](data), path: path)
    } catch {
      throw Failure(.badInput, "\(error)")
    }
    digest = BytesDigest.sha256(of: [UInt8](data))
  }
}

/// The way to the instruments of one line: a register bank or a line of bytes.
enum EquipmentWay {
  case registers(any RegisterBank)
  case bytes(any Line)

  init(_ line: BenchLine, slowestAnswer: Int64) throws(Failure) {
    if let bank = line.connection.registerBank(slowestAnswer: slowestAnswer) {
      self = .registers(bank)
    } else if let bytes = line.connection.line() {
      self = .bytes(bytes)
    } else {
      throw Failure(.badInput, "\(line.connection): there is no way to speak over this.")
    }
  }

  var transport: any Transport {
    switch self {
    case .registers(let bank): bank
    case .bytes(let line): line
    }
  }

  /// The driver of an instrument on this way.
  func driver(
    _ equipment: ChosenEquipment, _ instrument: BenchInstrument, _ time: any TimeSource
  ) throws(Failure) -> any Instrument {
    let inputs = (instrument.channels.map(\.input).max() ?? 0) + 1
    let asked = equipment.profile.inputs.maximum > 1 ? inputs : nil
    do throws(InstrumentError) {
      switch self {
      case .registers(let bank):
        return try ProfiledModbusInstrument(
          equipment.profile, on: bank, unit: instrument.unit, inputs: asked, clock: time)
      case .bytes(let line):
        return try ProfiledTextInstrument(
          equipment.profile, on: line, inputs: asked, clock: time)
      }
    } catch {
      throw Failure(.badInput, "\(instrument.equipment): \(error)")
    }
  }
}
