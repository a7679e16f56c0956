// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target is held to the same rules; the manifest is the drawing of the house.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .strictMemorySafety(),
]

let package = Package(
  name: "denchi",
  platforms: [.macOS(.v26)],
  products: [
    .executable(name: "denchi", targets: ["denchi"]),
    .library(name: "DenchiAnalysis", targets: ["CellData", "CellAnalysis", "Assessment"]),
    .library(name: "DenchiFiles", targets: ["RunFiles"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    // Floor 1: the nouns, and the loops over columns.
    .target(name: "CellData", swiftSettings: strict),
    .target(name: "ColumnKernels", swiftSettings: strict),

    // Floor 2: the electrochemistry, and foreign files.
    .target(
      name: "CellAnalysis", dependencies: ["CellData", "ColumnKernels"], swiftSettings: strict),
    .target(
      name: "RunFiles", dependencies: ["CellData", "CCrypto", "CZlib"], swiftSettings: strict),

    .target(name: "Signatures", dependencies: ["CCrypto"], swiftSettings: strict),

    // Floor 3: judgement, and equipment that exists only as a model.
    .target(
      name: "Assessment", dependencies: ["CellData", "CellAnalysis"],
      resources: [.embedInCode("Rules"), .embedInCode("Schemas")], swiftSettings: strict),
    .target(
      name: "VirtualBench", dependencies: ["CellData"], path: "Drivers/VirtualBench",
      swiftSettings: strict),

    // Floor 4: the tool.
    .executableTarget(
      name: "denchi",
      dependencies: [
        "Assessment", "CellAnalysis", "CellData", "RunFiles", "Signatures", "VirtualBench",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    // Tests: one target a module, and what they share.
    .target(
      name: "TestSupport", dependencies: ["CellData"], path: "Tests/Support",
      swiftSettings: strict),
    .testTarget(
      name: "AssessmentTests", dependencies: ["Assessment", "CellAnalysis", "CellData"],
      swiftSettings: strict),
    .testTarget(
      name: "CellAnalysisTests",
      dependencies: ["CellAnalysis", "CellData", "ColumnKernels", "TestSupport"],
      swiftSettings: strict),
    .testTarget(name: "CellDataTests", dependencies: ["CellData"], swiftSettings: strict),
    .testTarget(
      name: "ColumnKernelsTests", dependencies: ["ColumnKernels", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "JourneyTests", dependencies: ["CellAnalysis", "CellData", "RunFiles"],
      swiftSettings: strict),
    .testTarget(
      name: "RunFilesTests", dependencies: ["CellData", "RunFiles"], swiftSettings: strict),
    .testTarget(
      name: "SignaturesTests", dependencies: ["Signatures"], swiftSettings: strict),
    .testTarget(
      name: "VirtualBenchTests", dependencies: ["CellData", "VirtualBench"],
      swiftSettings: strict),

    // Figures of the capacity fade on generated lives: swift run -c release fade-figures
    .executableTarget(
      name: "fade-figures", dependencies: ["CellAnalysis", "CellData", "TestSupport"],
      path: "Tests/FadeFigures", swiftSettings: strict),

    // C libraries of the system, by module map.
    .systemLibrary(
      name: "CCrypto", pkgConfig: "libcrypto",
      providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]),
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
  ],
  swiftLanguageModes: [.v6]
)
