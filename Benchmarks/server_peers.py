"""digits-server beside MLServer and beside FastAPI with ONNX Runtime: the same networks, the same requests, in turns.

    python3 -m venv .build/peers
    .build/peers/bin/pip install mlserver fastapi uvicorn uvloop httptools orjson onnxruntime pillow numpy
    .build/peers/bin/python Benchmarks/server_peers.py --json Benchmarks/results/server.json

Needs `wrk` and a release build (`make build`). The peers are set up as who knows them would: FastAPI with uvloop and a
process for each processor, MLServer in the process that answers, which is the faster of its ways here (peer_servers has
both programs). ONNX Runtime has one thread a process, since requests come side by side. First every server must give the
same answers. Then all run, and each case goes round them several times; the figures are those of a server's best round, since
wrk's connections may all fall to one of a peer's processes, which halves what it does. wrk and the servers share the
machine's processors; core time is the server's processes' own.
"""

import argparse
import contextlib
import json
import os
import pathlib
import platform
import re
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import textwrap
import time
import urllib.request
from importlib import metadata

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "Tests/Server"))
from fault_tests import png
from processes import total
from server import Server, program

OURS, FASTAPI, MLSERVER = "digits-server", "FastAPI + ONNX Runtime", "MLServer + ONNX Runtime"
JSON, BINARY = "application/json", "application/octet-stream"


def sample_images(count, folder):
    """Some of the built-in sample's digits, 784 bytes each, evenly over its ten."""
    command = [program("digits"), "dataset", "export", "mnist", "--split", "sample", "--output", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    (file,) = folder.glob("*images*")
    pixels = file.read_bytes()[16:]
    every = len(pixels) // 784 // count
    return [pixels[start : start + 784] for start in range(0, 784 * every * count, 784 * every)]


def inference(images):
    """A request of the Open Inference Protocol in JSON."""
    data = [round(pixel / 255, 7) for image in images for pixel in image]
    tensor = {"name": "input", "shape": [len(images), 784], "datatype": "FP32", "data": data}
    return json.dumps({"inputs": [tensor]}).encode(), {"Content-Type": JSON}


def binary_inference(images):
    """The same with the pixels' bytes behind the JSON, and the answer's likewise."""
    tensor = {"name": "input", "shape": [len(images), 784], "datatype": "UINT8"}
    tensor["parameters"] = {"binary_data_size": 784 * len(images)}
    head = json.dumps({"inputs": [tensor], "parameters": {"binary_data_output": True}}).encode()
    return head + b"".join(images), {"Content-Type": BINARY, "Inference-Header-Content-Length": str(len(head))}


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextlib.contextmanager
def peer(command, port, folder):
    """A peer's process and port, from when it answers."""
    log = folder / f"log-{port}"
    with open(log, "w") as file:
        process = subprocess.Popen(command, cwd=folder, stdout=file, stderr=file)
    try:
        while True:
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            if process.poll() is not None:
                raise SystemExit(f"{command[0]} ended: {log.read_text()[-2000:]}")
            time.sleep(0.1)
        # A process each may still be loading.
        time.sleep(3)
        yield process.pid, port
    finally:
        process.terminate()
        process.wait(20)


@contextlib.contextmanager
def ours(model):
    with Server("--model", model) as server:
        yield server.process.pid, server.port


def prepare_peers(model, folder):
    """The network and the two programs in a folder; the commands that start them, with their ports."""
    convert = [program("digits"), "model", "convert", model, str(folder / "network.onnx")]
    subprocess.run(convert, check=True, stdout=subprocess.DEVNULL)
    for name in ("fastapi_service.py", "mlserver_runtime.py"):
        shutil.copy(ROOT / "Benchmarks/peer_servers" / name, folder)
    settings = {"name": "network", "implementation": "mlserver_runtime.OnnxModel"}
    (folder / "model-settings.json").write_text(json.dumps(settings))
    ports = [free_port() for _ in range(4)]
    (folder / "settings.json").write_text(json.dumps({
        "host": "127.0.0.1", "http_port": ports[0], "grpc_port": ports[1], "metrics_port": ports[2],
        "parallel_workers": 0, "debug": False, "logging_settings": None,
    }))
    binaries = pathlib.Path(sys.executable).parent
    uvicorn = [str(binaries / "uvicorn"), "fastapi_service:app", "--port", str(ports[3]), "--workers", str(os.cpu_count()),
               "--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "warning"]
    return {FASTAPI: (uvicorn, ports[3]), MLSERVER: ([str(binaries / "mlserver"), "start", str(folder)], ports[0])}


def post(url, body, headers):
    with urllib.request.urlopen(urllib.request.Request(url, body, headers)) as answer:
        return answer.read(), answer.headers


def check_agreement(urls, images):
    """Holds the probabilities that the servers give for images against one another: within 0.0001, in every form."""
    def rows(name, url):
        body, headers = inference(images)
        outputs = json.loads(post(url(name, "infer"), body, headers)[0])["outputs"]
        yield next(output["data"] for output in outputs if output["name"] == "probabilities")
        found = []
        for image in images:
            answer = json.loads(post(url(name, "classify"), png(image, 28, 28), {"Content-Type": "image/png"})[0])
            found += answer[0]["digits"][0]["probabilities"]
        yield found
        if name == OURS:
            content, headers = post(url(name, "infer"), *binary_inference(images))
            head = int(headers["Inference-Header-Content-Length"])
            yield struct.unpack(f"<{10 * len(images)}f", content[head : head + 40 * len(images)])

    expected = None
    for name in (OURS, FASTAPI, MLSERVER):
        for values in rows(name, urls):
            expected = expected or values
            worst = max(abs(a - b) for a, b in zip(expected, values, strict=True))
            if worst > 1e-4:
                raise SystemExit(f"{name}: a probability differs by {worst}")


def milliseconds(text):
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s|m)", text).groups()
    return float(number) * {"us": 1e-3, "ms": 1, "s": 1e3, "m": 6e4}[unit]


def load(url, pid, body, headers, folder, options):
    """One round: requests a second, median and 99th percentile in ms, resident MB, core microseconds a request."""
    script = "".join(f'wrk.headers["{name}"] = "{value}"\n' for name, value in headers.items())
    if body is not None:
        (folder / "body").write_bytes(body)
        script += textwrap.dedent(f'''
            local file = io.open("{folder}/body", "rb")
            wrk.method = "POST"
            wrk.body = file:read("*all")
        ''')
    (folder / "load.lua").write_text(script)
    wrk = ["wrk", "--latency", "-t1", f"-c{options.connections}", "--timeout", "30", "-s", str(folder / "load.lua"), url]
    start = total(pid)[1]
    text = subprocess.run([*wrk, f"-d{options.seconds}s"], check=True, capture_output=True, text=True).stdout
    memory, end = total(pid)
    requests = int(re.search(r"(\d+) requests in", text)[1])
    if "Non-2xx" in text or "Socket errors" in text or not requests:
        raise SystemExit(f"{url}: {text}")
    # "87.50%" stands in the lines of wrk's own spread: percentiles begin theirs.
    patterns = (r"^Requests/sec:\s+([\d.]+)", r"^\s+50%\s+(\S+)", r"^\s+99%\s+(\S+)")
    found = [re.search(pattern, text, re.M)[1] for pattern in patterns]
    return float(found[0]), milliseconds(found[1]), milliseconds(found[2]), memory, (end - start) / requests * 1e6


def measure(model, images, options):
    """The rows of one network."""
    with contextlib.ExitStack() as stack:
        folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))
        servers = {OURS: stack.enter_context(ours(model))}
        for name, (command, port) in prepare_peers(model, folder).items():
            servers[name] = stack.enter_context(peer(command, port, folder))

        def url(name, route):
            paths = {
                "live": "/v2/health/live",
                "classify": "/v1/classify?single=true&check=false",
                "infer": f"/v2/models/{model if name == OURS else 'network'}/infer",
            }
            return f"http://127.0.0.1:{servers[name][1]}{paths[route]}"

        check_agreement(url, images)
        picture = png(images[0], 28, 28), {"Content-Type": "image/png"}
        cases = {
            "nothing: GET /v2/health/live": ("live", (None, {}), [OURS]),
            "/v1/classify, a PNG": ("classify", picture, list(servers)),
            "v2 infer, 1 image, JSON": ("infer", inference(images[:1]), list(servers)),
            "v2 infer, 100 images, JSON": ("infer", inference(images), list(servers)),
            "v2 infer, 1 image, bytes": ("infer", binary_inference(images[:1]), [OURS]),
            "v2 infer, 100 images, bytes": ("infer", binary_inference(images), [OURS]),
        }
        rounds = {}
        for _ in range(options.rounds):
            for case, (route, request, names) in cases.items():
                for name in names:
                    figures = load(url(name, route), servers[name][0], *request, folder, options)
                    rounds.setdefault((case, name), []).append(figures)
    keys = "requests_per_second", "median_ms", "p99_ms", "resident_mb", "core_us_per_request"
    rows = []
    for (case, name), figures in rounds.items():
        row = {"network": model, "case": case, "server": name}
        row |= {key: round(figure, 2) for key, figure in zip(keys, max(figures))}
        rows.append(row | {"rounds": [round(each[0], 1) for each in figures]})
    return rows


