#!/usr/bin/env python3
"""Times swift-digits beside NumPy, ONNX Runtime, OpenVINO, PyTorch and JAX in one run, and prints the ratios.

    Benchmarks/compare_peers.py MNIST_DIRECTORY [--threads 1 --threads 2] [--rounds 3] [--json FILE]

`make bench-peers` installs the peers and runs this. All take turns, and of each the best round counts: what else a machine
does only adds to a time, and seldom to all of them. The networks are the book's, and cnn-small and cnn as
`digits model convert` exports them to ONNX. A peer whose answers are not as often right as ours ends the run.
MNIST_DIRECTORY holds the four gzip files.
"""

import argparse
import functools
import http.server
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
PEERS = ["numpy", "onnxruntime", "openvino", "torch", "jax"]
# What is compared: the row's name, our piece, the network, the peers' row, and what the ratio to the best peer should be.
ROWS = [
    ("book, one image", "predict/book/batch-1", "book", "one", None),
    ("book, one image from bytes", "predict/book/batch-1", "book", "one-from-bytes", None),
    ("book, batch 100", "predict/book/batch-100", "book", "batch-100", None),
    ("book, all 10,000", "predict/book/batch-10000", "book", "all", None),
    ("book, all 10,000 from bytes", "predict/book/batch-10000", "book", "all-from-bytes", 4),
    ("cnn-small, one image", "predict/cnn-small/batch-1", "cnn-small", "one", 2),
    ("cnn-small, batch 100", "predict/cnn-small/batch-100", "cnn-small", "batch-100", 1.5),
    ("cnn, one image", "predict/cnn/batch-1", "cnn", "one", 2),
    ("cnn, batch 100", "predict/cnn/batch-100", "cnn", "batch-100", 1.5),
]
# The book's one image is compared with ONNX Runtime alone.
ONNX_RUNTIME_TARGET = 15


def run(command, **options):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, **options).stdout


def timed(command, environment):
    """Seconds and MiB of a whole process, and what it printed last."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment)
    output = process.stdout.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    # Linux counts in KiB, macOS in bytes.
    return seconds, usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1 << 20), output.split("\n")[-2]


def fill_cache(digits, mnist, environment):
    """Lets `digits` download MNIST from this process into a cache of its own, as a user's would be."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=mnist))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    mirror = f"http://127.0.0.1:{server.server_address[1]}/"
    run([digits, "dataset", "download", "mnist", "--mirror", mirror, "--quiet"], env=environment)
    server.shutdown()


def make_models(digits, weights, folder):
    shutil.copy(weights, os.path.join(folder, "book.pkl"))
    run([digits, "model", "convert", weights, os.path.join(folder, "book.onnx"), "--quiet"])
    for name in ("cnn-small", "cnn"):
        for ending in ("onnx", "npz"):
            run([digits, "model", "convert", name, os.path.join(folder, f"{name}.{ending}"), "--quiet"])


def available(peer):
    return subprocess.run([sys.executable, "-c", f"import {peer}"], stderr=subprocess.DEVNULL).returncode == 0


