// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let protobuf = Target.Dependency.product(name: "SwiftProtobuf", package: "swift-protobuf")

let package = Package(
    name: "swift-digits",
    platforms: [.macOS(.v14)],
    products: [
        .library(name: "DigitFormats", targets: ["DigitFormats"]),
        .library(name: "DigitNetwork", targets: ["DigitNetwork"]),
        .library(name: "DigitDatasets", targets: ["DigitDatasets"]),
        .library(name: "DigitsDownload", targets: ["DigitsDownload"]),
        .library(name: "DigitRecognition", targets: ["DigitRecognition"]),
        .executable(name: "digits", targets: ["DigitsCommand"]),
        .executable(name: "digits-download", targets: ["DigitsDownloadCommand"]),
        .executable(name: "digits-server", targets: ["DigitServerCommand"]),
        .executable(name: "digits-bench", targets: ["DigitBenchmarks"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0", traits: []),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
        .systemLibrary(
            name: "CTurboJPEG", pkgConfig: "libturbojpeg",
            providers: [.apt(["libturbojpeg0-dev"]), .brew(["jpeg-turbo"])]),
        .target(name: "CDigitAssets", exclude: ["data"]),
        .target(
            name: "DigitFormats", dependencies: ["CZlib", "CPNG", "CTurboJPEG", protobuf],
            exclude: ["Protobuf/onnx.proto"], swiftSettings: strict),
        .target(name: "CDigitKernels"),
        .target(name: "DigitNetwork", dependencies: ["CDigitKernels"], swiftSettings: strict),
        .target(
            name: "DigitDatasets", dependencies: ["DigitFormats", "CDigitAssets", crypto], swiftSettings: strict),
        .target(name: "DigitsDownload", dependencies: ["DigitDatasets"], swiftSettings: strict),
        .target(
            name: "DigitRecognition", dependencies: ["DigitFormats", "DigitNetwork", "DigitDatasets", "CDigitAssets"],
            swiftSettings: strict),
        .target(
            name: "DigitServer",
            dependencies: [
                "DigitFormats", "DigitNetwork", "DigitDatasets", "DigitRecognition", "CDigitAssets", crypto,
                hummingbird,
                httpTypes, logging, metrics,
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            exclude: ["Page", "Documents/openapi.json"], swiftSettings: strict),
        .executableTarget(
            name: "DigitServerCommand",
            dependencies: [
                "DigitServer", "DigitRecognition", "DigitDatasets", argumentParser, logging,
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict),
        .executableTarget(name: "DigitsDownloadCommand", dependencies: ["DigitsDownload"], swiftSettings: strict),
        .executableTarget(
            name: "DigitsCommand",
            dependencies: ["DigitFormats", "DigitNetwork", "DigitDatasets", "DigitRecognition", argumentParser],
            swiftSettings: strict),
        .executableTarget(
            name: "DigitBenchmarks",
            dependencies: ["DigitFormats", "DigitNetwork", "DigitDatasets", "DigitRecognition", argumentParser],
            swiftSettings: strict),
        .executableTarget(
            name: "DigitCheckImages", dependencies: ["DigitFormats", "DigitDatasets", "DigitRecognition"],
            swiftSettings: strict),
        .executableTarget(
            name: "ReadDigits", dependencies: ["DigitDatasets", "DigitRecognition", "DigitsDownload"],
            path: "Examples/ReadDigits", swiftSettings: strict),
        .target(name: "CAllocationCounter", path: "Tests/CAllocationCounter"),
        .target(
            name: "DigitTestSupport", dependencies: ["CAllocationCounter"], path: "Tests/DigitTestSupport",
            swiftSettings: strict),
        .testTarget(
            name: "DigitFormatsTests", dependencies: ["DigitFormats", "DigitTestSupport"], exclude: ["Fixtures"],
            swiftSettings: strict),
        .testTarget(
            name: "CDigitKernelsTests", dependencies: ["CDigitKernels", "DigitTestSupport"], swiftSettings: strict),
        .testTarget(
            name: "DigitNetworkTests", dependencies: ["DigitNetwork", "DigitTestSupport"], exclude: ["Fixtures"],
            swiftSettings: strict),
        .testTarget(
            name: "DigitDatasetsTests",
            dependencies: [
                "DigitDatasets", "DigitsDownload", "DigitsDownloadCommand", "DigitFormats", "DigitTestSupport",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "DigitRecognitionTests",
            dependencies: [
                "DigitRecognition", "DigitFormats", "DigitNetwork", "DigitDatasets", "DigitTestSupport", "CTurboJPEG",
            ],
            exclude: ["Fixtures"], swiftSettings: strict),
        .testTarget(
            name: "DigitBenchmarksTests", dependencies: ["DigitBenchmarks", "DigitTestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "DigitServerTests",
            dependencies: [
                "DigitServer", "DigitRecognition", "DigitDatasets", "DigitFormats", "DigitNetwork", "DigitTestSupport",
                crypto, hummingbird, httpTypes, logging,
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "CommandLineTests",
            dependencies: ["DigitTestSupport", "DigitsCommand", "DigitsDownloadCommand", "DigitServerCommand"],
            swiftSettings: strict),
    ]
)

// The C interface is written with @c, which came with Swift 6.3; all else builds with 6.2 too.
#if compiler(>=6.3)
    package.products.append(.library(name: "DigitsC", type: .dynamic, targets: ["DigitsC"]))
    package.targets += [
        .target(name: "CDigits"),
        .target(
            name: "DigitsC",
            dependencies: ["CDigits", "DigitFormats", "DigitNetwork", "DigitDatasets", "DigitRecognition"],
            swiftSettings: strict),
        .testTarget(
            name: "DigitsCTests",
            dependencies: [
                "CDigits", "DigitsC", "DigitRecognition", "DigitNetwork", "DigitDatasets", "DigitFormats",
                "DigitTestSupport",
            ],
            exclude: ["interface.c", "Fixtures"], swiftSettings: strict),
    ]
#endif
