from __future__ import annotations

import concurrent.futures
import gc
import pickle
import re
import tracemalloc

import numpy as np
import pytest
from conftest import REPOSITORY, WEIGHTS, png

import swift_digits
from swift_digits import ModelError, PictureError, Recognizer


def test_version_is_the_projects():
    assert swift_digits.__version__ in (REPOSITORY / "CHANGELOG.md").read_text()
    project = (REPOSITORY / "Python/pyproject.toml").read_text()
    assert re.search(r'^version = "(.*)"', project, re.M)[1] == swift_digits.__version__


@pytest.mark.parametrize("model", ["mlp", "cnn-small", str(WEIGHTS)])
def test_two_threads_read_what_digits_evaluate_reads(model, mnist, evaluated):
    recognizer = Recognizer(model)
    halves = np.array_split(mnist.pixels, 2)
    with concurrent.futures.ThreadPoolExecutor(2) as threads:
        rows = np.concatenate(list(threads.map(recognizer.predict, halves)))
    assert (rows.argmax(axis=1) == mnist.labels).sum() == evaluated(model)
    if mnist.official and model == str(WEIGHTS):
        assert (rows.argmax(axis=1) == mnist.labels).sum() == 9352


def test_shapes_in_and_out(mnist):
    recognizer = Recognizer("mlp")
    images = mnist.pixels[:6]
    expected = recognizer.predict(images)
    assert expected.shape == (6, 10) and expected.dtype == np.float32
    np.testing.assert_allclose(expected.sum(axis=1), 1, atol=1e-5)
    for shape in [(6, 784), (6, 1, 28, 28)]:
        np.testing.assert_array_equal(recognizer.predict(images.reshape(shape)), expected)
    for shape in [(784,), (28, 28)]:
        np.testing.assert_array_equal(recognizer.predict(images[2].reshape(shape)), expected[2])
    assert recognizer.predict(images[:0]).shape == (0, 10)


def test_arrays_that_do_not_lie_row_by_row_give_the_same(mnist):
    recognizer = Recognizer("mlp")
    images = mnist.pixels[:8]
    expected = recognizer.predict(images)
    np.testing.assert_array_equal(recognizer.predict(images[::2]), expected[::2])
    np.testing.assert_array_equal(recognizer.predict(np.asfortranarray(images)), expected)
    turned = np.ascontiguousarray(images.transpose(0, 2, 1)).transpose(0, 2, 1)
    np.testing.assert_array_equal(recognizer.predict(turned), expected)


def test_contiguous_images_are_not_copied(mnist):
    recognizer = Recognizer("mlp")
    images = np.repeat(mnist.pixels[:100], 200, axis=0)
    out = np.empty((len(images), 10), np.float32)
    recognizer.predict(images[:100])
    tracemalloc.start()
    recognizer.predict(images, out=out)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < images.nbytes / 100


def test_threads_change_nothing(mnist):
    recognizer = Recognizer("cnn-small")
    images = mnist.pixels[:300]
    np.testing.assert_array_equal(recognizer.predict(images, threads=2), recognizer.predict(images))
    with pytest.raises(ValueError, match="threads"):
        recognizer.predict(images, threads=0)


def test_out_is_written_or_refused(mnist):
    recognizer = Recognizer("mlp")
    images = mnist.pixels[:4]
    out = np.zeros((4, 10), np.float32)
    assert recognizer.predict(images, out=out) is out
    np.testing.assert_array_equal(out, recognizer.predict(images))
    frozen = out.copy()
    frozen.flags.writeable = False
    for wrong in [np.zeros((4, 9), np.float32), np.zeros((4, 10)), np.zeros((10, 4), np.float32).T, frozen]:
        with pytest.raises(ValueError, match="out"):
            recognizer.predict(images, out=wrong)


def test_other_pixels_and_shapes_are_refused():
    recognizer = Recognizer("mlp")
    with pytest.raises(TypeError, match="uint8.*float32"):
        recognizer.predict(np.zeros((2, 784), np.float32))
    for shape in [(2, 783), (28, 27), (2, 3, 28, 28), ()]:
        with pytest.raises(ValueError, match=re.escape(str(list(shape)))):
            recognizer.predict(np.zeros(shape, np.uint8))


