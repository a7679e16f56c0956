// swift-tools-version: 6.2
import PackageDescription

/// The readers and the recording path under libFuzzer, which `.ci/fuzz` and `.ci/fuzz-recording`
/// build and run.
///
/// A package of its own, so that nobody who takes Denchi gets a target that only the fuzzer links.
let package = Package(
  name: "fuzzing",
  platforms: [.macOS(.v26)],
  dependencies: [.package(name: "denchi", path: "../..")],
  targets: [
    .executableTarget(
      name: "FuzzReaders",
      dependencies: [.product(name: "DenchiFiles", package: "denchi")],
      path: "Sources"),
    .executableTarget(
      name: "FuzzRecording",
      dependencies: [.product(name: "DenchiRecording", package: "denchi")],
      path: "RecordingSources"),
  ],
  swiftLanguageModes: [.v6]
)
