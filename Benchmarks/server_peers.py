"""digits-server beside MLServer and beside FastAPI with ONNX Runtime: the same network, the same requests, the same run.

    python3 -m venv .build/peers
    .build/peers/bin/pip install mlserver fastapi uvicorn uvloop httptools orjson onnxruntime pillow numpy
    .build/peers/bin/python Benchmarks/server_peers.py

Needs `wrk` and a release build (`make build`). The peers are set up as who knows them would: FastAPI with uvloop, a
process for each processor and orjson, and no model of the request for pydantic to check; MLServer with a runtime class of
our own, in the process that answers, which is the faster of its ways here. ONNX Runtime has one thread a process, since
requests come side by side. wrk and the servers share the machine's processors.
"""

import argparse
import contextlib
import json
import os
import pathlib
import random
import re
import socket
import subprocess
import sys
import tempfile
import textwrap
import time
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Tests/Server"))
from fault_tests import png
from server import Server, program

FASTAPI = '''
import io
import numpy, onnxruntime, orjson
from fastapi import FastAPI, Request, Response
from PIL import Image

options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1
session = onnxruntime.InferenceSession("cnn.onnx", options, providers=["CPUExecutionProvider"])
entry = session.get_inputs()[0]
shape = [-1] + list(entry.shape[1:])
app = FastAPI()


def predict(values):
    return session.run(None, {entry.name: values.reshape(shape)})[0]


@app.post("/v1/classify")
async def classify(request: Request):
    picture = Image.open(io.BytesIO(await request.body())).convert("L")
    row = predict(numpy.asarray(picture, numpy.float32) / 255)[0]
    answer = [{"digit": int(row.argmax()), "probabilities": row.tolist()}]
    return Response(orjson.dumps(answer), media_type="application/json")


@app.post("/v2/models/cnn/infer")
async def infer(request: Request):
    tensor = orjson.loads(await request.body())["inputs"][0]
    rows = predict(numpy.array(tensor["data"], numpy.float32))
    answer = {"model_name": "cnn", "outputs": [{"name": "probabilities", "datatype": "FP32", "shape": list(rows.shape),
              "data": rows.ravel().tolist()}]}
    return Response(orjson.dumps(answer), media_type="application/json")
'''

MLSERVER = '''
import numpy, onnxruntime
from mlserver import MLModel
from mlserver.types import InferenceRequest, InferenceResponse, ResponseOutput


class OnnxModel(MLModel):
    async def load(self):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession("cnn.onnx", options, providers=["CPUExecutionProvider"])
        self.entry = self.session.get_inputs()[0]
        self.shape = [-1] + list(self.entry.shape[1:])
        return True

    async def predict(self, payload: InferenceRequest) -> InferenceResponse:
        values = numpy.array(payload.inputs[0].data.root, numpy.float32).reshape(self.shape)
        rows = self.session.run(None, {self.entry.name: values})[0]
        output = ResponseOutput(name="probabilities", datatype="FP32", shape=list(rows.shape), data=rows.ravel().tolist())
        return InferenceResponse(model_name=self.name, outputs=[output])
'''


def images(count):
    """Bytes of images that are like digits in how much of them is ink; what they show does not count here."""
    generator = random.Random(1)
    return [bytes(generator.randrange(1, 256) if generator.random() < 0.193 else 0 for _ in range(784)) for _ in range(count)]


def inference(count):
    """A request of the Open Inference Protocol in JSON."""
    data = [round(pixel / 255, 7) for image in images(count) for pixel in image]
    tensor = {"name": "input", "shape": [count, 784], "datatype": "FP32", "data": data}
    return json.dumps({"inputs": [tensor]}).encode()


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def resident(pid):
    """Memory of a process and of those it started, in MB."""
    total = 0
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, IndexError):
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            if pid in (int(folder.name), parent):
                total += int((folder / "statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")
    return total / 1e6


@contextlib.contextmanager
def running(command, port, folder, **environment):
    """A peer, from when it answers."""
    log = open(folder / "log", "w")
    process = subprocess.Popen(command, cwd=folder, env={**os.environ, **environment}, stdout=log, stderr=log)
    try:
        for _ in range(600):
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            if process.poll() is not None:
                raise SystemExit(f"{command[0]} ended: {(folder / 'log').read_text()[-2000:]}")
            time.sleep(0.1)
        # A process each may still be loading.
        time.sleep(3)
        yield process.pid
    finally:
        process.terminate()
        process.wait(20)


def milliseconds(text):
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s|m)", text).groups()
    return float(number) * {"us": 1e-3, "ms": 1, "s": 1e3, "m": 6e4}[unit]


