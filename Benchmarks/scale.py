#!/usr/bin/env python3
"""What an image costs along every way into the library, and the memory it takes: the figures of Documentation/scale.md.

    make build wheel && Scripts/test_python.sh     (the environment with the wheel, and with pyspark where Java is)
    DIGITS_DATA_DIR=MNIST .build/python-tests/bin/python Benchmarks/scale.py local c python
    DIGITS_DATA_DIR=MNIST .build/python-tests/bin/python Benchmarks/scale.py spark --model cnn --rounds 20
    DIGITS_DATA_DIR=MNIST .build/python-tests/bin/python Benchmarks/scale.py http       (after make serve's build)

Prints Markdown rows: way, model, images a call, threads or workers, microseconds an image and a core, resident MiB. A time
is the best of several runs, since whatever else the machine does only adds to it; Spark's is of the whole job after one
that warmed it up, reading and counting included, and beside it what plain Python takes for the same images in that run.
"""

import argparse
import http.client
import json
import os
import pathlib
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

REPOSITORY = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY / "Python/tests"))
BUILD = REPOSITORY / ".build/release"
LIBRARY = REPOSITORY / ".build/c-library"
COUNT = 10_000


def row(way, model, a_call, workers, microseconds, mebibytes=None):
    memory = "" if mebibytes is None else f"{mebibytes:.0f}"
    print(f"| {way} | {model} | {a_call} | {workers} | {microseconds:.2f} | {memory} |", flush=True)


def export(folder):
    """MNIST's test images (the built-in sample without DIGITS_DATA_DIR) as [10000, 28, 28] and as an IDX file."""
    import conftest
    import numpy as np

    split = "test" if "DIGITS_DATA_DIR" in os.environ else "sample"
    subprocess.run(
        [BUILD / "digits", "dataset", "export", "mnist", "--split", split, "--output", folder], check=True, capture_output=True
    )
    pixels = conftest.read_idx(pathlib.Path(folder), "images", 16).reshape(-1, 28, 28)
    labels = conftest.read_idx(pathlib.Path(folder), "labels", 8)
    pixels, labels = np.resize(pixels, (COUNT, 28, 28)), np.resize(labels, COUNT)
    idx = pathlib.Path(folder) / "all.idx"
    idx.write_bytes(b"\0\0\x08\x03" + b"".join(n.to_bytes(4, "big") for n in pixels.shape) + pixels.tobytes())
    return pixels, labels, str(idx)


