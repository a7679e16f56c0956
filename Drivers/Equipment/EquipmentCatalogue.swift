public import Instruments

/// All equipment that this package knows, in the order of `denchi equipment list`.
public enum EquipmentCatalogue {
  /// The instruments that are described by data.
  public static let profiles: [Profile] = texts.map(\.profile)

  /// The profile of this name; nil where there is none.
  public static func profile(named name: String) -> Profile? {
    profiles.first { $0.name == name }
  }

  /// The profile's own text, JSON, as it comes with this package; nil where there is none.
  public static func text(of name: String) -> [UInt8]? {
    texts.first { $0.profile.name == name }?.json
  }

  private static let texts: [(profile: Profile, json: [UInt8])] = [
    PackageResources.PSB_profile_json, PackageResources.PSI_profile_json,
    PackageResources.EL_profile_json, PackageResources.SCPI_profile_json,
    PackageResources.M97_profile_json, PackageResources.BT356x_profile_json,
    PackageResources.BK8600_profile_json, PackageResources.ITLoad_profile_json,
    PackageResources.DenchiRack_profile_json,
  ].map { ($0.profile, $0) }
}

extension [UInt8] {
  fileprivate var profile: Profile {
    do {
      return try Profile(json: self, path: "a built-in profile")
    } catch {
      // The profiles are part of the program text: a broken one is a mistake of ours.
      preconditionFailure("\(error)")
    }
  }
}
