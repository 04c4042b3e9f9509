#!/usr/bin/env bash
# Installs the wheel as a user would, into a virtual environment of its own, and runs the package's tests against it:
# with Spark where Java is, and saying so where it is not.
# usage: Scripts/test_python.sh [pytest's options]     (after make wheel and make build)
# DIGITS_SPARK_ROUNDS=100 reads the test images 100 times over.
set -euo pipefail
cd "$(dirname "$0")/.."
environment=.build/python-tests
wheel=$(ls Python/dist/swift_digits-*.whl)
[ -x $environment/bin/python ] || python3 -m venv $environment
pip=("$environment/bin/python" -m pip install --quiet --disable-pip-version-check)
"${pip[@]}" pytest mypy
extra=
if java -version >/dev/null 2>&1; then extra='[spark]'; else
    echo "There is no Java: the tests with Spark are skipped. They need Java 17 (Debian: openjdk-17-jre-headless)."
fi
"${pip[@]}" "$wheel$extra"
"${pip[@]}" --force-reinstall --no-deps "$wheel"
$environment/bin/mypy --config-file Python/pyproject.toml
$environment/bin/python -m pytest --quiet -rs -p no:cacheprovider Python/tests "$@"