def best(function, runs):
    """The shortest of some runs, in seconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return min(times)


def measure_local(models):
    """`digits evaluate`, which is the library called from Swift."""
    for model in models:
        for a_call, threads in [(1, 1), (100, 1), (10_000, 1), (10_000, 2)]:
            command = [
                "/usr/bin/env", "time", "-f", "%M", BUILD / "digits", "evaluate", "--format", "json", "--model", model,
                "--dataset", "mnist", "--split", "test", "--batch-size", str(a_call), "--threads", str(threads),
            ]
            seconds, kibibytes = 1e9, 0
            for _ in range(3):
                run = subprocess.run(command, check=True, capture_output=True, text=True)
                report = json.loads(run.stdout)
                seconds = min(seconds, report["predict_seconds"] / report["images"] * threads)
                kibibytes = int(run.stderr.split()[-1])
            row("Swift, `digits evaluate`", model, a_call, threads, seconds * 1e6, kibibytes / 1024)


def measure_c(models, idx):
    """Benchmarks/c_interface.c."""
    with tempfile.TemporaryDirectory() as folder:
        program = folder + "/c_interface"
        subprocess.run(
            [
                "clang", "-std=c99", "-O2", "-I", LIBRARY / "include", REPOSITORY / "Benchmarks/c_interface.c", "-o", program,
                "-L", LIBRARY / "lib", "-lDigitsC", "-lpthread", f"-Wl,-rpath,{LIBRARY / 'lib'}",
            ],
            check=True,
        )
        for model in models:
            for threads in [1, 2]:
                command = ["/usr/bin/env", "time", "-f", "%M", program, model, idx, str(threads)]
                run = subprocess.run(command, check=True, capture_output=True, text=True)
                for line in run.stdout.splitlines():
                    a_call, microseconds = line.split()
                    row("C", model, a_call, threads, float(microseconds), int(run.stderr.split()[-1]) / 1024)


def measure_python(models, pixels):
    """The package swift_digits: arrays, and pictures one by one."""
    import conftest
    from swift_digits import Recognizer

    pictures = [conftest.png(image) for image in pixels[:1000]]
    for model in models:
        recognizer = Recognizer(model)

        def predict(images, a_call):
            for start in range(0, len(images), a_call):
                recognizer.predict(images[start : start + a_call])

        for a_call in [1, 100, 10_000]:
            seconds = best(lambda: predict(pixels, a_call), 5)
            row("Python, `predict`", model, a_call, 1, seconds / COUNT * 1e6, own_memory())

        def both():
            threads = [threading.Thread(target=predict, args=(pixels, 100)) for _ in range(2)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()

        row("Python, `predict` in two threads", model, 100, 2, best(both, 5) / COUNT * 1e6, own_memory())
        seconds = best(lambda: [recognizer.classify(picture, single=True) for picture in pictures], 3)
        row("Python, `classify` of 28x28 PNG", model, 1, 1, seconds / len(pictures) * 1e6, own_memory())


def own_memory():
    """The most memory that this process has had, in MiB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def measure_spark(models, pixels, labels, rounds, workers_wanted, forms):
    """read_digits over images that are repeated on the fly, on a cluster of separate processes on this machine."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet
    import pyspark
    from conftest import png
    from pyspark.sql import SparkSession
    from pyspark.sql import functions as F

    from swift_digits import Recognizer
    from swift_digits.spark import read_digits

    os.environ.update(SPARK_HOME=os.path.dirname(pyspark.__file__), PYSPARK_PYTHON=sys.executable, SPARK_LOCAL_IP="127.0.0.1")
    for workers in workers_wanted:
        with tempfile.TemporaryDirectory() as folder:
            for part, rows in enumerate(np.array_split(np.arange(COUNT), 2)):
                columns = {
                    "label": pa.array(labels[rows], pa.int8()),
                    "pixels": pa.array([pixels[index].tobytes() for index in rows], pa.binary()),
                    "image": pa.array([png(pixels[index]) for index in rows], pa.binary()),
                }
                pyarrow.parquet.write_table(pa.table(columns), f"{folder}/{part}.parquet")
            spark = (
                SparkSession.builder.master(f"local-cluster[{workers},1,2048]")
                .config("spark.executor.memory", "1g")
                .config("spark.ui.enabled", "false")
                .config("spark.ui.showConsoleProgress", "false")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .getOrCreate()
            )
            spark.sparkContext.setLogLevel("OFF")

            def job(model, form, column, times):
                frame = spark.read.parquet(folder).select("label", column)
                frame = frame.withColumn("round", F.explode(F.sequence(F.lit(1), F.lit(times))))
                read = frame if model is None else read_digits(frame, column, model=model, form=form)
                result = F.sum((F.col("digit") == F.col("label")).cast("int")) if model else F.sum(F.length(column))
                start = time.perf_counter()
                total = read.agg(result).first()[0]
                return time.perf_counter() - start, total

            for model in models:
                recognizer = Recognizer(model)
                for form, column in forms:
                    times = rounds if form == "pixels" else max(1, rounds // 10)
                    job(model, form, column, 1)
                    seconds, right = job(model, form, column, times)
                    per_image = seconds * workers / (COUNT * times) * 1e6
                    if form == "pixels":
                        plain = best(lambda: recognizer.predict(pixels), 3) / COUNT * 1e6
                    else:
                        some = [png(image) for image in pixels[:2000]]
                        plain = best(lambda: [recognizer.classify(one, single=True) for one in some], 2) / len(some) * 1e6
                    note = f"{COUNT * times:,} images, {right / times / COUNT:.4f} right, plain Python {plain:.2f}"
                    row(f"Spark, `read_digits` of {form} ({note})", model, 10_000, workers, per_image)
            spark.stop()


def measure_http(models, pixels, requests):
    """digits-server on loopback: one connection, and one for each core, each waiting for its answer."""
    for model in models:
        server = subprocess.Popen(
            [BUILD / "digits-server", "--port", "0", "--model", model], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        port = None
        for line in server.stdout:
            words = line.replace("/", " ").replace(":", " ").split()
            numbers = [int(word) for word in words if word.isdigit() and 1024 <= int(word) < 65536]
            if "127.0.0.1" in line and numbers:
                port = numbers[-1]
                break
        threading.Thread(target=lambda: [None for _ in server.stdout], daemon=True).start()
        try:
            for a_call in [1, 100]:
                body, headers = binary_request(pixels[:a_call])
                for connections in [1, 2]:
                    count = requests // (1 if a_call == 1 else 20)

                    def ask():
                        connection = http.client.HTTPConnection("127.0.0.1", port)
                        for _ in range(count):
                            connection.request("POST", f"/v2/models/{model}/infer", body, headers)
                            answer = connection.getresponse()
                            content = answer.read()
                            if answer.status != 200:
                                raise SystemExit(f"{answer.status} {content[:300]!r}")
                        connection.close()

                    def together():
                        threads = [threading.Thread(target=ask) for _ in range(connections)]
                        for thread in threads:
                            thread.start()
                        for thread in threads:
                            thread.join()

                    seconds = best(together, 3)
                    memory = int(pathlib.Path(f"/proc/{server.pid}/status").read_text().split("VmHWM:")[1].split()[0]) / 1024
                    per_image = seconds / (count * connections * a_call) * 1e6
                    row(f"HTTP, {connections} connection(s), client included", model, a_call, "", per_image, memory)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)


def binary_request(images):
    """An inference request of the Open Inference Protocol with its tensor as bytes after the JSON."""
    head = json.dumps(
        {
            "inputs": [
                {
                    "name": "input", "shape": list(images.shape), "datatype": "UINT8",
                    "parameters": {"binary_data_size": images.nbytes},
                }
            ],
            "parameters": {"binary_data_output": True},
        }
    ).encode()
    return head + images.tobytes(), {
        "Inference-Header-Content-Length": str(len(head)), "Content-Type": "application/octet-stream",
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ways", nargs="+", choices=["local", "c", "python", "spark", "http"])
    parser.add_argument("--model", action="append", help="may be repeated (default: mlp and cnn)")
    parser.add_argument("--rounds", type=int, default=20, help="how many times over Spark reads the 10,000 images")
    parser.add_argument("--workers", type=int, action="append", help="Spark's; may be repeated (default: 1 and 2)")
    parser.add_argument("--form", choices=["pixels", "picture"], action="append", help="Spark's (default: both)")
    parser.add_argument("--requests", type=int, default=3000, help="a connection's, of one image")
    options = parser.parse_args()
    models = options.model or ["mlp", "cnn"]
    columns = {"pixels": "pixels", "picture": "image"}
    forms = [(form, columns[form]) for form in options.form or columns]
    folder = tempfile.mkdtemp()
    try:
        pixels, labels, idx = export(folder)
        print("| way | model | images a call | threads | us an image and core | MiB |\n| --- | --- | ---: | ---: | ---: | ---: |")
        if "local" in options.ways:
            measure_local(models)
        if "c" in options.ways:
            measure_c(models, idx)
        if "python" in options.ways:
            measure_python(models, pixels)
        if "spark" in options.ways:
            measure_spark(models, pixels, labels, options.rounds, options.workers or [1, 2], forms)
        if "http" in options.ways:
            measure_http(models, pixels, options.requests)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
