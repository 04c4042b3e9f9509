#!/usr/bin/env bash
# Runs the C interface's own test program with the library built under the sanitizers of addresses and of threads.
# usage: Scripts/sanitize_c_interface.sh [address|thread]...     (both unless named; some minutes the first time)
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# The digit check lives as long as the process. Its layers are payloads of an enum, which keeps the case in spare bits of their
# pointers: to the leak sanitizer these point nowhere.
echo 'leak:CheckV7shipped' > "$work/suppressions"
resources=$(swiftc -print-target-info | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p')

for kind in "${@:-address thread}"; do for sanitizer in $kind; do
    scratch=.build-$sanitizer
    swift build --sanitize=$sanitizer --scratch-path "$scratch" --product DigitsC
    build=$(swift build --sanitize=$sanitizer --scratch-path "$scratch" --show-bin-path)
    # On Linux the thread sanitizer's own library knows of dispatch, and wants it linked.
    runtime="$resources/$(uname -s | tr '[:upper:]' '[:lower:]')"
    dispatch=()
    if [ "$(uname -s)" = Linux ]; then dispatch=(-L "$runtime" -ldispatch -lBlocksRuntime); fi
    clang -std=c99 -g -fsanitize=$sanitizer -I Sources/CDigits/include Tests/DigitsCTests/interface.c \
        -o "$work/interface-$sanitizer" -L "$build" -lDigitsC -lpthread -lm ${dispatch[@]+"${dispatch[@]}"} \
        -Wl,-rpath,"$build" -Wl,-rpath,"$runtime"
    # The thread sanitizer wants its shadow memory where newer kernels may have put a library.
    run=()
    if [ "$(uname -s)" = Linux ]; then run=(setarch -R); fi
    echo "$sanitizer sanitizer:"
    LSAN_OPTIONS=suppressions="$work/suppressions":print_suppressions=0 \
        ASAN_OPTIONS=detect_leaks=1:detect_stack_use_after_return=1 TSAN_OPTIONS=halt_on_error=0:exitcode=66 \
        ${run[@]+"${run[@]}"} "$work/interface-$sanitizer" Tests/DigitsCTests/Fixtures/seven.png
done; done
