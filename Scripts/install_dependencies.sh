#!/usr/bin/env bash
# Installs what the build needs beyond a Swift toolchain: the headers of zlib, libpng and TurboJPEG. Says what it
# installs, and does nothing where all is there. Debian, Ubuntu and their kin through apt-get; macOS through Homebrew.
set -euo pipefail

if ! command -v swift >/dev/null; then
    echo "No swift was found. Install Swift 6.2 or later from https://www.swift.org/install and try again." >&2
    exit 69
fi

# A header is there when the C compiler of the toolchain, or pkg-config, finds it.
has_header() {
    echo "#include <$1>" | clang -E -x c - >/dev/null 2>&1 || { command -v pkg-config >/dev/null && pkg-config --exists "$2"; }
}

missing=()
case "$(uname -s)" in
Darwin)
    has_header png.h libpng || missing+=(libpng)
    has_header turbojpeg.h libturbojpeg || missing+=(jpeg-turbo)
    # SwiftPM asks pkg-config where Homebrew keeps the header.
    command -v pkg-config >/dev/null || missing+=(pkgconf)
    if [ ${#missing[@]} -gt 0 ]; then
        if ! command -v brew >/dev/null; then
            echo "Needed: ${missing[*]}. Install Homebrew (https://brew.sh), or these by other means, and try again." >&2
            exit 69
        fi
        echo "Installing with Homebrew: ${missing[*]}"
        brew install "${missing[@]}"
    fi
    ;;
Linux)
    has_header zlib.h zlib || missing+=(zlib1g-dev)
    has_header png.h libpng || missing+=(libpng-dev)
    has_header turbojpeg.h libturbojpeg || missing+=(libturbojpeg0-dev)
    if [ ${#missing[@]} -gt 0 ]; then
        if ! command -v apt-get >/dev/null; then
            echo "Needed: the headers of zlib, libpng and TurboJPEG (here: ${missing[*]}). Install them with this system's packages." >&2
            exit 69
        fi
        as_root=()
        if [ "$(id -u)" -ne 0 ]; then as_root=(sudo); fi
        echo "Installing with apt-get: ${missing[*]}"
        "${as_root[@]}" apt-get update -qq
        "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}"
    fi
    ;;
*)
    echo "Linux and macOS are built for; this is $(uname -s)." >&2
    ;;
esac
