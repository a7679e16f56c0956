// swift-tools-version: 6.2
import PackageDescription

/// A package of somebody else's, as Denchi sees it: it takes the analysis and nothing more.
let package = Package(
  name: "consumer",
  platforms: [.macOS(.v26)],
  dependencies: [.package(name: "denchi", path: "../..")],
  targets: [
    .executableTarget(
      name: "Consumer", dependencies: [.product(name: "DenchiAnalysis", package: "denchi")])
  ],
  swiftLanguageModes: [.v6]
)
