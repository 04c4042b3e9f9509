"""Runs digits-server on a free port of this machine."""

import socket
import subprocess
import time
import urllib.error
import urllib.request


class Server:
    """The server, from `start` to `stop`; it can be started again at the same port."""

    def __init__(self, program):
        self.program = program
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.process = None

    def start(self):
        self.process = subprocess.Popen([self.program, "--quiet", "--port", str(self.port)])
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(f"{self.program} ended with {self.process.returncode} before it answered")
            try:
                with urllib.request.urlopen(f"{self.address}/v2/health/ready", timeout=2):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        self.stop()
        raise RuntimeError(f"{self.program} did not answer at {self.address} within 30 s")

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=20)
            self.process = None
