"""FastAPI with ONNX Runtime, as who knows both would set it up: orjson, and no model of the request for pydantic to check."""

import io

import numpy
import onnxruntime
import orjson
from fastapi import FastAPI, Request, Response
from PIL import Image

options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1
session = onnxruntime.InferenceSession("network.onnx", options, providers=["CPUExecutionProvider"])
entry = session.get_inputs()[0]
shape = [-1, *entry.shape[1:]]
app = FastAPI()


def predict(values):
    return session.run(None, {entry.name: values.reshape(shape)})[0]


@app.post("/v1/classify")
async def classify(request: Request):
    picture = Image.open(io.BytesIO(await request.body())).convert("L")
    row = predict(numpy.asarray(picture, numpy.float32) / 255)[0]
    answer = [{"digits": [{"digit": int(row.argmax()), "probabilities": row.tolist()}]}]
    return Response(orjson.dumps(answer), media_type="application/json")


@app.post("/v2/models/network/infer")
async def infer(request: Request):
    tensor = orjson.loads(await request.body())["inputs"][0]
    rows = predict(numpy.array(tensor["data"], numpy.float32))
    output = {"name": "probabilities", "datatype": "FP32", "shape": rows.shape, "data": rows.ravel().tolist()}
    return Response(orjson.dumps({"model_name": "network", "outputs": [output]}), media_type="application/json")
