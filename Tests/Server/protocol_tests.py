"""The Open Inference Protocol as NVIDIA's own client speaks it: tritonclient[http] against a running digits-server.

`make server-test` installs the client and runs this.
"""

import random
import unittest

import numpy
import tritonclient.http as triton
from tritonclient.utils import InferenceServerException

from server import Server


class Protocol(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server("--model", "mlp", "--model", "cnn-small")
        cls.client = triton.InferenceServerClient(f"127.0.0.1:{cls.server.port}")
        # Strokes, blots and paper: it is the same answer in every form that counts, not which.
        generator = random.Random(3)
        cls.pixels = numpy.zeros((7, 784), numpy.uint8)
        for index in range(7):
            start = 150 + 10 * index
            cls.pixels[index, start : start + 300 : 28] = generator.randrange(200, 256)
            cls.pixels[index, start + 1 : start + 301 : 27] = generator.randrange(100, 256)

    @classmethod
    def tearDownClass(cls):
        cls.client.close()
        cls.server.__exit__()

    def infer(self, array, binary=False, model="mlp", **more):
        kind = "UINT8" if array.dtype == numpy.uint8 else "FP32"
        tensor = triton.InferInput("input", list(array.shape), kind)
        tensor.set_data_from_numpy(array, binary_data=binary)
        outputs = [triton.InferRequestedOutput(name, binary_data=binary) for name in ("probabilities", "digit")]
        return self.client.infer(model, [tensor], outputs=outputs, **more)

    def test_health_and_metadata(self):
        self.assertTrue(self.client.is_server_live())
        self.assertTrue(self.client.is_server_ready())
        self.assertTrue(self.client.is_model_ready("mlp"))
        self.assertTrue(self.client.is_model_ready("cnn-small", "1"))
        self.assertFalse(self.client.is_model_ready("none"))
        self.assertFalse(self.client.is_model_ready("mlp", "2"))
        self.assertIn("binary_tensor_data", self.client.get_server_metadata()["extensions"])
        metadata = self.client.get_model_metadata("mlp", "1")
        self.assertEqual(metadata["inputs"], [{"name": "input", "datatype": "FP32", "shape": [-1, 784]}])
        self.assertEqual([output["name"] for output in metadata["outputs"]], ["probabilities", "digit"])

    def test_every_form_gives_the_same(self):
        expected = self.infer(self.pixels)
        probabilities = expected.as_numpy("probabilities")
        self.assertEqual(probabilities.shape, (7, 10))
        numpy.testing.assert_allclose(probabilities.sum(axis=1), 1, atol=1e-5)
        numpy.testing.assert_array_equal(expected.as_numpy("digit"), probabilities.argmax(axis=1))
        self.assertGreater(len(set(expected.as_numpy("digit"))), 1)
        for pixels in (self.pixels, (self.pixels / numpy.float32(255)).astype(numpy.float32)):
            for shape in ((7, 784), (7, 28, 28), (7, 1, 28, 28)):
                for binary in (False, True):
                    answer = self.infer(pixels.reshape(shape), binary, request_id="42")
                    numpy.testing.assert_array_equal(answer.as_numpy("probabilities"), probabilities)
                    numpy.testing.assert_array_equal(answer.as_numpy("digit"), expected.as_numpy("digit"))
                    self.assertEqual(answer.get_response()["id"], "42")

    def test_models_and_versions(self):
        answer = self.infer(self.pixels, True, "cnn-small", model_version="1")
        self.assertEqual(answer.get_response()["model_name"], "cnn-small")
        difference = answer.as_numpy("probabilities") - self.infer(self.pixels).as_numpy("probabilities")
        self.assertGreater(abs(difference).max(), 0)
        with self.assertRaisesRegex(InferenceServerException, "version: expected 1 of mlp, found 9"):
            self.infer(self.pixels, model_version="9")

    def test_all_outputs_where_none_is_named(self):
        tensor = triton.InferInput("input", [7, 784], "UINT8")
        tensor.set_data_from_numpy(self.pixels)
        answer = self.client.infer("mlp", [tensor])
        self.assertEqual(answer.as_numpy("probabilities").shape, (7, 10))
        self.assertEqual(answer.as_numpy("digit").shape, (7,))

    def test_refusals_name_the_field(self):
        with self.assertRaisesRegex(InferenceServerException, r"inputs\[0\].shape: expected \[n,784\]"):
            self.infer(self.pixels[:, :783].copy())
        tensor = triton.InferInput("pixels", [7, 784], "UINT8")
        tensor.set_data_from_numpy(self.pixels)
        with self.assertRaisesRegex(InferenceServerException, r"inputs\[0\].name: expected input, found pixels"):
            self.client.infer("mlp", [tensor])
        with self.assertRaisesRegex(InferenceServerException, r"inputs\[0\].data\[\d+\]: expected FP32 of 0"):
            self.infer(self.pixels.astype(numpy.float32), True)


if __name__ == "__main__":
    unittest.main()
