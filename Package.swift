// swift-tools-version: 6.1
import PackageDescription

let common: [SwiftSetting] = [
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("ExistentialAny"),
]
let strict = common + [.enableUpcomingFeature("MemberImportVisibility")]

// What sends the load of a benchmark must not be what is measured.
let generator: [SwiftSetting] = [.unsafeFlags(["-O"])]

let nio: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioHTTP: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let nioHTTPTypes: Target.Dependency = .product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let lifecycle: Target.Dependency = .product(
  name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let arguments: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")

func test(_ name: String, _ more: [Target.Dependency] = [], exclude: [String] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.target(name: name)] + more, exclude: exclude,
    swiftSettings: strict)
}

let package = Package(
  name: "martlet",
  products: [.executable(name: "martlet", targets: ["martlet"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.34.1"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
    .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(
      name: "CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"])]),
    .systemLibrary(
      name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
    .target(name: "XML", dependencies: ["CExpat"], swiftSettings: strict),
    .target(name: "XMPP", dependencies: ["XML", "COpenSSL"], swiftSettings: strict),
    .target(
      name: "ComponentLink",
      dependencies: ["XMPP", "XML", nio, nioPosix, nioSSL, logging, lifecycle],
      swiftSettings: strict),
    .target(name: "PubSub", dependencies: ["XMPP", "XML"], swiftSettings: strict),
    .target(name: "Social", dependencies: ["PubSub", "XMPP", "XML"], swiftSettings: strict),
    .target(
      name: "Store", dependencies: ["Social", "PubSub", "XMPP", "XML", "CSQLite", grdb, logging],
      swiftSettings: strict),
    .target(
      name: "FeedService",
      dependencies: ["Store", "Social", "PubSub", "XMPP", "XML", logging, lifecycle],
      swiftSettings: strict),
    .target(
      name: "Federation",
      dependencies: ["Store", "Social", "PubSub", "XMPP", "XML", logging, lifecycle],
      swiftSettings: strict),
    .target(
      name: "Outbound", dependencies: [nio, nioPosix, nioSSL, nioHTTP], swiftSettings: strict),
    .target(
      name: "Media",
      dependencies: ["Outbound", "Social", "XMPP", "COpenSSL", nio, nioPosix, logging, lifecycle],
      swiftSettings: strict),
    .target(
      name: "Web",
      dependencies: [
        "Media", "Outbound", "Store", "Social", "XMPP", "XML", "CDeflate", "CQREncode", hummingbird,
        hummingbirdCore, httpTypes, mustache, nio, nioHTTP, nioHTTPTypes, logging,
      ],
      resources: [
        .embedInCode("Templates"), .embedInCode("Static"), .embedInCode("Languages"),
      ],
      swiftSettings: strict),
    // Which C module `struct stat` belongs to depends on what was loaded first: not strict on members.
    .target(
      name: "App",
      dependencies: [
        "Web", "Media", "Outbound", "FeedService", "Federation", "ComponentLink", "Store", "Social",
        "PubSub", "XMPP", "XML", arguments, yams, logging, lifecycle, signals,
      ],
      swiftSettings: common),
    .executableTarget(name: "martlet", dependencies: ["App"], swiftSettings: strict),

    .target(
      name: "TestSupport", dependencies: ["XMPP", "XML", nio, nioPosix], path: "Tests/TestSupport",
      swiftSettings: strict),
    test("XML", ["TestSupport"]),
    test("XMPP", ["XML"]),
    test(
      "ComponentLink", ["XMPP", "XML", "TestSupport", nio, nioPosix, nioSSL, logging, lifecycle]),
    test("PubSub", ["XMPP", "XML"]),
    test("Social", ["PubSub", "XMPP", "XML", "TestSupport"]),
    test(
      "Store", ["Social", "PubSub", "XMPP", "XML", "TestSupport", grdb, logging],
      exclude: ["Fixtures"]),
    test(
      "FeedService",
      ["Store", "Social", "PubSub", "XMPP", "XML", "TestSupport", logging, lifecycle]),
    test(
      "Federation",
      ["Store", "Social", "PubSub", "XMPP", "XML", "TestSupport", logging, lifecycle]),
    test("Outbound", ["TestSupport", nio, nioSSL]),
    test("Media", ["Outbound", "Social", "TestSupport", nio, logging, lifecycle]),
    test(
      "Web",
      [
        "Media", "Outbound", "Store", "Social", "PubSub", "XMPP", "XML", "CDeflate", "CQREncode",
        "TestSupport",
        hummingbird, nio,
        nioPosix, logging, lifecycle,
      ]),
    test(
      "App",
      [
        "Federation", "Web", "Media", "Outbound", "Store", "Social", "PubSub", "XMPP", "XML",
        "TestSupport", logging,
      ]),
    .testTarget(
      name: "ScenarioTests",
      dependencies: [
        "App", "Web", "FeedService", "ComponentLink", "Store", "Social", "PubSub", "XMPP", "XML",
        "TestSupport", nio, nioPosix, logging, lifecycle,
      ], swiftSettings: strict),
    .target(
      name: "FuzzTargets", dependencies: ["App", "Web", "Social", "PubSub", "XMPP", "XML"],
      path: "Tests/FuzzTargets", swiftSettings: strict),
    .testTarget(
      name: "FuzzTests", dependencies: ["FuzzTargets", "TestSupport"], path: "Tests/FuzzTests",
      exclude: ["Corpus"], swiftSettings: strict),
    .testTarget(
      name: "Benchmarks",
      dependencies: [
        "App", "Web", "Federation", "Store", "Social", "PubSub", "XMPP", "XML", "CExpat",
        "CSQLite", "TestSupport", hummingbird, nio, nioPosix, logging, lifecycle,
      ],
      path: "Tests/Benchmarks", exclude: ["compare.py", "table"],
      swiftSettings: strict + generator),
    .testTarget(
      name: "InteropTests", dependencies: ["martlet", "TestSupport", "XMPP", "XML"],
      exclude: ["Python", "Faults/faults.c"], swiftSettings: strict),
  ]
)

// Its `main` is libFuzzer's, which is there only with `--sanitize fuzzer`: see CONTRIBUTING.md.
if Context.environment["MARTLET_FUZZ"] != nil {
  package.targets.append(
    .executableTarget(
      name: "FuzzRunner", dependencies: ["FuzzTargets"], path: "Tests/FuzzRunner",
      swiftSettings: strict))
}
