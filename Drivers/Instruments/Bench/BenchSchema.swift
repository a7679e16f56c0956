extension Bench {
  /// The JSON Schema (2020-12) of a bench file.
  public static var schema: [UInt8] { PackageResources.bench_schema_json }
}
