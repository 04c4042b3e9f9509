// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
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
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0", traits: []),
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
        .executableTarget(name: "DigitsDownloadCommand", dependencies: ["DigitsDownload"], swiftSettings: strict),
        .executableTarget(
            name: "DigitsCommand",
            dependencies: ["DigitFormats", "DigitNetwork", "DigitDatasets", "DigitRecognition", argumentParser],
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
            name: "CommandLineTests", dependencies: ["DigitTestSupport", "DigitsCommand", "DigitsDownloadCommand"],
            swiftSettings: strict),
    ]
)