def compare_predictions(options, peers, models, scratch):
    """Rounds of all, then for each row and number of threads the best rounds."""
    ours, theirs, versions, machine = {}, {}, {}, None
    for number in range(options.rounds):
        for threads in options.threads:
            file = os.path.join(scratch, "ours.json")
            command = [options.bench, "--dataset", options.mnist, "--weights", options.weights, "--threads", str(threads)]
            command += ["--references", "100", "--seconds", str(options.seconds), "--json", file]
            for piece in sorted({row[1] for row in ROWS}):
                command += ["--filter", piece]
            run(command)
            with open(file) as document:
                report = json.load(document)
            machine = report["machine"]
            for result in report["results"]:
                # The machine's peak is a row without images.
                if "images" in result:
                    ours.setdefault((result["name"], threads), []).append(result["median_seconds"] / result["images"])
            for peer in peers:
                command = [sys.executable, os.path.join(HERE, "peer.py"), peer, "--threads", str(threads)]
                command += ["--mnist", options.mnist, "--models", models, "--seconds", str(options.seconds)]
                found = json.loads(run(command, stderr=subprocess.DEVNULL).splitlines()[-1])
                versions[peer] = found["version"]
                for network, result in found["networks"].items():
                    theirs.setdefault((network, "correct"), {})[peer] = result["correct"]
                    for work, seconds in result["seconds_per_image"].items():
                        theirs.setdefault((network, work, threads), {}).setdefault(peer, []).append(seconds)
            print(f"round {number + 1} of {options.rounds}, {threads} threads", file=sys.stderr, flush=True)
    for network in ("book", "cnn-small", "cnn"):
        counts = set(theirs[network, "correct"].values())
        # Two roundings may fall on either side of a tie.
        if max(counts) - min(counts) > 1:
            sys.exit(f"the peers do not agree on {network}: {theirs[network, 'correct']}")
    rows = []
    for title, piece, network, work, target in ROWS:
        for threads in options.threads:
            mine = min(ours[piece, threads if (piece, threads) in ours else options.threads[0]])
            others = {peer: min(times) for peer, times in theirs[network, work, threads].items()}
            best = min(others, key=others.get)
            row = {
                "work": title, "threads": threads, "digits_seconds": mine, "peers_seconds": others, "best": best,
                "ratio": others[best] / mine, "target": target, "correct": theirs[network, "correct"],
            }
            if title == "book, one image" and "onnxruntime" in others:
                row.update(best="onnxruntime", ratio=others["onnxruntime"] / mine, target=ONNX_RUNTIME_TARGET)
            rows.append(row)
    return rows, versions, machine


def compare_processes(options, scratch, environment):
    """`digits evaluate` from its cache beside the book's script from its pickle, and opening either alone."""
    pickle = os.path.join(scratch, "mnist.pkl")
    script = [sys.executable, os.path.join(HERE, "book_evaluate.py"), pickle]
    plain = {key: value for key, value in environment.items() if not key.startswith("OPENBLAS_")}
    run(script + ["--make", options.mnist])
    mine = [options.digits, "evaluate", "--model", options.weights]
    pairs = [(timed(mine, environment), timed(script + [options.weights], plain)) for _ in range(options.processes)]
    answers = {end[2] for pair in pairs for end in pair}
    if answers != {"Accuracy:0.9352"}:
        sys.exit(f"expected Accuracy:0.9352 from both, found {answers}")
    ours, theirs = ([pair[side] for pair in pairs] for side in (0, 1))
    seconds = [min(end[0] for end in ends) for ends in (ours, theirs)]
    memory = [max(end[1] for end in ends) for ends in (ours, theirs)]
    loads = [float(line) for line in run(script + ["--time", "15"], env=plain).split()]
    file = os.path.join(scratch, "open.json")
    inside = {key: value for key, value in environment.items() if key != "DIGITS_DATA_DIR"}
    run([options.bench, "--filter", "open/train", "--threads", "1", "--json", file], env=inside)
    with open(file) as document:
        opened = {result["name"]: result["fastest_seconds"] for result in json.load(document)["results"]}
    load = min(loads)
    return [
        {"work": "whole process: evaluate with the book's weights", "digits_seconds": seconds[0],
         "peers_seconds": {"numpy": seconds[1]}, "ratio": seconds[1] / seconds[0], "target": 20,
         "digits_mebibytes": memory[0], "peers_mebibytes": {"numpy": memory[1]}},
        {"work": "opening the cached training images", "digits_seconds": opened["open/train"],
         "peers_seconds": {"pickle.load": load}, "ratio": load / opened["open/train"], "target": 100},
        {"work": "the same, and a look at every pixel", "digits_seconds": opened["open/train-touched"],
         "peers_seconds": {"pickle.load": load}, "ratio": load / opened["open/train-touched"], "target": None},
    ]


