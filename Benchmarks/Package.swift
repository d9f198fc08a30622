// swift-tools-version: 6.2
import PackageDescription

/// What every target of the package is built with.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
]

/// A program of the package.
func program(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .executableTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

let package = Package(
  name: "regraft-benchmarks",
  targets: [
    .target(name: "SampleData", swiftSettings: settings),
    program("MakeDataset", ["SampleData"]),
    program("MakeExample", ["SampleData"]),
    program("MakeLargeObjects", ["SampleData"]),
    program("Measure"),
    program("CompareTruth"),
    .executableTarget(
      name: "InflateWithZlib",
      cSettings: [.treatAllWarnings(as: .error)],
      linkerSettings: [.linkedLibrary("z")]
    ),
  ]
)
