// swift-tools-version: 6.2
import PackageDescription

/// What every target of the package is built with.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableExperimentalFeature("Lifetimes"),
]

/// What the package's own code is built with besides: what is not known to be safe is an error, unless it is marked.
let strictSettings = settings + [.strictMemorySafety()]

/// A module of the package. Modules stand in the order in which data flows, and import only what
/// stands before them.
func module(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
  .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strictSettings)
}

/// The tests of a module.
func tests(of name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
  .testTarget(
    name: "\(name)Tests",
    dependencies: [.target(name: name), "TestSupport"] + dependencies,
    path: "Tests/\(name)Tests",
    resources: resources,
    swiftSettings: settings
  )
}

let package = Package(
  name: "regraft",
  products: [
    .library(name: "Regraft", targets: ["Regraft"]),
    .executable(name: "regraft", targets: ["RegraftCommand"]),
  ],
  traits: [
    .trait(name: "ISAL", description: "Inflate backups and exports with Intel's ISA-L instead of zlib")
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CISAL", pkgConfig: "libisal", providers: [.apt(["libisal-dev"])]),
    .target(name: "CLinux"),
    .target(name: "CScan"),
    .target(name: "CFingerprint", dependencies: ["CScan"]),
    .target(name: "CTokens"),

    module(
      "Compression",
      [
        "CZlib", "CLinux",
        .target(name: "CISAL", condition: .when(traits: ["ISAL"])),
        .product(name: "Crypto", package: "swift-crypto"),
      ]
    ),
    module("Values", ["CFingerprint", "CScan"]),
    module("BSON", ["Values"]),
    module("JSONStream", ["CScan", "Values"]),
    module("ExtendedJSON", ["BSON", "JSONStream", "Values"]),
    module("Query", ["ExtendedJSON", "JSONStream", "Values"]),
    module(
      "Archive",
      [
        "BSON", "JSONStream", "Compression", "Values",
        .target(name: "CISAL", condition: .when(traits: ["ISAL"])),
      ]
    ),
    module("Export", ["ExtendedJSON", "JSONStream", "Compression", "Values"]),
    module(
      "Merge",
      [
        "Archive", "Export", "Query", "ExtendedJSON", "BSON", "JSONStream", "Values", "Compression", "CLinux",
        "CTokens",
        .product(name: "Crypto", package: "swift-crypto"),
      ]
    ),
    module(
      "ImportFiles",
      [
        "Merge", "Export", "Query", "ExtendedJSON", "JSONStream", "Values", "Compression",
        .product(name: "Crypto", package: "swift-crypto"),
      ]
    ),
    module(
      "Reports",
      [
        "Merge", "Archive", "Export", "ExtendedJSON", "BSON", "JSONStream", "Compression", "Values",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      // In the program itself, which is one file.
      resources: [
        "page.html", "page.css", "text.js", "overview.js", "objects.js", "timeline.js", "detail.js", "grid.js",
        "main.js",
      ].map { .embedInCode("HTML/Page/\($0)") }
    ),
    module("Batch", ["Merge", "Compression", "Values", .product(name: "Yams", package: "Yams")]),
    module(
      "PlanStore",
      [
        "Merge", "ImportFiles", "Reports", "JSONStream", "ExtendedJSON", "Values", "Export", "Compression",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]
    ),
    module(
      "Regraft",
      [
        "PlanStore", "Reports", "ImportFiles", "Batch", "Merge", "Archive", "Export", "Query", "ExtendedJSON", "BSON",
        "JSONStream", "Values", "Compression",
      ]
    ),
    .executableTarget(
      name: "RegraftCommand",
      dependencies: [
        "Regraft", "PlanStore", "Reports", "Merge", "ImportFiles", "Batch", "JSONStream", "Compression", "Values",
        "CLinux",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strictSettings
    ),

    .target(
      name: "TestSupport",
      dependencies: ["Compression", "Values", "BSON", "CZlib"],
      path: "Tests/TestSupport",
      swiftSettings: settings
    ),
    tests(of: "Compression", [.product(name: "Crypto", package: "swift-crypto")]),
    tests(of: "Values", ["BSON"]),
    tests(of: "BSON"),
    tests(of: "JSONStream", ["CScan"]),
    tests(of: "ExtendedJSON", ["BSON", "JSONStream", "Values"], resources: [.copy("Corpus")]),
    tests(of: "Query", ["ExtendedJSON", "JSONStream", "Values"]),
    tests(of: "Archive", ["Compression"]),
    tests(of: "Export", ["ExtendedJSON", "Compression", "JSONStream", "Values"], resources: [.copy("ParsingSuite")]),
    tests(of: "Merge", ["PlanStore", "Reports", "ImportFiles", "Export", "Compression", "Values", "BSON", "CTokens"]),
    tests(of: "ImportFiles", ["Merge", "Compression"]),
    tests(
      of: "PlanStore",
      ["Merge", "ImportFiles", "Reports", "ExtendedJSON", "Values", .product(name: "GRDB", package: "GRDB.swift")]
    ),
    tests(of: "Batch"),
    tests(
      of: "Reports",
      ["Merge", "Export", "JSONStream", "Values", .product(name: "Crypto", package: "swift-crypto")]
    ),
    tests(of: "Regraft", ["Merge", "ImportFiles", "Values"]),
    tests(of: "RegraftCommand", ["Compression"]),
  ]
)

// The program links with libFuzzer's `main`, so that it is there only where `Tests/fuzz.sh` asks for it.
if Context.environment["REGRAFT_FUZZ"] != nil {
  package.targets.append(
    .executableTarget(
      name: "Fuzz",
      dependencies: [
        "Merge", "Archive", "Export", "ExtendedJSON", "BSON", "JSONStream", "Values", "Compression", "TestSupport",
      ],
      path: "Tests/Fuzz",
      exclude: ["json.dict", "bson.dict"],
      swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])]
    )
  )
}

// The stages of a run one by one: only `Benchmarks/run.sh` asks for it.
if Context.environment["REGRAFT_STAGES"] != nil {
  package.targets.append(
    .executableTarget(
      name: "Stages",
      dependencies: ["Merge", "Archive", "Export", "BSON", "JSONStream", "Values", "Compression"],
      path: "Benchmarks/Stages",
      swiftSettings: settings
    )
  )
}
