#!/usr/bin/env bash
# Makes Sources/DigitFormats/Protobuf/onnx.pb.swift out of onnx.proto beside it, with swift-protobuf's generator of the
# version that the package uses. Needs protoc (Debian: protobuf-compiler; Homebrew: protobuf).
set -euo pipefail
cd "$(dirname "$0")/.."

swift package resolve
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
swift build --package-path .build/checkouts/swift-protobuf --scratch-path "$scratch" --product protoc-gen-swift

folder=Sources/DigitFormats/Protobuf
protoc --plugin="$scratch/debug/protoc-gen-swift" --proto_path="$folder" \
    --swift_opt=Visibility=Internal --swift_opt=UseAccessLevelOnImports=true --swift_out="$folder" onnx.proto
