// swift-tools-version: 6.2
import PackageDescription

/// Times the readers alone, inside one process; Tests/Judges/reader_speed.py sets it beside others.
let package = Package(
  name: "reader-benchmark",
  platforms: [.macOS(.v26)],
  dependencies: [.package(name: "denchi", path: "../../..")],
  targets: [
    .executableTarget(
      name: "ReaderBenchmark",
      dependencies: [.product(name: "DenchiFiles", package: "denchi")],
      path: "Sources")
  ],
  swiftLanguageModes: [.v6]
)
