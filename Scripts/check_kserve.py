#!/usr/bin/env python3
"""Holds deploy/kserve against KServe's and Kubernetes' published models, and does with plain processes what a cluster does.

usage: check_kserve.py [SERVER]     (SERVER: the built digits-server, .build/release/digits-server unless named)

Needs the packages kserve (its models alone: pip install --no-deps kserve), kubernetes and PyYAML. The sandbox of the
container needs root on Linux; elsewhere the server runs without it, and that is said.
"""

import functools
import http.client
import importlib.util
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import types

import kubernetes.client.models as kubernetes_models
import yaml

REPOSITORY = pathlib.Path(__file__).resolve().parents[1]
FOLDER = REPOSITORY / "deploy/kserve"
TIMEOUT = 30


@functools.cache
def kserve_models():
    """KServe's models without its server, which would want many more packages."""
    package = types.ModuleType("kserve")
    package.__path__ = list(importlib.util.find_spec("kserve").submodule_search_locations)
    sys.modules["kserve"] = package
    import kserve.models

    return kserve.models


@functools.cache
def model(name):
    """The class of a published type."""
    for module in (kserve_models(), kubernetes_models):
        if hasattr(module, name):
            return getattr(module, name)
    raise LookupError(f"neither kserve nor kubernetes has a type {name}")


SCALARS = {"str": str, "int": int, "bool": bool, "float": (int, float), "ResourceQuantity": str}


def check(value, kind, path):
    """Makes the published type of a manifest's value; whatever does not fit raises an error that names the place."""
    if of := re.fullmatch(r"[lL]ist\[(.*)\]", kind):
        if not isinstance(value, list):
            raise TypeError(f"{path}: expected a list, found {value!r}")
        return [check(each, of[1], f"{path}[{index}]") for index, each in enumerate(value)]
    if of := re.fullmatch(r"[dD]ict[(\[]str, (.*)[)\]]", kind):
        if not isinstance(value, dict):
            raise TypeError(f"{path}: expected a mapping, found {value!r}")
        return {key: check(each, of[1], f"{path}.{key}") for key, each in value.items()}
    if kind == "object":
        return value
    if kind in SCALARS:
        if not isinstance(value, SCALARS[kind]) or isinstance(value, bool) != (kind == "bool"):
            raise TypeError(f"{path}: expected {kind}, found {value!r}")
        return value
    if not isinstance(value, dict):
        raise TypeError(f"{path}: expected a {kind}, found {value!r}")
    published = model(kind)
    attributes = {json_name: attribute for attribute, json_name in published.attribute_map.items()}
    members = {}
    for key, each in value.items():
        if key not in attributes:
            raise TypeError(f"{path}.{key}: {kind} has no such member, only {', '.join(sorted(attributes))}")
        members[attributes[key]] = check(each, published.openapi_types[attributes[key]], f"{path}.{key}")
    try:
        return published(**members)
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from error


def check_manifests():
    """The two manifests as values; and that the check itself finds what is wrong."""
    service = yaml.safe_load((FOLDER / "inference-service.yaml").read_text())
    limits = yaml.safe_load((FOLDER / "limits.yaml").read_text())
    assert (service["apiVersion"], service["kind"]) == ("serving.kserve.io/v1beta1", "InferenceService")
    assert (limits["apiVersion"], limits["kind"]) == ("v1", "ConfigMap")
    check(service, "V1beta1InferenceService", "inference-service")
    check(limits, "V1ConfigMap", "limits")

    def breaks(change):
        damaged = json.loads(json.dumps(service))
        change(damaged["spec"]["predictor"])
        try:
            check(damaged, "V1beta1InferenceService", "inference-service")
        except (TypeError, ValueError):
            return
        raise AssertionError("a damaged manifest was not found out")

    breaks(lambda predictor: predictor.update(scaleTarget="16"))
    breaks(lambda predictor: predictor.update(minReplica=1))
    breaks(lambda predictor: predictor["containers"][0]["readinessProbe"].update(path="/"))
    breaks(lambda predictor: predictor["containers"][0]["ports"][0].pop("containerPort"))
    print("the manifests fit the models of kserve and kubernetes")
    return service, limits


def check_agreement(service, limits):
    """What the manifest, the ConfigMap, the Containerfile and the limits say of each other. Returns the arguments."""
    predictor = service["spec"]["predictor"]
    container = predictor["containers"][0]
    context = container["securityContext"]
    text = (FOLDER / "Containerfile").read_text()
    image = {word: rest for word, rest in re.findall(r"^(USER|EXPOSE|ENTRYPOINT) (.*)$", text, re.M)}
    assert image["USER"] == f"{context['runAsUser']}:{context['runAsGroup']}"
    assert json.loads(image["ENTRYPOINT"]) == ["digits-server"]
    port = container["ports"][0]["containerPort"]
    assert int(image["EXPOSE"]) == port == container["readinessProbe"]["httpGet"]["port"] == container["livenessProbe"]["httpGet"]["port"]
    assert container["envFrom"] == [{"configMapRef": {"name": limits["metadata"]["name"]}}]
    used = set()

    def expand(argument):
        """As the kubelet does; a name that is not there would stay as it is."""
        used.update(re.findall(r"\$\((\w+)\)", argument))
        return re.sub(r"\$\((\w+)\)", lambda found: limits["data"][found[1]], argument)

    arguments = [expand(argument) for argument in container["args"]]
    assert used == set(limits["data"]), f"not used: {set(limits['data']) - used}"
    assert f"--port={port}" in arguments
    assert predictor["scaleTarget"] <= predictor["containerConcurrency"] <= int(limits["data"]["DIGITS_MAX_REQUESTS"])
    return arguments


