/// The JSON Schemas (2020-12) of what this package reads and writes.
public enum Schema {
  /// The schema of `report.json`, `urn:denchi:report:1`.
  public static let report = String(decoding: PackageResources.report_schema_json, as: UTF8.self)
  /// The schema of `cell.json`, `urn:denchi:cell:1`.
  public static let cell = String(decoding: PackageResources.cell_schema_json, as: UTF8.self)
  /// The schema of a rule pack, `urn:denchi:rule-pack:1`.
  public static let rulePack = String(
    decoding: PackageResources.rule_pack_schema_json, as: UTF8.self)
}
