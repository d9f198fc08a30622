// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "restore",
  traits: [.trait(name: "ISAL", description: "Inflate with Intel's ISA-L")],
  dependencies: [
    // Elsewhere by its URL and version; the trait may be left out.
    .package(name: "regraft", path: "../..", traits: [.trait(name: "ISAL", condition: .when(traits: ["ISAL"]))])
  ],
  targets: [
    .executableTarget(
      name: "Restore",
      dependencies: [.product(name: "Regraft", package: "regraft")],
      swiftSettings: [.enableUpcomingFeature("MemberImportVisibility")]
    )
  ]
)
