"""Digits in the columns of Spark data frames: one digit an image, and a reason in place of an exception.

>>> from swift_digits.spark import read_digits
>>> read_digits(frame, "image", model="cnn").select("path", "digit", "probability", "reason")

``read_digits`` adds four columns to a frame, carried by Arrow; ``digits_udf`` gives the same as a struct inside
expressions, carried by pandas. Spark divides the work, moves the rows and starts again what was lost; this module reads
batches, on one core with one thread. The library and the model are loaded once a Python worker.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Optional, Union

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyspark.sql.types import ArrayType, BinaryType, ByteType, FloatType, StringType, StructField, StructType

from ._library import ModelError, PictureError
from ._recognizer import PIXELS, Recognizer

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

RESULT = StructType(
    [
        StructField("digit", ByteType()),
        StructField("probability", FloatType()),
        StructField("probabilities", ArrayType(FloatType())),
        StructField("reason", StringType()),
    ]
)
"""The columns that are added: see the package's README for what is null when."""

MAXIMUM_WEIGHTS = 64 << 20
"""The largest weights file that travels with a job, in bytes."""

_FORMS = ("picture", "pixels")


@dataclass(frozen=True)
class _Model:
    """A model as it travels from the driver: the name of one that the library has, or a weights file's bytes."""

    name: str
    weights: Optional[bytes] = None

    @classmethod
    def of(cls, model: Union[str, "os.PathLike[str]"]) -> "_Model":
        """Reads a weights file, and makes sure on the driver that the model can be opened."""
        name = os.fspath(model)
        if "/" not in name and "." not in name:
            found = cls(name)
        else:
            try:
                with open(name, "rb") as file:
                    weights = file.read(MAXIMUM_WEIGHTS + 1)
            except OSError as error:
                raise ModelError(f"{name}: {error.strerror}") from error
            if len(weights) > MAXIMUM_WEIGHTS:
                raise ModelError(f"{name}: a weights file of more than {MAXIMUM_WEIGHTS} bytes does not travel with a job")
            found = cls(os.path.basename(name), weights)
        found.open()
        return found

    def open(self) -> Recognizer:
        """The recogniser, opened once a process."""
        return _open(self.name, self.weights)


@functools.lru_cache(maxsize=8)
def _open(name: str, weights: Optional[bytes]) -> Recognizer:
    return Recognizer(name) if weights is None else Recognizer.from_bytes(weights, name)


@dataclass
class _Results:
    """What was read of N images; a row of `probabilities` counts only where `read` says so."""

    digits: npt.NDArray[np.int8]
    probabilities: npt.NDArray[np.float32]
    read: npt.NDArray[np.bool_]
    reasons: list[Optional[str]]

    @classmethod
    def empty(cls, count: int, classes: int) -> "_Results":
        return cls(
            np.zeros(count, np.int8), np.zeros((count, classes), np.float32), np.zeros(count, np.bool_), [None] * count
        )

    def set_rows(self, rows: Any, probabilities: npt.NDArray[np.float32]) -> None:
        self.probabilities[rows] = probabilities
        self.digits[rows] = probabilities.argmax(axis=1)
        self.read[rows] = True

    def reject_below(self, threshold: float) -> None:
        """Says of the digits that were read too unsurely that they are none."""
        if threshold > 0:
            best = self.probabilities.max(axis=1)
            for row in np.flatnonzero(self.read & (best < threshold)):
                self.reasons[row] = f"rejected: probability {best[row]:.2f}, below {threshold}"

    def arrow(self) -> list[pa.Array]:
        """The four columns."""
        classes = self.probabilities.shape[1]
        unread, all_read = ~self.read, bool(self.read.all())
        values = self.probabilities if all_read else self.probabilities[self.read]
        offsets = np.concatenate(([0], np.cumsum(self.read) * classes)).astype(np.int32)
        lists = pa.ListArray.from_arrays(
            pa.array(offsets, mask=None if all_read else np.append(unread, False)), pa.array(values.reshape(-1))
        )
        has_reason = np.array([reason is not None for reason in self.reasons], np.bool_)
        best = self.probabilities.max(axis=1) if len(self.digits) else np.zeros(0, np.float32)
        return [
            pa.array(self.digits, mask=has_reason),
            pa.array(best, mask=unread),
            lists,
            pa.array(self.reasons, pa.string()),
        ]


