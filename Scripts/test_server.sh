#!/usr/bin/env bash
# Tests a built digits-server from outside: faults, then the Open Inference Protocol by tritonclient, and every route
# against its description by schemathesis, both in an environment of their own under .build. Without them (no network,
# no venv) it says what was skipped.
set -euo pipefail
cd "$(dirname "$0")/.."
environment=$PWD/.build/server-tests
# What was tried; newer ones of the same first number do as well.
packages=('schemathesis>=4.32,<5' 'tritonclient[http]>=2.73,<3')

if ! command -v python3 >/dev/null; then
    echo "skipped: the server's tests need python3"
    exit 0
fi

echo "--- faults"
python3 Tests/Server/fault_tests.py

if ! "$environment/bin/python" -c 'import schemathesis, tritonclient.http' 2>/dev/null; then
    rm -rf "$environment"
    if ! { python3 -m venv "$environment" && "$environment/bin/pip" install --quiet "${packages[@]}"; }; then
        echo "skipped: schemathesis and tritonclient, which could not be installed"
        exit 0
    fi
fi
echo "--- the Open Inference Protocol"
"$environment/bin/python" Tests/Server/protocol_tests.py
echo "--- routes against their description"
"$environment/bin/python" Tests/Server/schema_tests.py
