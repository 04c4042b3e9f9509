#!/usr/bin/env bash
# Builds the C interface into a folder: include/digits.h and lib/libDigitsC.so (.dylib on macOS).
# usage: Scripts/build_c_library.sh FOLDER
# On Linux the library carries Swift's runtime and shows nothing but the functions of digits.h, so that it runs where no
# Swift is and gets along with another Swift in the same process. SwiftPM cannot link a library so; it compiles, and
# swiftc links what it compiled. zlib, libpng and TurboJPEG stay the system's.
set -euo pipefail
cd "$(dirname "$0")/.."
output=${1:?usage: Scripts/build_c_library.sh FOLDER}
swift=${SWIFT:-swift}

$swift build -c release --product DigitsC
build=$($swift build -c release --show-bin-path)
mkdir -p "$output/include" "$output/lib"
install -m 644 Sources/CDigits/include/digits.h "$output/include/"

if [ "$(uname -s)" = Darwin ]; then
    # The system has Swift's runtime.
    install -m 755 "$build/libDigitsC.dylib" "$output/lib/"
    exit
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Names of functions in the header: what is to be seen.
functions=$(grep -oE '\bdigits_[a-z_]+\(' Sources/CDigits/include/digits.h | tr -d '(' | sort -u)
{
    echo '{ global:'
    for function in $functions; do echo "    $function;"; done
    echo '  local: *; };'
} >"$work/exports.map"
swiftc=$(dirname "$(command -v "$swift")")/swiftc
# What was compiled for a shared runtime does not name all parts of the static one; a file compiled for it does.
echo 'import FoundationEssentials' >"$work/runtime.swift"
# The linker warns of a function in Swift's own Foundation; that is shown only where it fails.
if ! "$swiftc" -emit-library -static-stdlib -o "$output/lib/libDigitsC.so" "$work/runtime.swift" "@$build/DigitsC.product/Objects.LinkFileList" \
    -lz -lpng16 -lturbojpeg -Xlinker -z -Xlinker defs \
    -Xlinker --version-script="$work/exports.map" -Xlinker --gc-sections -Xlinker -s -Xlinker -soname=libDigitsC.so \
    >"$work/log" 2>&1; then
    cat "$work/log" >&2
    exit 1
fi
missing=$(comm -23 <(echo "$functions") <(nm -D --defined-only "$output/lib/libDigitsC.so" | awk '$2 == "T" { print $3 }' | sort))
if [ -n "$missing" ]; then
    echo "the library lacks what digits.h declares: $missing" >&2
    exit 1
fi
