"""Real Spark on this machine: a cluster of two executors, each a process with a Python worker of its own.

DIGITS_SPARK_ROUNDS says how many times over the test images are read (2 unless set; 100 is the full measure).
"""

from __future__ import annotations

import os
import pathlib
import shutil
import signal
import subprocess
import sys
import threading
import time

import numpy as np
import pytest
from conftest import REPOSITORY, WEIGHTS, png

pyspark = pytest.importorskip("pyspark")
if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
    pytest.skip("no Java", allow_module_level=True)

import pyarrow as pa
import pyarrow.parquet
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from swift_digits import ModelError, Recognizer
from swift_digits.spark import RESULT, digits_udf, read_digits

ROUNDS = int(os.environ.get("DIGITS_SPARK_ROUNDS", "2"))
PARTS = 4


@pytest.fixture(scope="session")
def spark():
    os.environ["SPARK_HOME"] = os.path.dirname(pyspark.__file__)
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    session = (
        SparkSession.builder.master("local-cluster[2,1,2048]")
        .appName("swift_digits tests")
        .config("spark.executor.memory", "1g")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


@pytest.fixture(scope="session")
def table(mnist, tmp_path_factory) -> str:
    """A Parquet table of all images, in PARTS files: index, label, pixels (784 bytes) and image (PNG)."""
    folder = tmp_path_factory.mktemp("table")
    for part, rows in enumerate(np.array_split(np.arange(len(mnist.labels)), PARTS)):
        columns = {
            "index": pa.array(rows, pa.int32()),
            "label": pa.array(mnist.labels[rows], pa.int8()),
            "pixels": pa.array([mnist.pixels[row].tobytes() for row in rows], pa.binary()),
            "image": pa.array([png(mnist.pixels[row]) for row in rows], pa.binary()),
        }
        pyarrow.parquet.write_table(pa.table(columns), folder / f"{part}.parquet")
    return str(folder)


def many_times(spark, table, rounds):
    """The table's rows again and again, made on the fly."""
    return spark.read.parquet(table).withColumn("round", F.explode(F.sequence(F.lit(1), F.lit(rounds))))


def right_by_round(read):
    rows = read.groupBy("round").agg(F.sum((F.col("digit") == F.col("label")).cast("int")).alias("right")).collect()
    return {row["round"]: row["right"] for row in rows}


@pytest.mark.parametrize("form, column", [("pixels", "pixels"), ("picture", "image")])
def test_all_images_many_times_over(spark, table, mnist, evaluated, form, column):
    frame = many_times(spark, table, ROUNDS)
    expected = evaluated(str(WEIGHTS))
    if mnist.official:
        assert expected == 9352
    start = time.perf_counter()
    right = right_by_round(read_digits(frame, column, model=WEIGHTS, form=form))
    seconds = time.perf_counter() - start
    assert right == {number: expected for number in range(1, ROUNDS + 1)}
    count = ROUNDS * len(mnist.labels)
    print(f"\n{form}: {count} images in {seconds:.1f} s, {seconds / count * 1e6:.1f} us an image", end=" ")


def test_the_udf_reads_what_the_transform_reads(spark, table):
    frame = spark.read.parquet(table).where("index < 500")
    for form, column in [("pixels", "pixels"), ("picture", "image")]:
        transformed = read_digits(frame, column, model="mlp", form=form).select("index", *RESULT.names)
        applied = frame.withColumn("read", digits_udf(model="mlp", form=form, batch_size=64)(column)).select("index", "read.*")
        assert transformed.orderBy("index").collect() == applied.orderBy("index").collect()


def test_damaged_images_give_nulls_and_reasons(spark, mnist):
    good = mnist.pixels[0].tobytes()
    rows = [(0, good), (1, None), (2, b""), (3, good[:-1]), (4, good), (5, good + b"\0")]
    frame = spark.createDataFrame(rows, "id int, pixels binary").coalesce(1)
    expected = Recognizer("mlp").predict(mnist.pixels[0])

    def check(read):
        assert [row["id"] for row in read if row["digit"] is not None] == [0, 4]
        for row in read:
            if row["id"] in (0, 4):
                assert row["digit"] == expected.argmax() and row["reason"] is None
                np.testing.assert_array_equal(np.float32(row["probabilities"]), expected)
            else:
                assert row["probability"] is None
        assert [row["reason"] for row in read if row["digit"] is None] == [
            "no image", "expected 784 bytes, found 0", "expected 784 bytes, found 783", "expected 784 bytes, found 785",
        ]

    transformed = read_digits(frame, "pixels", model="mlp", form="pixels").orderBy("id").collect()
    check(transformed)
    assert all(row["probabilities"] is None for row in transformed if row["digit"] is None)
    applied = frame.withColumn("read", digits_udf(model="mlp", form="pixels")("pixels")).select("id", "read.*").orderBy("id").collect()
    check(applied)
    assert all(set(row["probabilities"]) == {None} for row in applied if row["digit"] is None)


def test_damaged_pictures_give_nulls_and_reasons(spark, mnist):
    picture = png(mnist.pixels[0])
    rows = [(0, picture), (1, picture[:60]), (2, b"<html>"), (3, None), (4, b""), (5, png(np.full((50, 50), 255, np.uint8)))]
    frame = spark.createDataFrame(rows, "id int, image binary")
    read = read_digits(frame, model="cnn").orderBy("id").collect()
    assert [row["digit"] for row in read] == [int(mnist.labels[0])] + [None] * 5
    for row, words in zip(read[1:], ["PNG", "picture", "no image", "no bytes", "no ink"]):
        assert words in row["reason"] and row["probabilities"] is None
    unsure = read_digits(frame, model="cnn", threshold=1.0).where("id = 0").first()
    assert unsure["digit"] is None and unsure["reason"].startswith("rejected") and len(unsure["probabilities"]) == 10


def test_columns_and_rows_are_kept(spark, table):
    frame = spark.read.parquet(table).where("index % 100 = 0")
    read = read_digits(frame, "pixels", model="mlp", form="pixels")
    assert read.columns == frame.columns + RESULT.names
    assert read.schema.fields[len(frame.columns) :] == RESULT.fields
    assert read.select("index", "label", "pixels", "image").orderBy("index").collect() == frame.orderBy("index").collect()
    assert read.where("index < 0").count() == 0


def test_mistakes_are_found_on_the_driver(spark, table, tmp_path):
    frame = spark.read.parquet(table)
    with pytest.raises(ValueError, match="photo"):
        read_digits(frame, "photo")
    with pytest.raises(ValueError, match="binary.*tinyint"):
        read_digits(frame, "label")
    with pytest.raises(ValueError, match="digit"):
        read_digits(frame.withColumnRenamed("label", "digit"), "pixels")
    with pytest.raises(ValueError, match="form"):
        read_digits(frame, "pixels", form="bytes")
    with pytest.raises(ValueError, match="threshold"):
        read_digits(frame, "pixels", threshold=-1)
    with pytest.raises(ModelError, match="gpt"):
        read_digits(frame, "pixels", model="gpt")
    with pytest.raises(ModelError, match="nowhere.pkl"):
        digits_udf(model=tmp_path / "nowhere.pkl")


def test_the_model_is_opened_once_a_worker(spark, table):
    def count(batches):
        from swift_digits import spark as module

        for batch in batches:
            info = module._open.cache_info()
            yield pa.RecordBatch.from_pydict({"pid": [os.getpid()], "opened": [info.misses]})

    frame = spark.read.parquet(table).where("index < 800").select("pixels").repartition(8)
    read_digits(frame, "pixels", model="mlp", form="pixels").count()
    before = {row["pid"]: row["opened"] for row in frame.mapInArrow(count, "pid long, opened long").collect()}
    for _ in range(2):
        read_digits(frame, "pixels", model="mlp", form="pixels").agg(F.sum("digit")).collect()
    after = {row["pid"]: row["opened"] for row in frame.mapInArrow(count, "pid long, opened long").collect()}
    assert set(before) & set(after), "no worker was used twice"
    for pid in set(before) & set(after):
        assert after[pid] <= max(before[pid], 1)


def executors() -> list[int]:
    """The executors that this process's own Spark has started, by their process numbers."""
    parents, found = {}, []
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            pid = int(folder.name)
            parents[pid] = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            # It ended meanwhile.
            continue
        if words[0].endswith(b"java") and any(b"CoarseGrainedExecutorBackend" in word for word in words):
            found.append(pid)

    def is_ours(pid: int) -> bool:
        while pid not in (0, os.getpid()):
            pid = parents.get(pid, 0)
        return pid != 0

    return [pid for pid in found if is_ours(pid)]


@pytest.mark.skipif(sys.platform != "linux", reason="reads the process table of Linux")
def test_a_killed_executor_does_not_change_the_result(spark, table, mnist, evaluated):
    expected = evaluated("cnn-small")
    # Many small tasks, so that some are done, some at work and some to come when the executor dies.
    frame = many_times(spark, table, max(2, ROUNDS // 10)).repartition(40)
    result = {}
    job = threading.Thread(
        target=lambda: result.update(right_by_round(read_digits(frame, "pixels", model="cnn-small", form="pixels")))
    )
    tracker = spark.sparkContext.statusTracker()
    job.start()
    killed = None
    while killed is None and job.is_alive():
        stages = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
        if any(stage and stage.numTasks == 40 and stage.numCompletedTasks >= 4 for stage in stages):
            killed = min(executors())
            os.kill(killed, signal.SIGKILL)
        time.sleep(0.01)
    job.join()
    assert killed is not None, "the job ended before an executor could be killed"
    assert result == {number: expected for number in range(1, max(2, ROUNDS // 10) + 1)}


def test_the_example_reads_a_folder_and_a_table(spark, table, mnist, tmp_path):
    for index in range(20):
        folder = tmp_path / "pictures" / str(index % 3)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{index}.png").write_bytes(png(mnist.pixels[index]))
    (tmp_path / "pictures/broken.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    example = [sys.executable, str(REPOSITORY / "Examples/Spark/read_digits.py")]
    environment = dict(os.environ, PYSPARK_SUBMIT_ARGS="--master local[1] --conf spark.ui.enabled=false --conf spark.sql.shuffle.partitions=1 pyspark-shell")
    run = subprocess.run(
        [*example, str(tmp_path / "pictures"), str(tmp_path / "read"), "--model", "cnn"],
        capture_output=True, text=True, env=environment,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    assert run.stdout.startswith("21 images, 1 without a digit")
    rows = pyarrow.parquet.read_table(tmp_path / "read").to_pylist()
    assert set(rows[0]) == {"path", "length", *RESULT.names}
    for row in rows:
        name = pathlib.Path(row["path"]).stem
        expected = None if name == "broken" else int(mnist.labels[int(name)])
        assert row["digit"] == expected and (row["reason"] is None) == (expected is not None)