@dataclass(frozen=True)
class _Reader:
    """Reads batches of images; made on the driver, sent to the workers."""

    model: _Model
    form: str
    threshold: float

    def __call__(self, column: pa.Array) -> _Results:
        recognizer = self.model.open()
        read = self._pixels if self.form == "pixels" else self._pictures
        results = read(recognizer, column)
        results.reject_below(self.threshold)
        return results

    def _pixels(self, recognizer: Recognizer, column: pa.Array) -> _Results:
        results = _Results.empty(len(column), recognizer.classes)
        sizes = _sizes(column)
        good = sizes == PIXELS
        if good.all():
            if len(column):
                # The images lie side by side: they are read where Arrow has them.
                results.set_rows(slice(None), recognizer.predict(_rows(column)))
            return results
        if good.any():
            results.set_rows(good, recognizer.predict(_rows(column.filter(pa.array(good)))))
        for row in np.flatnonzero(~good):
            results.reasons[row] = "no image" if sizes[row] < 0 else f"expected {PIXELS} bytes, found {sizes[row]}"
        return results

    def _pictures(self, recognizer: Recognizer, column: pa.Array) -> _Results:
        results = _Results.empty(len(column), recognizer.classes)
        for row, picture in enumerate(column):
            if not picture.is_valid:
                results.reasons[row] = "no image"
                continue
            data = picture.as_py()
            if not data:
                results.reasons[row] = "the image has no bytes"
                continue
            try:
                digits = recognizer.classify(data, single=True, threshold=0, check=False).digits
            except PictureError as error:
                results.reasons[row] = str(error)
                continue
            if digits:
                results.set_rows([row], np.array([digits[0].probabilities], np.float32))
            else:
                results.reasons[row] = "no ink was found"
        return results


def _sizes(column: pa.Array) -> npt.NDArray[np.int64]:
    """The bytes of each value of a binary column, -1 where it is null."""
    sizes = np.diff(_offsets(column)).astype(np.int64)
    if column.null_count:
        sizes[column.is_null().to_numpy(zero_copy_only=False)] = -1
    return sizes


def _offsets(column: pa.Array) -> npt.NDArray[Any]:
    """Where each value begins among the column's bytes, and where the last one ends."""
    width = np.int64 if pa.types.is_large_binary(column.type) else np.int32
    if len(column) == 0:
        return np.zeros(1, width)
    return np.frombuffer(column.buffers()[1], width)[column.offset : column.offset + len(column) + 1]


def _rows(column: pa.Array) -> npt.NDArray[np.uint8]:
    """The bytes of a column whose values are all of 784 bytes, [N, 784], not copied."""
    offsets = _offsets(column)
    pixels = np.frombuffer(column.buffers()[2], np.uint8)[offsets[0] : offsets[-1]]
    return pixels.reshape(len(column), PIXELS)


@dataclass(frozen=True)
class _Batches:
    """What `mapInArrow` runs: adds the four columns to each batch."""

    reader: _Reader
    column: str

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            results = self.reader(batch.column(batch.schema.get_field_index(self.column)))
            names = batch.schema.names + RESULT.names
            yield pa.RecordBatch.from_arrays(batch.columns + results.arrow(), names=names)


def _reader(model: Union[str, "os.PathLike[str]"], form: str, threshold: float) -> _Reader:
    if form not in _FORMS:
        raise ValueError(f"form: expected one of {', '.join(_FORMS)}, found {form!r}")
    if not 0 <= threshold <= 1:
        raise ValueError(f"threshold: expected 0 to 1, found {threshold}")
    found = _Model.of(model)
    classes = found.open().classes
    if form == "picture" and classes != 10:
        raise ModelError(f"{model}: pictures are read by models for the ten digits, found one for {classes} classes")
    return _Reader(found, form, threshold)