def load(url, kind, body, folder, arguments):
    """Requests a second, median and 99th percentile in milliseconds."""
    (folder / "body").write_bytes(body)
    (folder / "load.lua").write_text(textwrap.dedent(f'''
        local file = io.open("{folder}/body", "rb")
        wrk.method = "POST"
        wrk.body = file:read("*all")
        wrk.headers["Content-Type"] = "{kind}"
    '''))
    request = urllib.request.Request(url, body, {"Content-Type": kind})
    with urllib.request.urlopen(request) as answer:
        answer.read()
    wrk = ["wrk", "--latency", "-t1", f"-c{arguments.connections}", "-s", str(folder / "load.lua"), url]
    subprocess.run([*wrk, "-d2s"], check=True, stdout=subprocess.DEVNULL)
    text = subprocess.run([*wrk, f"-d{arguments.seconds}s"], check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in text or "Socket errors" in text:
        raise SystemExit(f"{url}: {text}")
    found = [re.search(pattern, text)[1] for pattern in (r"Requests/sec:\s+([\d.]+)", r"50%\s+(\S+)", r"99%\s+(\S+)")]
    return float(found[0]), milliseconds(found[1]), milliseconds(found[2])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=8, help="how long each case is measured")
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--only", default="", help="the servers whose name holds this word")
    arguments = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp())
    subprocess.run([program("digits"), "model", "convert", "cnn", str(folder / "cnn.onnx")], check=True, stdout=subprocess.DEVNULL)
    (folder / "fastapi_service.py").write_text(FASTAPI)
    (folder / "onnx_runtime.py").write_text(MLSERVER)
    (folder / "model-settings.json").write_text(json.dumps({"name": "cnn", "implementation": "onnx_runtime.OnnxModel"}))
    ports = free_port(), free_port(), free_port(), free_port()
    (folder / "settings.json").write_text(json.dumps({
        "host": "127.0.0.1", "http_port": ports[0], "grpc_port": ports[1], "metrics_port": ports[2],
        "parallel_workers": 0, "debug": False, "logging_settings": None,
    }))
    picture = "POST /v1/classify, a PNG of 28x28", "/v1/classify", "image/png", png(images(1)[0], 28, 28)
    cases = [
        picture,
        ("v2 infer of 1 image, JSON", "/v2/models/cnn/infer", "application/json", inference(1)),
        ("v2 infer of 100 images, JSON", "/v2/models/cnn/infer", "application/json", inference(100)),
    ]
    binaries = pathlib.Path(sys.executable).parent
    workers = str(os.cpu_count())
    fastapi = [str(binaries / "uvicorn"), "fastapi_service:app", "--port", str(ports[3]), "--workers", workers,
               "--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "warning"]

    @contextlib.contextmanager
    def ours():
        with Server("--model", "cnn", "--max-requests", "1000") as server:
            yield server.process.pid, server.port

    @contextlib.contextmanager
    def peer(command, port):
        with running(command, port, folder) as pid:
            yield pid, port

    results = {}
    for name, start, chosen in [
        ("digits-server", ours, cases),
        ("FastAPI + ONNX Runtime", lambda: peer(fastapi, ports[3]), cases),
        ("MLServer + ONNX Runtime", lambda: peer([str(binaries / "mlserver"), "start", str(folder)], ports[0]), cases[1:]),
    ]:
        if arguments.only.lower() not in name.lower():
            continue
        with start() as (pid, port):
            for case, path, kind, body in chosen:
                rate, median, slowest = load(f"http://127.0.0.1:{port}{path}", kind, body, folder, arguments)
                memory = resident(pid)
                results.setdefault(case, {})[name] = rate
                print(f"{case:36} {name:24} {rate:9,.0f} requests/s  median {median:7.2f} ms  99 % {slowest:7.2f} ms  {memory:6.0f} MB", flush=True)
    for case, rates in results.items():
        peers = [rate for name, rate in rates.items() if name != "digits-server"]
        if peers and "digits-server" in rates:
            print(f"{case:36} {rates['digits-server'] / max(peers):.1f} x the better peer")


if __name__ == "__main__":
    main()
