#!/usr/bin/env bash
# Installs the pinned peers into a virtual environment of their own, and times them beside the release build.
# usage: Scripts/bench_peers.sh MNIST_DIRECTORY [option of Benchmarks/compare_peers.py ...]
#
# PEERS_PYTHON names a Python that has the peers already, and nothing is installed.
set -euo pipefail
cd "$(dirname "$0")/.."
mnist=${1:-}
if [ ! -f "$mnist/t10k-images-idx3-ubyte.gz" ]; then
    echo "usage: make bench-peers MNIST=FOLDER, a folder with the four gzip files of MNIST" >&2
    exit 64
fi
shift

python=${PEERS_PYTHON:-.venv/bin/python}
if [ -z "${PEERS_PYTHON:-}" ]; then
    [ -x "$python" ] || python3 -m venv .venv
    "$python" -m pip install --quiet --requirement Benchmarks/requirements.txt
    while read -r requirement; do
        # PyTorch's own index has a build without the libraries of graphics processors, which others have to drag along.
        "$python" -m pip install --quiet --index-url https://download.pytorch.org/whl/cpu "$requirement" 2>/dev/null ||
            "$python" -m pip install --quiet "$requirement" 2>/dev/null ||
            echo "$requirement cannot be installed here: left out" >&2
    done < <(grep -v '^#' Benchmarks/requirements-optional.txt)
fi
# Whole processes are timed with what `make install` installs.
digits=$(Scripts/build_static.sh .build-static)
exec "$python" Benchmarks/compare_peers.py "$mnist" --digits "$digits" "$@"