def read_digits(
    frame: "DataFrame",
    column: str = "image",
    *,
    model: Union[str, "os.PathLike[str]"] = "cnn",
    form: str = "picture",
    threshold: float = 0.0,
) -> "DataFrame":
    """Reads the digit in each image of a column.

    Each image is taken to hold one digit: nothing is asked whether it is one at all.

    Args:
        frame: The frame; all its columns and rows are kept, in their partitions and in their order.
        column: A binary column.
        model: A model's name, or the path of a weights file on the driver, which travels with the job.
        form: ``"picture"`` for PNG, JPEG and PNM files; ``"pixels"`` for 784 bytes an image, 28 rows of 28, 0 paper to
            255 ink.
        threshold: A digit that is read with less than this probability is null, 0 to 1; its probabilities stay.

    Returns:
        The frame with the columns of ``RESULT``.

    Raises:
        ValueError: There is no such column, it is not binary, or the frame has one of the new columns already.
        ModelError: The model cannot be opened.
    """
    if column not in frame.columns:
        raise ValueError(f"column: expected one of {', '.join(frame.columns)}, found {column!r}")
    if frame.schema[column].dataType != BinaryType():
        raise ValueError(f"{column}: expected a binary column, found {frame.schema[column].dataType.simpleString()}")
    taken = [name for name in RESULT.names if name in frame.columns]
    if taken:
        raise ValueError(f"the frame has columns of these names already: {', '.join(taken)}; rename or drop them first")
    batches = _Batches(_reader(model, form, threshold), column)
    return frame.mapInArrow(batches, StructType(frame.schema.fields + RESULT.fields))


def digits_udf(
    *,
    model: Union[str, "os.PathLike[str]"] = "cnn",
    form: str = "picture",
    threshold: float = 0.0,
    batch_size: int = 1000,
) -> Any:
    """A function of a binary column for use in expressions: a struct of the fields of ``RESULT``.

    It is a ``predict_batch_udf``, whose rows pandas carries: ``read_digits`` costs less an image. Where an image was not
    read, its ``probabilities`` are nulls.

    >>> frame.withColumn("read", digits_udf(model="cnn", form="pixels")("pixels")).select("read.digit")

    Args:
        model: As for ``read_digits``.
        form: As for ``read_digits``.
        threshold: As for ``read_digits``.
        batch_size: The most images that are read at once.

    Raises:
        ModelError: The model cannot be opened.
    """
    from pyspark.ml.functions import predict_batch_udf

    reader = _reader(model, form, threshold)

    def make() -> Callable[[npt.NDArray[np.object_]], dict[str, npt.NDArray[Any]]]:
        def predict(images: npt.NDArray[np.object_]) -> dict[str, npt.NDArray[Any]]:
            results = reader(pa.array(images, pa.binary()))
            digits, best, _, reasons = (column.to_numpy(zero_copy_only=False) for column in results.arrow())
            probabilities: npt.NDArray[Any] = results.probabilities
            if not results.read.all():
                probabilities = probabilities.astype(np.object_)
                probabilities[~results.read] = None
                digits, best = _with_none(digits), _with_none(best)
            elif any(results.reasons):
                digits = _with_none(digits)
            return {"digit": digits, "probability": best, "probabilities": probabilities, "reason": reasons}

        return predict

    return predict_batch_udf(make, return_type=RESULT, batch_size=batch_size)


def _with_none(values: npt.NDArray[Any]) -> npt.NDArray[np.object_]:
    """Arrow gives numbers with nulls as floats with NaN: the nulls again, and whole numbers where they were."""
    return np.array([None if value != value else value for value in values.tolist()], np.object_)