def duration(seconds):
    for limit, factor, unit in ((1e-3, 1e6, "us"), (1, 1e3, "ms")):
        if seconds < limit:
            return f"{seconds * factor:.3g} {unit}" if seconds * factor < 100 else f"{seconds * factor:.0f} {unit}"
    return f"{seconds:.3g} s"


def show(rows, peers):
    print("\nseconds an image" + " " * 25 + "threads" + "".join(f"{name:>12}" for name in ["digits"] + peers) + "   ratio  aim")
    for row in rows:
        if "threads" not in row:
            continue
        cells = [duration(row["digits_seconds"])] + [
            duration(row["peers_seconds"][peer]) if peer in row["peers_seconds"] else "-" for peer in peers]
        aim = f"{row['target']:>5g}" if row["target"] else ""
        print(f"{row['work']:41}{row['threads']:7}" + "".join(f"{cell:>12}" for cell in cells) + f"{row['ratio']:8.2f}{aim}")
    print("\nseconds" + " " * 46 + "digits        peer   ratio  aim")
    for row in rows:
        if "threads" in row:
            continue
        peer = next(iter(row["peers_seconds"].values()))
        aim = f"{row['target']:>5g}" if row["target"] else ""
        print(f"{row['work']:49}{duration(row['digits_seconds']):>10}{duration(peer):>12}{row['ratio']:8.2f}{aim}")
        if "digits_mebibytes" in row:
            print(f"{'  its peak memory':49}{row['digits_mebibytes']:6.1f} MiB{row['peers_mebibytes']['numpy']:8.1f} MiB")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mnist", metavar="MNIST_DIRECTORY")
    parser.add_argument("--threads", type=int, action="append")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--processes", type=int, default=60, help="runs of whole processes")
    parser.add_argument("--seconds", type=float, default=0.4, help="to time one row for in one round")
    parser.add_argument("--peer", action="append", choices=PEERS, help="only these; all that are installed without it")
    parser.add_argument("--skip", action="append", choices=["predictions", "processes"], default=[])
    parser.add_argument("--digits", default=os.path.join(ROOT, ".build/release/digits"))
    parser.add_argument("--bench", default=os.path.join(ROOT, ".build/release/digits-bench"))
    parser.add_argument("--weights", default=os.path.join(ROOT, "Tests/Fixtures/sample_weight.pkl"))
    parser.add_argument("--json")
    options = parser.parse_args()
    options.threads = options.threads or [1, 2]
    options.mnist, options.weights = os.path.abspath(options.mnist), os.path.abspath(options.weights)
    wanted = options.peer or PEERS
    peers = [peer for peer in wanted if available(peer)]
    for peer in wanted:
        if peer not in peers:
            print(f"{peer} is not installed: left out", file=sys.stderr)
    rows, versions, machine = [], {}, None
    with tempfile.TemporaryDirectory() as scratch:
        environment = dict(os.environ, XDG_CACHE_HOME=os.path.join(scratch, "cache"), HOME=scratch)
        environment.pop("DIGITS_DATA_DIR", None)
        environment.pop("DIGITS_OFFLINE", None)
        if "predictions" not in options.skip:
            make_models(options.digits, options.weights, scratch)
            rows, versions, machine = compare_predictions(options, peers, scratch, scratch)
        if "processes" not in options.skip:
            # The program that downloads lies beside the ordinary build.
            fill_cache(os.path.join(os.path.dirname(options.bench), "digits"), options.mnist, environment)
            rows += compare_processes(options, scratch, environment)
    show(rows, peers)
    if options.json:
        commit = subprocess.run(
            ["git", "describe", "--always", "--dirty"], cwd=ROOT, stdout=subprocess.PIPE, text=True).stdout.strip()
        toolchain = run(["swift", "--version"], stderr=subprocess.DEVNULL).splitlines()[0]
        with open(options.json, "w") as file:
            json.dump(
                {"machine": machine, "toolchain": toolchain, "commit": commit, "python": sys.version.split()[0],
                 "versions": versions, "rounds": options.rounds, "seconds_a_row": options.seconds,
                 "command": "make bench-peers", "rows": rows}, file, indent=1)
            file.write("\n")


main()
