#!/usr/bin/env bash
# Compiles and runs the examples of the C interface, in C and in Python, and holds what they count against
# `digits evaluate`: with every image of the official test set where DIGITS_DATA_DIR has it, else of the built-in sample.
# usage: Scripts/check_examples.sh     (after Scripts/build_c_library.sh .build/c-library and swift build -c release)
set -euo pipefail
cd "$(dirname "$0")/.."
library=.build/c-library
digits=.build/release/digits
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

clang -std=c99 -O2 -Wall -Wextra -Wpedantic -Werror -I $library/include Examples/C/read_digits.c -o "$work/read_digits" \
    -L $library/lib -lDigitsC -lpthread -Wl,-rpath,"$PWD/$library/lib"

split=sample
if [ -n "${DIGITS_DATA_DIR:-}" ]; then split=test; fi
"$digits" dataset export mnist --split $split --output "$work/mnist" >/dev/null
images=$(ls "$work"/mnist/*images*)
labels=$(ls "$work"/mnist/*labels*)
case $images in *.gz)
    gzip -d "$images" "$labels"
    images=${images%.gz}
    labels=${labels%.gz}
    ;;
esac

for model in mlp cnn Tests/Fixtures/sample_weight.pkl; do
    # `digits` writes no zeros at the end, the examples four digits.
    expected=$("$digits" evaluate --model $model --dataset mnist --split $split | tail -1)
    expected=$(printf 'Accuracy:%.4f' "${expected#Accuracy:}")
    in_c=$("$work/read_digits" $model "$images" "$labels" Tests/DigitsCTests/Fixtures/seven.png)
    in_python=$(python3 Examples/Python/read_digits.py $library/lib/libDigitsC.* $model "$images" "$labels")
    echo "$model: digits evaluate $expected; C $(sed -n 2p <<<"$in_c"), $(sed -n 1p <<<"$in_c"); Python $(sed -n 2p <<<"$in_python"), $(sed -n 1p <<<"$in_python")"
    [ "$(sed -n 2p <<<"$in_c")" = "$expected" ]
    [ "$(sed -n 2p <<<"$in_python")" = "$expected" ]
    grep -q '"text":"7"' <<<"$in_c"
done
