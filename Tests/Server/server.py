"""Starts digits-server for a test, on a port of the loopback interface that the system chooses."""

import os
import pathlib
import re
import resource
import subprocess
import threading

ROOT = pathlib.Path(__file__).resolve().parents[2]


def program(name):
    """The path of a built program: of DIGITS_BUILD, else of the release build, else of the debug build."""
    folders = [os.environ.get("DIGITS_BUILD"), ROOT / ".build/release", ROOT / ".build/debug"]
    for folder in filter(None, folders):
        path = pathlib.Path(folder) / name
        if path.exists():
            return str(path)
    raise SystemExit(f"{name} is not built: `make build` builds it")


class Server:
    """A running digits-server; `with Server("--model", "mlp") as server:` ends it."""

    def __init__(self, *arguments):
        command = [program("digits-server"), "--port", "0", *arguments]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, errors="replace")
        self.lines = []
        self.port = None
        for line in self.process.stderr:
            self.lines.append(line)
            if found := re.search(r"listening at http://[^ ]*:(\d+)", line):
                self.port = int(found[1])
                break
        if self.port is None:
            raise RuntimeError(f"the server did not start: {''.join(self.lines)}")
        self.url = f"http://127.0.0.1:{self.port}"
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        for line in self.process.stderr:
            self.lines.append(line)

    @property
    def log(self):
        """What the server said so far."""
        return "".join(self.lines)

    def signal(self, number):
        self.process.send_signal(number)

    def wait(self, timeout=40):
        """Waits for the end; gives the exit code."""
        code = self.process.wait(timeout)
        self.reader.join(timeout)
        return code

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.terminate()
            self.wait()
        self.process.stderr.close()


def raise_file_limit():
    """Lets this process, and those that it starts, have as many files open as the system allows."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard
