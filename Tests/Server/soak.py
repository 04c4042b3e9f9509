"""Ten minutes of full load on a built digits-server: `make soak`. No error, and memory that stays where it was.

    python3 Tests/Server/soak.py [--minutes N]

Only the standard library is used; each of four processes keeps eight connections busy with pictures and inference.
"""

import argparse
import http.client
import json
import multiprocessing
import os
import pathlib
import threading
import time

from fault_tests import PICTURE, STROKE
from server import Server


def load(port, end, answered, failed):
    """Eight connections that ask one thing after another until the time is up."""

    def ask():
        tensor = {"name": "input", "shape": [20, 784], "datatype": "UINT8", "data": list(STROKE) * 20}
        requests = [
            ("/v1/classify?image28=true&top=3", PICTURE, "image/png"),
            ("/v1/classify?annotate=png", PICTURE, "image/png"),
            ("/v2/models/mlp/infer", json.dumps({"inputs": [tensor]}).encode(), "application/json"),
            ("/v2/models/cnn/infer", json.dumps({"inputs": [tensor]}).encode(), "application/json"),
        ]
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        count = errors = 0
        while time.time() < end:
            path, body, kind = requests[count % len(requests)]
            try:
                connection.request("POST", path, body, {"Content-Type": kind})
                answer = connection.getresponse()
                answer.read()
                errors += answer.status != 200
            except (OSError, http.client.HTTPException):
                errors += 1
                connection.close()
            count += 1
        with answered.get_lock():
            answered.value += count
        with failed.get_lock():
            failed.value += errors

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def resident(pid):
    """Memory that a process holds, in MB."""
    return int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") / 1e6


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10)
    minutes = parser.parse_args().minutes
    answered, failed = multiprocessing.Value("q", 0), multiprocessing.Value("q", 0)
    with Server() as server:
        end = time.time() + minutes * 60
        processes = [multiprocessing.Process(target=load, args=(server.port, end, answered, failed)) for _ in range(4)]
        for process in processes:
            process.start()
        samples = []
        while time.time() < end:
            time.sleep(min(10, minutes * 6))
            samples.append(resident(server.process.pid))
            print(f"{len(samples):4}  {samples[-1]:.1f} MB", flush=True)
        for process in processes:
            process.join()
    # The first tenth warms up; from then on the middle of the end must not lie above that of the beginning.
    settled = samples[len(samples) // 10 :]
    half = len(settled) // 2
    before, after = sorted(settled[:half])[half // 2], sorted(settled[-half:])[half // 2]
    print(f"{answered.value:,} requests, {failed.value} failed; memory {before:.1f} MB, then {after:.1f} MB")
    if failed.value or after > before * 1.1 + 5:
        raise SystemExit("failed: expected no failed request, and memory within a tenth of what it was")


if __name__ == "__main__":
    main()
