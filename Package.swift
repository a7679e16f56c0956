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

/// The instruments that are described by data; the catalogue lists them in the order people see.
let profiles: [Resource] = [
  .embedInCode("BKPrecision/BK8600.profile.json"),
  .embedInCode("BMS/Daly.profile.json"),
  .embedInCode("BMS/JK.profile.json"),
  .embedInCode("Denchi/DenchiRack.profile.json"),
  .embedInCode("EA/EL.profile.json"),
  .embedInCode("EA/PSB.profile.json"),
  .embedInCode("EA/PSI.profile.json"),
  .embedInCode("EA/SCPI.profile.json"),
  .embedInCode("Hioki/BT356x.profile.json"),
  .embedInCode("ITECH/ITLoad.profile.json"),
  .embedInCode("Maynuo/M97.profile.json"),
]

let package = Package(
  name: "denchi",
  platforms: [.macOS(.v26)],
  products: [
    .executable(name: "denchi", targets: ["denchi"]),
    .library(name: "DenchiAnalysis", targets: ["CellData", "CellAnalysis", "Assessment"]),
    .library(name: "DenchiFiles", targets: ["RunFiles"]),
    .library(
      name: "DenchiRecording", targets: ["CellData", "Equipment", "Instruments", "RunArchive"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/swhitty/FlyingFox.git", exact: "0.27.1"),
  ],
  targets: [
    // Floor 1: the nouns, the loops over columns, and JSON as a person wrote it.
    .target(name: "CellData", swiftSettings: strict),
    .target(name: "DeclaredText", dependencies: ["CellData"], swiftSettings: strict),
    .target(name: "ColumnKernels", swiftSettings: strict),

    // Floor 2: the electrochemistry, foreign files, the laboratory's store, lines to instruments.
    .target(
      name: "CellAnalysis", dependencies: ["CellData", "ColumnKernels"], swiftSettings: strict),
    .target(
      name: "RunFiles", dependencies: ["CellData", "DeclaredText", "CCrypto", "CZlib"],
      swiftSettings: strict),
    .target(
      name: "RunArchive",
      dependencies: ["CCrypto", "CellData", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: strict),
    .target(
      name: "Instruments",
      dependencies: ["CellData", "DeclaredText", "CLines", "CModbus", "CSerialPort"],
      path: "Drivers/Instruments", resources: [.embedInCode("Schemas")], swiftSettings: strict),

    .target(name: "Signatures", dependencies: ["CCrypto"], swiftSettings: strict),

    // Floor 3: judgement, single models of equipment, and equipment that exists only as a model.
    .target(
      name: "Assessment", dependencies: ["CellData", "CellAnalysis"],
      resources: [.embedInCode("Rules"), .embedInCode("Schemas")], swiftSettings: strict),
    .target(
      name: "Figures", dependencies: ["Assessment", "CellAnalysis", "CellData"],
      swiftSettings: strict),
    .target(
      name: "Equipment", dependencies: ["CellData", "DeclaredText", "Instruments"],
      path: "Drivers/Equipment", resources: profiles, swiftSettings: strict),
    .target(
      name: "VirtualBench", dependencies: ["CellData", "CLines", "DeclaredText", "Instruments"],
      path: "Drivers/VirtualBench",
      resources: [.embedInCode("Benches"), .embedInCode("Schemas")], swiftSettings: strict),
    .target(
      name: "Lessons",
      dependencies: ["Assessment", "CellAnalysis", "CellData", "Figures", "VirtualBench"],
      swiftSettings: strict),
    .target(
      name: "Dashboard",
      dependencies: [
        "Assessment", "CellAnalysis", "CellData", "Figures", "Lessons", "RunArchive",
        .product(name: "FlyingFox", package: "FlyingFox"),
        .product(name: "FlyingSocks", package: "FlyingFox"),
      ],
      resources: [.embedInCode("Assets")], swiftSettings: strict),

    // Floor 4: the tool.
    .executableTarget(
      name: "denchi",
      dependencies: [
        "Assessment", "CellAnalysis", "CellData", "Dashboard", "DeclaredText", "Equipment",
        "Figures", "Instruments", "Lessons", "RunArchive", "RunFiles", "Signatures", "VirtualBench",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    // Tests: one target a module, and what they share.
    .target(
      name: "TestSupport", dependencies: ["CellData", "Instruments"], path: "Tests/Support",
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
      name: "DashboardTests",
      dependencies: [
        "CellAnalysis", "CellData", "Dashboard", "Figures", "RunArchive",
        .product(name: "FlyingFox", package: "FlyingFox"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "EquipmentTests",
      dependencies: ["CellData", "DeclaredText", "Equipment", "Instruments", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "FiguresTests",
      dependencies: ["Assessment", "CellAnalysis", "CellData", "Figures", "RunFiles"],
      swiftSettings: strict),
    .testTarget(
      name: "InstrumentsTests",
      dependencies: [
        "CLines", "CellAnalysis", "CellData", "DeclaredText", "Instruments", "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "JourneyTests", dependencies: ["CellAnalysis", "CellData", "RunFiles"],
      swiftSettings: strict),
    .testTarget(
      name: "LessonsTests",
      dependencies: [
        "Assessment", "CellAnalysis", "CellData", "Figures", "Lessons", "VirtualBench",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "RunArchiveTests",
      dependencies: ["CellData", "RunArchive", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: strict),
    .testTarget(
      name: "RunFilesTests", dependencies: ["CellData", "RunFiles"], swiftSettings: strict),
    .testTarget(
      name: "SignaturesTests", dependencies: ["Signatures"], swiftSettings: strict),
    .testTarget(
      name: "VirtualBenchTests",
      dependencies: ["CellData", "DeclaredText", "Equipment", "Instruments", "VirtualBench"],
      swiftSettings: strict),

    // Lines and registers moved by hand or by a judge: swift run line-probe
    .executableTarget(
      name: "line-probe", dependencies: ["CellData", "Instruments"], path: "Tests/LineProbe",
      swiftSettings: strict),

    // Figures of the capacity fade on generated lives: swift run -c release fade-figures
    .executableTarget(
      name: "fade-figures", dependencies: ["CellAnalysis", "CellData", "TestSupport"],
      path: "Tests/FadeFigures", swiftSettings: strict),

    // The archive on trial: load, speed, and recording until it is killed.
    .executableTarget(
      name: "archive-trial", dependencies: ["CellData", "RunArchive", "RunFiles"],
      path: "Tests/ArchiveTrial", swiftSettings: strict),

    // Loops over columns beside a plain sum, and readers alone: swift run -c release speed-figures
    .executableTarget(
      name: "speed-figures",
      dependencies: ["CellAnalysis", "CellData", "ColumnKernels", "RunFiles"],
      path: "Tests/SpeedFigures", swiftSettings: strict),

    // Figures of a proven claim: swift run -c release proof-figures
    .executableTarget(
      name: "proof-figures",
      dependencies: ["Assessment", "CellAnalysis", "CellData", "TestSupport"],
      path: "Tests/ProofFigures", swiftSettings: strict),

    // C libraries of the system, by module map.
    .systemLibrary(
      name: "CCrypto", pkgConfig: "libcrypto",
      providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]),
    .systemLibrary(name: "CLines", path: "Drivers/CLines"),
    .systemLibrary(
      name: "CModbus", path: "Drivers/CModbus", pkgConfig: "libmodbus",
      providers: [.apt(["libmodbus-dev"]), .brew(["libmodbus"])]),
    .systemLibrary(
      name: "CSerialPort", path: "Drivers/CSerialPort", pkgConfig: "libserialport",
      providers: [.apt(["libserialport-dev"]), .brew(["libserialport"])]),
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
  ],
  swiftLanguageModes: [.v6]
)
