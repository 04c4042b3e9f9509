#!/usr/bin/env bash
# Compiles the kernels for arm64, where NEON takes the place of SSE2, and runs their C test in an emulator.
#
#     apt-get install gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user
#     Scripts/check_neon.sh
#
# Without clang or the cross compiler's libraries nothing is compiled, without the emulator nothing runs; both are said.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v clang >/dev/null || ! command -v aarch64-linux-gnu-gcc >/dev/null; then
    echo "skipped: clang and gcc-aarch64-linux-gnu are needed to compile for arm64"
    exit 0
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
clang --target=aarch64-linux-gnu --gcc-toolchain=/usr --sysroot=/usr/aarch64-linux-gnu \
    -isystem /usr/aarch64-linux-gnu/include -B/usr/aarch64-linux-gnu/lib -L/usr/aarch64-linux-gnu/lib \
    -O2 -Wall -Wextra -Werror -static --ld-path=/usr/bin/aarch64-linux-gnu-ld \
    -ISources/CDigitKernels/include Sources/CDigitKernels/*.c Tests/CrossCompiled/kernels_test.c -lm \
    -o "$folder/kernels_test"
echo "compiled for arm64"
if ! command -v qemu-aarch64 >/dev/null; then
    echo "not run: qemu-user is needed"
    exit 0
fi
qemu-aarch64 "$folder/kernels_test"