def show(rows):
    """The rows as a table of Markdown, and how many times the better peer ours is."""
    print("| network | request | server | requests/s | median ms | 99 % ms | MB | core µs | x the better peer |")
    print("| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for row in rows:
        peers = [each["requests_per_second"] for each in rows
                 if (each["network"], each["case"]) == (row["network"], row["case"]) and each["server"] != OURS]
        ratio = f"{row['requests_per_second'] / max(peers):.1f}" if row["server"] == OURS and peers else ""
        print(f"| {row['network']} | {row['case']} | {row['server']} | {row['requests_per_second']:,.0f} | {row['median_ms']:.2f} "
              f"| {row['p99_ms']:.2f} | {row['resident_mb']:.0f} | {row['core_us_per_request']:,.0f} | {ratio} |")


def processor():
    """Which one, as far as the system tells."""
    with contextlib.suppress(OSError):
        text = pathlib.Path("/proc/cpuinfo").read_text()
        found = {key: re.search(rf"^{key}\s*: (.*)$", text, re.M) for key in ("model name", "cpu family", "model")}
        if all(found.values()):
            return f"{found['model name'][1]} (family {found['cpu family'][1]}, model {found['model'][1]}), {os.cpu_count()} cores"
    return f"{platform.machine()}, {os.cpu_count()} cores"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", nargs="+", default=["cnn", "cnn-small", "mlp"])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=3, help="how long one round of one case is")
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--json", help="a file to keep the rows in")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        images = sample_images(100, pathlib.Path(folder))
    rows = [row for model in options.models for row in measure(model, images, options)]
    show(rows)
    if options.json:
        versions = {name: metadata.version(name) for name in ("mlserver", "fastapi", "uvicorn", "onnxruntime", "numpy")}
        report = {"processor": processor(), "command": "Benchmarks/server_peers.py", "python": platform.python_version(),
                  "versions": versions, "connections": options.connections, "seconds": options.seconds, "rows": rows}
        pathlib.Path(options.json).write_text(json.dumps(report, indent=1) + "\n")


if __name__ == "__main__":
    main()
