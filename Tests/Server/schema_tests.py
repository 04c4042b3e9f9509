"""Every route against /openapi.json, by schemathesis: no server error, no answer outside the description.

`make server-test` installs it and runs this.
"""

import pathlib
import subprocess
import sys

from server import Server

if __name__ == "__main__":
    folder = pathlib.Path(__file__).resolve().parent
    with Server("--model", "mlp", "--model", "cnn-small") as server:
        command = [
            str(pathlib.Path(sys.executable).with_name("schemathesis")),
            "--config-file", str(folder / "schemathesis.toml"),
            "run", f"{server.url}/openapi.json",
            "--max-examples", "50", "--seed", "20260101", "--generation-database", "none", "--no-color",
        ]
        sys.exit(subprocess.run(command).returncode)
