#!/usr/bin/env bash
# Builds the documentation of the libraries with DocC, a warning being an error.
# usage: Scripts/build_documentation.sh FOLDER
set -euo pipefail
cd "$(dirname "$0")/.."
output=${1:?usage: Scripts/build_documentation.sh FOLDER}

if ! command -v docc >/dev/null; then
    if command -v xcrun >/dev/null; then docc=(xcrun docc); else
        echo "No docc was found: it is part of the Swift toolchain." >&2
        exit 69
    fi
else
    docc=(docc)
fi

graphs=$(mktemp -d)
trap 'rm -rf "$graphs"' EXIT
modules=(DigitFormats DigitNetwork DigitDatasets DigitsDownload DigitRecognition)
swift build --scratch-path .build-docs --target DigitRecognition \
    -Xswiftc -emit-symbol-graph -Xswiftc -emit-symbol-graph-dir -Xswiftc "$graphs"
swift build --scratch-path .build-docs --target DigitsDownload \
    -Xswiftc -emit-symbol-graph -Xswiftc -emit-symbol-graph-dir -Xswiftc "$graphs"

mkdir -p "$output"
for module in "${modules[@]}"; do
    mkdir -p "$graphs/$module"
    cp "$graphs/$module".symbols.json "$graphs/$module/"
    # Extensions of other modules' types: DigitRecognition gives Network an initialiser.
    for extension in "$graphs/$module"@Digit*.symbols.json; do
        if [ -e "$extension" ]; then cp "$extension" "$graphs/$module/"; fi
    done
    "${docc[@]}" convert "Sources/$module/$module.docc" \
        --additional-symbol-graph-dir "$graphs/$module" \
        --fallback-display-name "$module" --fallback-bundle-identifier "swift-digits.$module" \
        --warnings-as-errors --output-path "$output/$module.doccarchive"
    echo "$output/$module.doccarchive"
done
