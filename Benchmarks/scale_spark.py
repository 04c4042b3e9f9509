#!/usr/bin/env python3
"""What an image costs through Spark, by process, beside the same call in plain Python: for Documentation/scale.md.

    make build wheel && Scripts/test_python.sh     (the environment with the wheel, and with pyspark where Java is)
    DIGITS_DATA_DIR=MNIST .build/python-tests/bin/python Benchmarks/scale_spark.py

Each turn starts `local-cluster[1,1,2048]` and then `local-cluster[2,1,2048]`: separate executors of one core and one Python
worker each, on this machine. A job reads Parquet, repeats its rows on the fly, reads the digits and counts those that are
right; it is measured after one that warmed the processes up. The model `carry` gives the rows to Python and back, and reads
nothing.
Prints Markdown rows: images, form, workers, tasks, microseconds an image of the whole job, core microseconds an image of
driver, executors and Python workers (from /proc, Linux), memory in MB of executors and of Python workers, plain Python's
microseconds an image on one thread and on as many threads as there are workers. A figure is the median of the turns.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time

import numpy
import pyarrow
import pyarrow.parquet
import pyspark
from images import COUNT, export, png
from processes import family, seconds_of_threads
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from swift_digits import Recognizer
from swift_digits.spark import read_digits

FORMS = {"pixels": "pixels", "picture": "image"}


def write_parquet(folder, pixels, labels):
    """Two files, so that two workers find one each."""
    for part, rows in enumerate(numpy.array_split(numpy.arange(COUNT), 2)):
        columns = {
            "label": pyarrow.array(labels[rows], pyarrow.int8()),
            "pixels": pyarrow.array([pixels[row].tobytes() for row in rows], pyarrow.binary()),
            "image": pyarrow.array([png(pixels[row]) for row in rows], pyarrow.binary()),
        }
        pyarrow.parquet.write_table(pyarrow.table(columns), f"{folder}/{part}.parquet")


def start(workers):
    os.environ.update(SPARK_HOME=os.path.dirname(pyspark.__file__), PYSPARK_PYTHON=sys.executable, SPARK_LOCAL_IP="127.0.0.1")
    settings = {
        "spark.executor.memory": "1g", "spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false",
        "spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1",
    }
    builder = SparkSession.builder.master(f"local-cluster[{workers},1,2048]")
    for key, value in settings.items():
        builder = builder.config(key, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("OFF")
    return spark


def usage():
    """Core seconds and memory in MB of the driver, the executors and their Python workers."""
    found = {"driver": [0, 0], "executors": [0, 0], "Python": [0, 0]}
    for number, each in family(os.getpid()).items():
        if number == os.getpid():
            continue
        kind = "executors" if "CoarseGrainedExecutorBackend" in each.command else "driver" if "java" in each.command else "Python"
        found[kind][0] += each.core_seconds
        found[kind][1] += each.megabytes
    return found


def carry(batches):
    yield from batches


def job(spark, folder, model, form, times):
    """The job's seconds, and the share of images that were read right."""
    column = FORMS[form]
    frame = spark.read.parquet(folder).select("label", column)
    frame = frame.withColumn("round", F.explode(F.sequence(F.lit(1), F.lit(times))))
    if model == "carry":
        result = frame.mapInArrow(carry, frame.schema).agg(F.count("label"))
    else:
        read = read_digits(frame, column, model=model, form=form)
        result = read.agg(F.sum((F.col("digit") == F.col("label")).cast("int")))
    begin = time.perf_counter()
    total = result.first()[0]
    return time.perf_counter() - begin, total / times / COUNT


def plain(model, form, pixels, threads):
    """Microseconds an image of the same call without Spark, of all threads together."""
    if model == "carry":
        return float("nan")
    recognizer = Recognizer(model)
    pictures = [png(image) for image in pixels[:1000]]

    def work():
        if form == "pixels":
            recognizer.predict(pixels)
        else:
            for picture in pictures:
                recognizer.classify(picture, single=True, check=False)

    return seconds_of_threads(work, threads) / threads / (COUNT if form == "pixels" else len(pictures)) * 1e6


def measure(spark, folder, workers, model, form, times, pixels):
    """One figure for each column."""
    job(spark, folder, model, form, 1)
    before = usage()
    seconds, right = job(spark, folder, model, form, times)
    after = usage()
    images = COUNT * times
    cores = [(after[kind][0] - before[kind][0]) / images * 1e6 for kind in after]
    tasks = spark.read.parquet(folder).rdd.getNumPartitions()
    unaided = [plain(model, form, pixels, threads) for threads in (1, workers)]
    return [tasks, right, seconds / images * 1e6, *cores, after["executors"][1], after["Python"][1], *unaided]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("jobs", nargs="*", metavar="MODEL:TIMES", default=["carry:60", "mlp:60", "cnn:5"],
                        help="what reads, and how many times over it reads the 10,000 images (pictures a fifth as often)")
    parser.add_argument("--forms", nargs="+", choices=FORMS, default=list(FORMS))
    parser.add_argument("--turns", type=int, default=2)
    options = parser.parse_args()
    turns = {}
    with tempfile.TemporaryDirectory() as scratch, tempfile.TemporaryDirectory() as folder:
        pixels, labels, _ = export(scratch)
        write_parquet(folder, pixels, labels)
        for _ in range(options.turns):
            for workers in [1, 2]:
                spark = start(workers)
                for model, times in (each.split(":") for each in options.jobs):
                    for form in options.forms:
                        count = int(times) if form == "pixels" else max(1, int(times) // 5)
                        figures = measure(spark, folder, workers, model, form, count, pixels)
                        turns.setdefault((model, count * COUNT, form, workers), []).append(figures)
                spark.stop()
    print("| model | images | form | workers | tasks | right | µs an image | driver | executors | Python | executors MB | Python MB "
          "| plain Python, 1 thread | as many threads |")
    print("| --- | ---: | --- " + "| ---: " * 11 + "|")
    for key, figures in turns.items():
        tasks, right, *rest = map(statistics.median, zip(*figures))
        print("| " + " | ".join([*map(str, key), f"{tasks:.0f}", f"{right:.4f}", *(f"{each:.2f}" for each in rest)]) + " |")


if __name__ == "__main__":
    main()
