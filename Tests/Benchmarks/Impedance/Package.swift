// swift-tools-version: 6.2
import PackageDescription

/// Measures the impedance analysis; Tests/Judges/impedance runs it beside other programs.
let package = Package(
  name: "impedance-benchmark",
  platforms: [.macOS(.v26)],
  dependencies: [.package(name: "denchi", path: "../../..")],
  targets: [
    .executableTarget(
      name: "ImpedanceBenchmark",
      dependencies: [
        .product(name: "DenchiAnalysis", package: "denchi"),
        .product(name: "DenchiFiles", package: "denchi"),
      ],
      path: "Sources")
  ],
  swiftLanguageModes: [.v6]
)
