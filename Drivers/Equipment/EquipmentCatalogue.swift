import DeclaredText
import Foundation
public import Instruments

/// All equipment that this package knows.
public enum EquipmentCatalogue {
  /// In the order of `denchi equipment list`: supplies and loads, meters, testers, BMS, our own.
  public static let all: [Equipment] = [
    shipped(PackageResources.PSB_profile_json), shipped(PackageResources.PSI_profile_json),
    shipped(PackageResources.EL_profile_json), shipped(PackageResources.SCPI_profile_json),
    shipped(PackageResources.M97_profile_json),
    Equipment(IT8500.facts) { IT8500(on: $0, address: $1 ?? 0, clock: $2) },
    shipped(PackageResources.ITLoad_profile_json), shipped(PackageResources.BK8600_profile_json),
    Equipment(Keithley2450.facts) { line, _, clock in Keithley2450(on: line, clock: clock) },
    shipped(PackageResources.BT356x_profile_json),
    Equipment(EBC.facts) { line, _, _ in EBC(on: line) },
    shipped(PackageResources.JK_profile_json), shipped(PackageResources.Daly_profile_json),
    shipped(PackageResources.DenchiRack_profile_json),
  ]

  /// The instruments that are described by data.
  public static let profiles: [Profile] = all.compactMap(\.profile)

  /// The profile of this name; nil where there is none.
  public static func profile(named name: String) -> Profile? {
    profiles.first { $0.name == name }
  }

  /// The profile's own text, JSON, as it comes with this package; nil where there is none.
  public static func text(of name: String) -> [UInt8]? {
    all.first { $0.facts.name == name && $0.profile != nil }?.text
  }

  /// The largest file that is read as a profile, in bytes.
  public static let sizeLimit = 1 << 20

  /// Equipment by its name, or by the path of a profile, which ends in `.json`.
  public static func equipment(named name: String) throws(EquipmentError) -> Equipment {
    if let known = all.first(where: { $0.facts.name == name }) { return known }
    guard name.hasSuffix(".json") else {
      let names = all.map(\.facts.name)
      throw .unknown(
        name: name, nearest: EditDistance.nearest(to: name, among: names), known: names)
    }
    let bytes = try bytes(ofFile: name)
    do {
      return Equipment(try Profile(json: bytes, path: name), text: bytes)
    } catch {
      throw .badProfile(error)
    }
  }

  /// A driver for equipment by name or profile path, on the way that its connection is made of.
  public static func instrument(
    named name: String, connection: Connection, on way: Equipment.Way, unit: UInt8? = nil,
    inputs: Int? = nil, clock: any TimeSource
  ) throws(EquipmentError) -> any Instrument {
    let equipment = try equipment(named: name)
    guard equipment.speaks(on: connection) else {
      let kinds = Set(equipment.facts.links.map(\.kind.rawValue)).sorted()
      throw .unfit(
        "\(equipment.facts.name) is not known to speak on \(connection); expected one of "
          + kinds.map { "\($0)://…" }.joined(separator: ", "))
    }
    return try equipment.instrument(on: way, unit: unit, inputs: inputs, clock: clock)
  }

  /// The bytes of a file that may be a profile.
  public static func bytes(ofFile path: String) throws(EquipmentError) -> [UInt8] {
    let data: Data
    do {
      let file = try FileHandle(forReadingFrom: URL(filePath: path))
      defer { try? file.close() }
      data = try file.read(upToCount: sizeLimit + 1) ?? Data()
    } catch {
      throw .unreadable(
        path: path, reason: "cannot be read. Check the path and the permissions.")
    }
    guard data.count <= sizeLimit else {
      throw .unreadable(path: path, reason: "over \(sizeLimit) bytes, which is no profile.")
    }
    return [UInt8](data)
  }

  private static func shipped(_ json: [UInt8]) -> Equipment {
    do {
      return Equipment(try Profile(json: json, path: "a built-in profile"), text: json)
    } catch {
      // The profiles are part of the program text: a broken one is a mistake of ours.
      preconditionFailure("\(error)")
    }
  }
}