def test_pictures_are_read():
    with open(REPOSITORY / "Tests/DigitsCTests/Fixtures/seven.png", "rb") as file:
        seven = file.read()
    recognizer = Recognizer("cnn")
    for single in [False, True]:
        reading = recognizer.classify(seven, single=single)
        assert reading.text == "7"
        (digit,) = reading.digits
        assert digit.digit == 7
        assert digit.probability == max(digit.probabilities) and len(digit.probabilities) == 10
        left, top, width, height = digit.box
        assert 0 <= left and 0 <= top and left + width <= 112 and top + height <= 112
        assert 0 <= digit.certainty < digit.probability
        (unchecked,) = recognizer.classify(seven, single=single, check=False).digits
        assert unchecked.certainty == unchecked.probability == digit.probability
    rejected = recognizer.classify(seven, threshold=1.0)
    assert rejected.text == "" and rejected.digits[0].digit is None


def test_a_picture_without_ink_has_no_digit():
    assert Recognizer("cnn").classify(png(np.full((100, 80), 255, np.uint8))).digits == ()


def test_damaged_pictures_are_told_apart_from_mistakes():
    recognizer = Recognizer("mlp")
    picture = png(np.zeros((40, 40), np.uint8))
    for damaged in [picture[:30], b"<html>", picture[:50] + b"\0" * 20]:
        with pytest.raises(PictureError):
            recognizer.classify(damaged)
    with pytest.raises(ValueError, match="picture"):
        recognizer.classify(b"")
    with pytest.raises(ValueError, match="threshold"):
        recognizer.classify(picture, threshold=2)


def test_models_that_are_none(tmp_path):
    with pytest.raises(ModelError, match="cnn-small"):
        Recognizer("gpt")
    with pytest.raises(ModelError, match="nowhere.pkl"):
        Recognizer(tmp_path / "nowhere.pkl")
    with pytest.raises(ModelError, match="a.pkl"):
        Recognizer.from_bytes(b"\x80\x03}q\0.", "a.pkl")
    with pytest.raises(ValueError, match="zero"):
        Recognizer("a\0b.pkl")


def test_a_weights_file_runs_nothing(tmp_path):
    class Evil:
        def __reduce__(self):
            return (open, (str(tmp_path / "made"), "w"))

    (tmp_path / "evil.pkl").write_bytes(pickle.dumps({"W1": Evil()}))
    with pytest.raises(ModelError, match="open"):
        Recognizer(tmp_path / "evil.pkl")
    assert not (tmp_path / "made").exists()


def test_weights_from_bytes_are_those_of_the_file(mnist):
    images = mnist.pixels[:10]
    expected = Recognizer(WEIGHTS).predict(images)
    np.testing.assert_array_equal(Recognizer.from_bytes(WEIGHTS.read_bytes(), "w.pkl").predict(images), expected)


@pytest.mark.parametrize(
    "make", [lambda: Recognizer("mlp"), lambda: Recognizer(WEIGHTS), lambda: Recognizer.from_bytes(WEIGHTS.read_bytes(), "w.pkl")]
)
def test_a_recognizer_can_be_pickled(make, mnist):
    recognizer = make()
    again = pickle.loads(pickle.dumps(recognizer))
    np.testing.assert_array_equal(again.predict(mnist.pixels[:5]), recognizer.predict(mnist.pixels[:5]))


def test_closing(mnist):
    with Recognizer("mlp") as recognizer:
        assert recognizer.predict(mnist.pixels[:1]).shape == (1, 10)
    recognizer.close()
    with pytest.raises(ValueError, match="not open"):
        recognizer.predict(mnist.pixels[:1])
    with pytest.raises(ValueError, match="not open"):
        recognizer.describe()


def test_the_garbage_collector_closes():
    recognizer = Recognizer("mlp")
    close = recognizer._close
    assert close.alive
    del recognizer
    gc.collect()
    assert not close.alive


def test_the_description():
    description = Recognizer("mlp").describe()
    assert description["name"] == "mlp" and description["parameters"] == 45360 and description["classes"] == 10
