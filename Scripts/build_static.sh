#!/usr/bin/env bash
# Builds `digits` as one file that needs no shared library, for release, and prints where it lies.
# usage: Scripts/build_static.sh FOLDER
#
# It starts in a third of the time, and runs on Linux of the same architecture whether or not Swift, libpng and TurboJPEG
# are there. Where their static libraries are missing, and on macOS, whose Swift library belongs to the system, what is
# printed is the ordinary build.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=${1:?usage: Scripts/build_static.sh FOLDER}
ordinary=.build/release/digits

missing=
for library in libpng16.a libturbojpeg.a libz.a; do
    # The compiler answers with the bare name where it knows no such file.
    [ "$(cc -print-file-name="$library")" != "$library" ] || missing="$missing $library"
done
if [ "$(uname)" != Linux ] || [ -n "$missing" ]; then
    [ -z "$missing" ] || echo "digits stays linked to shared libraries: without$missing there is no static program" >&2
    echo "$ordinary"
    exit
fi
# glibc warns of functions that would load its modules at run time; digits calls none of them.
if ! ${SWIFT:-swift} build -c release --product digits --static-swift-stdlib -Xswiftc -static-executable \
    --scratch-path "$folder" >"$folder.log" 2>&1; then
    cat "$folder.log" >&2
    exit 1
fi
rm -f "$folder.log"
echo "$folder/release/digits"
