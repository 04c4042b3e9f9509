"""MLServer's runtime for a network in ONNX, and a route of its own for pictures."""

import io

import numpy
import onnxruntime
import orjson
from fastapi import Request, Response
from mlserver import MLModel
from mlserver.handlers import custom_handler
from mlserver.types import InferenceRequest, InferenceResponse, ResponseOutput
from PIL import Image


class OnnxModel(MLModel):
    async def load(self):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession("network.onnx", options, providers=["CPUExecutionProvider"])
        self.entry = self.session.get_inputs()[0]
        self.shape = [-1, *self.entry.shape[1:]]
        return True

    def rows(self, values):
        return self.session.run(None, {self.entry.name: values.reshape(self.shape)})[0]

    async def predict(self, payload: InferenceRequest) -> InferenceResponse:
        rows = self.rows(numpy.array(payload.inputs[0].data.root, numpy.float32))
        output = ResponseOutput(name="probabilities", datatype="FP32", shape=list(rows.shape), data=rows.ravel().tolist())
        return InferenceResponse(model_name=self.name, outputs=[output])

    @custom_handler(rest_path="/v1/classify", rest_method="POST")
    async def classify(self, request: Request) -> Response:
        picture = Image.open(io.BytesIO(await request.body())).convert("L")
        row = self.rows(numpy.asarray(picture, numpy.float32) / 255)[0]
        answer = [{"digits": [{"digit": int(row.argmax()), "probabilities": row.tolist()}]}]
        return Response(orjson.dumps(answer), media_type="application/json")
