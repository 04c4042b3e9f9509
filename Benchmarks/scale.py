#!/usr/bin/env python3
"""What an image costs along the ways into the library on one machine, and the memory it takes, for Documentation/scale.md.

    make build wheel && Scripts/test_python.sh     (the environment with the wheel)
    DIGITS_DATA_DIR=MNIST .build/python-tests/bin/python Benchmarks/scale.py

Prints Markdown rows: way, model, images a call, threads, microseconds an image (of all threads together), the most memory
in MB. All take turns, and a figure is the median of the rounds. scale_spark.py has Spark, and server_peers.py HTTP.
"""

import argparse
import json
import pathlib
import resource
import statistics
import subprocess
import tempfile

from images import COUNT, REPOSITORY, export, png
from processes import seconds_of_threads

from swift_digits import Recognizer

LIBRARY = REPOSITORY / ".build/c-library"


def measured(command):
    """A program's output, and the most memory that it had in MB."""
    run = subprocess.run(["/usr/bin/env", "time", "-f", "%M", *command], check=True, capture_output=True, text=True)
    return run.stdout, int(run.stderr.split()[-1]) * 1024 / 1e6


def measure_local(model):
    """`digits evaluate`, which is the library called from Swift."""
    for a_call, threads in [(1, 1), (100, 1), (COUNT, 1), (COUNT, 2)]:
        output, memory = measured([
            REPOSITORY / ".build/release/digits", "evaluate", "--format", "json", "--model", model, "--dataset", "mnist",
            "--split", "test", "--batch-size", str(a_call), "--threads", str(threads),
        ])
        report = json.loads(output)
        yield ("Swift", model, a_call, threads), report["predict_seconds"] / report["images"] * 1e6, memory


def compile_c(folder):
    """c_interface.c beside the library."""
    program = pathlib.Path(folder) / "c_interface"
    subprocess.run(
        [
            "clang", "-std=c99", "-O2", "-I", LIBRARY / "include", REPOSITORY / "Benchmarks/c_interface.c", "-o", program,
            "-L", LIBRARY / "lib", "-lDigitsC", "-lpthread", f"-Wl,-rpath,{LIBRARY / 'lib'}",
        ],
        check=True,
    )
    return program


def measure_c(program, model, idx):
    for threads in [1, 2]:
        output, memory = measured([program, model, idx, str(threads)])
        for line in output.splitlines():
            a_call, microseconds = line.split()
            yield ("C", model, int(a_call), threads), float(microseconds), memory


def measure_python(model, pixels):
    """The package swift_digits: arrays, and pictures one by one."""
    recognizer = Recognizer(model)
    pictures = [png(image) for image in pixels[:2000]]

    def predict(a_call):
        for start in range(0, COUNT, a_call):
            recognizer.predict(pixels[start : start + a_call])

    def classify():
        for picture in pictures:
            recognizer.classify(picture, single=True, check=False)

    def timed(work, threads, images):
        seconds = seconds_of_threads(work, threads)
        return seconds / images / threads * 1e6, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6

    for a_call, threads in [(1, 1), (100, 1), (COUNT, 1), (100, 2)]:
        yield ("Python", model, a_call, threads), *timed(lambda: predict(a_call), threads, COUNT)
    for threads in [1, 2]:
        yield ("Python, PNG", model, 1, threads), *timed(classify, threads, len(pictures))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", nargs="+", default=["mlp", "cnn-small", "cnn"])
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    rounds = {}
    with tempfile.TemporaryDirectory() as folder:
        pixels, _, idx = export(folder)
        program = compile_c(folder)
        for _ in range(options.rounds):
            for model in options.models:
                for measure in [measure_local(model), measure_c(program, model, idx), measure_python(model, pixels)]:
                    for case, microseconds, memory in measure:
                        rounds.setdefault(case, []).append((microseconds, memory))
    print("| way | model | images a call | threads | µs an image | MB |\n| --- | --- | ---: | ---: | ---: | ---: |")
    for (way, model, a_call, threads), figures in rounds.items():
        microseconds, memory = map(statistics.median, zip(*figures))
        print(f"| {way} | {model} | {a_call:,} | {threads} | {microseconds:.2f} | {memory:.0f} |")


if __name__ == "__main__":
    main()
