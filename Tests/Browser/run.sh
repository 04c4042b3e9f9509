#!/usr/bin/env bash
# Tests the page in Chromium, with the programs of a build: run.sh .build/release [FOLDER_FOR_SCREENSHOTS]
# Installs Chromium with its driver from Debian's packages where they are missing, and Python's packages into
# .build/browser-test.
set -euo pipefail
cd "$(dirname "$0")/../.."

programs=$1
screenshots=${2:-}

install() {
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
        echo "browser-test: expected $* to be installed; on Debian and Ubuntu: sudo apt-get install $*" >&2
        exit 69
    fi
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

command -v chromium >/dev/null && command -v chromedriver >/dev/null || install chromium chromium-driver
python3 -c 'import ensurepip, venv' 2>/dev/null || install python3-venv

environment=.build/browser-test
[ -x "$environment/bin/python" ] || python3 -m venv "$environment"
"$environment/bin/pip" install --quiet --disable-pip-version-check --requirement Tests/Browser/requirements.txt

"$environment/bin/python" Tests/Browser/page_tests.py \
    --server "$programs/digits-server" --digits "$programs/digits" ${screenshots:+--screenshots "$screenshots"}