SANDBOX = """
set -e
mount --make-rprivate /
# Every mounted file system read-only, less the kernel's own.
awk '$3 !~ /^(proc|sysfs|devpts|devtmpfs|cgroup2?|mqueue|securityfs|debugfs|tracefs|bpf)$/ { print $2 }' /proc/self/mounts |
    while read -r place; do mount -o remount,bind,ro "$place" 2>/dev/null || mount --bind "$place" "$place" && mount -o remount,bind,ro "$place"; done
exec setpriv --reuid="$1" --regid="$2" --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all "${@:3}"
"""


class Server:
    """The manifest's container as a process: its user, its capabilities, its file system, its arguments."""

    def __init__(self, program, arguments, context, folder):
        # A free port, so that several can run on this machine.
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        arguments = [argument if not argument.startswith("--port=") else f"--port={self.port}" for argument in arguments]
        command = [str(program), *arguments]
        self.boxed = sys.platform == "linux" and os.geteuid() == 0
        if self.boxed:
            # Where the other user may read it.
            copy = folder / "digits-server"
            shutil.copy(program, copy)
            folder.chmod(0o755)
            self.box = ["unshare", "--mount", "bash", "-c", SANDBOX, "bash", str(context["runAsUser"]), str(context["runAsGroup"])]
            command = [*self.box, str(copy), *arguments]
        else:
            print("not root on Linux: the server runs without the container's user and read-only file system")
        self.log = open(folder / "server.log", "w+")
        self.process = subprocess.Popen(command, stdout=self.log, stderr=subprocess.STDOUT, cwd="/")
        self.started = time.monotonic()

    def check_box(self):
        """That the box is one: another user, and nothing can be written."""
        if not self.boxed:
            return
        script = 'id -u; for place in / /tmp /var/tmp /dev/shm "$HOME"; do touch "$place/probe" 2>/dev/null && echo "$place can be written"; done; true'
        outcome = subprocess.run([*self.box, "bash", "-c", script], check=True, capture_output=True, text=True)
        assert outcome.stdout == f"{self.box[-2]}\n", outcome.stdout
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        assert f"Uid:\t{self.box[-2]}\t" in status and "CapEff:\t0000000000000000" in status, status

    def ask(self, method, path, body=None, headers={}):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def wait_until_ready(self, path):
        """Asks the probe as the kubelet does, until it answers 200."""
        while True:
            try:
                status, _ = self.ask("GET", path)
                if status == 200:
                    return time.monotonic() - self.started
            except OSError:
                pass
            assert self.process.poll() is None and time.monotonic() - self.started < TIMEOUT, self.text()
            time.sleep(0.01)

    def text(self):
        self.log.seek(0)
        return self.log.read()


def infer(server, name, images=1):
    """One inference of black images; the answer must hold a probability for each digit of each."""
    document = {"id": "a", "inputs": [{"name": "input", "shape": [images, 784], "datatype": "UINT8", "data": [0] * 784 * images}]}
    status, body = server.ask(
        "POST", f"/v2/models/{name}/infer", json.dumps(document), {"Content-Type": "application/json"}
    )
    if status == 200:
        outputs = {each["name"]: each for each in json.loads(body)["outputs"]}
        assert outputs["probabilities"]["shape"] == [images, 10]
    return status


def check_processes(program, service, limits, arguments):
    container = service["spec"]["predictor"]["containers"][0]
    name = limits["data"]["DIGITS_MODEL"]
    with tempfile.TemporaryDirectory() as folder:
        server = Server(program, arguments, container["securityContext"], pathlib.Path(folder))
        try:
            seconds = server.wait_until_ready(container["readinessProbe"]["httpGet"]["path"])
            server.check_box()
            status, _ = server.ask("GET", container["livenessProbe"]["httpGet"]["path"])
            assert status == 200
            assert infer(server, name, images=3) == 200
            print(f"ready after {seconds:.2f} s, alive, and infers" + (" as another user, with nothing to write to" if server.boxed else ""))

            # SIGTERM while requests come without a pause: what was taken is answered, then the port is closed.
            statuses, lost, stop = [], [], threading.Event()

            def load():
                while not stop.is_set():
                    try:
                        statuses.append(infer(server, name, images=50))
                    except http.client.RemoteDisconnected as error:
                        lost.append(error)
                        return
                    except (ConnectionRefusedError, ConnectionResetError, BrokenPipeError):
                        # The port is closed, or was before the server took the connection or all of the request.
                        return

            threads = [threading.Thread(target=load) for _ in range(4)]
            for thread in threads:
                thread.start()
            while len(statuses) < 8:
                time.sleep(0.01)
            server.process.send_signal(signal.SIGTERM)
            asked = time.monotonic()
            code = server.process.wait(TIMEOUT)
            seconds = time.monotonic() - asked
            stop.set()
            for thread in threads:
                thread.join()
            assert code == 0, f"exit code {code}\n{server.text()}"
            assert not lost, f"{len(lost)} requests were not answered"
            assert set(statuses) <= {200, 503} and statuses.count(200) >= 8, statuses
            print(f"SIGTERM under load: {len(statuses)} requests taken and answered, ended after {seconds:.2f} s with exit code 0")
        finally:
            if server.process.poll() is None:
                server.process.kill()
            server.log.close()


def main():
    program = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else REPOSITORY / ".build/release/digits-server").resolve()
    service, limits = check_manifests()
    arguments = check_agreement(service, limits)
    check_processes(program, service, limits, arguments)


if __name__ == "__main__":
    main()
