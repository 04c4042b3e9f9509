"""Faults of callers and of operation, against a running digits-server: `make server-test` runs them.

Only the standard library is used. Each test starts a server of its own and ends it.
"""

import contextlib
import http.client
import json
import pathlib
import random
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import threading
import time
import unittest
import zlib

from server import Server, program, raise_file_limit


def png(pixels, width, height):
    """A grey PNG."""
    rows = b"".join(b"\0" + pixels[y * width : (y + 1) * width] for y in range(height))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


# A one, upright, four pixels wide.
STROKE = bytes(255 if 12 <= x < 16 and 4 <= y < 24 else 0 for y in range(28) for x in range(28))
PICTURE = png(STROKE, 28, 28)


def post(path, body, kind, *more):
    """The bytes of a request."""
    lines = [f"POST {path} HTTP/1.1", "Host: a", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *more]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


CLASSIFY = post("/v1/classify?single=true", PICTURE, "image/png")


class Faults(unittest.TestCase):
    def ask(self, server, method, path, body=None, headers={}):
        """One request on a connection of its own: status, headers and body."""
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        with contextlib.closing(connection):
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, dict(answer.headers), answer.read()

    def assert_healthy(self, server):
        """It lives, and reads digits as ever."""
        self.assertEqual(self.ask(server, "GET", "/v2/health/live")[0], 200)
        status, _, body = self.ask(server, "POST", "/v1/classify?single=true", PICTURE, {"Content-Type": "image/png"})
        self.assertEqual((status, json.loads(body)[0]["text"]), (200, "1"))

    def connect(self, server, timeout=30):
        connection = socket.create_connection(("127.0.0.1", server.port), timeout)
        self.addCleanup(connection.close)
        return connection

    def read_to_end(self, connection):
        data = b""
        with contextlib.suppress(ConnectionResetError):
            while part := connection.recv(65536):
                data += part
        return data

    def test_a_thousand_idle_connections_hinder_nobody(self):
        limit = raise_file_limit()
        count = min(1000, limit - 100)
        with Server("--model", "mlp") as server:
            idle = [self.connect(server) for _ in range(count)]
            for connection in idle[::2]:
                connection.sendall(b"GET /v2/health/live HTTP/1.1\r\nHost:")
            self.assert_healthy(server)
            # They are all still there: each finishes its request.
            for connection in idle[::2]:
                connection.sendall(b" a\r\nConnection: close\r\n\r\n")
            for connection in idle[::2]:
                self.assertTrue(self.read_to_end(connection).endswith(b'{"live":true}'))

    def test_half_requests_and_callers_that_vanish(self):
        with Server("--model", "mlp") as server:
            for length in range(0, len(CLASSIFY), 3):
                with contextlib.closing(self.connect(server)) as connection:
                    connection.sendall(CLASSIFY[:length])
                    if length % 2:
                        # A reset rather than an end.
                        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            for _ in range(50):
                with contextlib.closing(self.connect(server)) as connection:
                    connection.sendall(CLASSIFY)
            self.assert_healthy(server)

    def test_half_a_request_is_given_up_in_time(self):
        with Server("--model", "mlp", "--read-timeout", "1", "--idle-timeout", "3") as server:
            body, header = self.connect(server), self.connect(server)
            body.sendall(CLASSIFY[:-1])
            header.sendall(CLASSIFY[:20])
            self.assertIn(b" 408 ", self.read_to_end(body))
            self.assertEqual(self.read_to_end(header), b"")
            # One byte at a time, each in good time, does not last longer.
            slow = self.connect(server)
            start = time.monotonic()
            slow.sendall(CLASSIFY[:-200])
            with contextlib.suppress(OSError):
                for byte in CLASSIFY[-200:]:
                    slow.sendall(bytes([byte]))
                    time.sleep(0.2)
                    if time.monotonic() - start > 15:
                        break
            self.assertLess(time.monotonic() - start, 15)
            self.assert_healthy(server)

    def test_readers_that_do_not_read_are_let_go(self):
        with Server("--model", "mlp", "--write-timeout", "1") as server:
            connection = socket.socket()
            self.addCleanup(connection.close)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.settimeout(30)
            connection.connect(("127.0.0.1", server.port))
            # Far more is asked for than the buffers in between hold.
            request = b"GET /openapi.json HTTP/1.1\r\nHost: a\r\n\r\n"
            with contextlib.suppress(OSError):
                connection.sendall(request * 2000)
            self.assert_healthy(server)
            time.sleep(3)
            received = len(self.read_to_end(connection))
            self.assertLess(received, 2000 * 10_000)
            self.assert_healthy(server)

    def test_garbage(self):
        generator = random.Random(7)
        with Server("--model", "mlp") as server:
            for index in range(200):
                data = generator.randbytes(generator.randrange(1, 2000))
                if index % 2:
                    # A good request with damage somewhere.
                    start = generator.randrange(len(CLASSIFY))
                    data = CLASSIFY[:start] + data[:8] + CLASSIFY[start + 8 :]
                with contextlib.closing(self.connect(server)) as connection, contextlib.suppress(OSError):
                    connection.sendall(data)
                    connection.shutdown(socket.SHUT_WR)
                    status = self.read_to_end(connection)[9:12]
                    self.assertIn(status[:1], [b"", b"2", b"4"], data)
            self.assert_healthy(server)

    def test_oversized_and_deep_json(self):
        path, kind = "/v2/models/mlp/infer", {"Content-Type": "application/json"}
        with Server("--model", "mlp", "--max-body", "2") as server:
            cases = [
                (b" " * (2 * 1024 * 1024 + 1), 413),
                (b"[" * 1_000_000, 400),
                (b'{"a":' * 400_000, 400),
                (b'{"parameters":' + b"[" * 1_000_000 + b"]" * 1_000_000 + b"}", 400),
                (b'{"inputs":[{"data":[' + b"0," * 900_000 + b"0]}]}", 413),
                (b'{"inputs":[{"shape":[' + b"1," * 900_000 + b"1]}]}", 400),
                (b'{"id":"' + b"\\u0000" * 300_000, 400),
                (b'{"a":1' + b"0" * 1_900_000 + b"}", 400),
            ]
            for body, expected in cases:
                status, _, answer = self.ask(server, "POST", path, body, kind)
                self.assertEqual(status, expected, body[:30])
                self.assertLess(len(json.loads(answer)["error"]), 500)
            self.assert_healthy(server)

    def test_wrong_content_types(self):
        with Server("--model", "mlp") as server:
            for kind in ["text/plain", "application/xml", "image/gif", "", "multipart/mixed; boundary=B", "\xff"]:
                for path in ["/v1/classify", "/v2/models/mlp/infer"]:
                    status, _, body = self.ask(server, "POST", path, PICTURE, {"Content-Type": kind})
                    self.assertIn(status, (400, 415))
                    self.assertIn("error", json.loads(body))
            self.assert_healthy(server)

    def test_pictures_that_unpack_to_far_more(self):
        with Server("--model", "mlp", "--max-pixels", "1") as server:
            bomb = png(bytes(1001 * 1000), 1001, 1000)
            self.assertLess(len(bomb), 5000)
            status, _, _ = self.ask(server, "POST", "/v1/classify", bomb, {"Content-Type": "image/png"})
            self.assertEqual(status, 413)
            self.assert_healthy(server)

    def test_no_accepted_request_is_lost_at_the_end(self):
        with Server("--model", "mlp") as server:
            outcomes, lock = {"answered": 0, "lost": []}, threading.Lock()
            started = threading.Barrier(9)

            def load():
                connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
                started.wait()
                while True:
                    try:
                        connection.request("POST", "/v1/classify", PICTURE, {"Content-Type": "image/png"})
                        answer = connection.getresponse()
                        whole = json.loads(answer.read())[0]["text"] == "1"
                    except (OSError, http.client.HTTPException, ValueError) as error:
                        with lock:
                            outcomes["lost"].append(repr(error))
                        return
                    with lock:
                        outcomes["answered"] += whole
                    # The server says so before it ends a connection.
                    if answer.getheader("Connection") == "close":
                        return

            threads = [threading.Thread(target=load) for _ in range(8)]
            for thread in threads:
                thread.start()
            started.wait()
            time.sleep(1)
            server.signal(signal.SIGTERM)
            for thread in threads:
                thread.join(40)
            self.assertEqual(server.wait(), 0)
            self.assertEqual(outcomes["lost"], [])
            self.assertGreater(outcomes["answered"], 8)

    def test_a_replaced_model_is_served_from_the_next_reload(self):
        folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, folder)

        def make(model, name):
            subprocess.run(
                [program("digits"), "model", "convert", "--quiet", model, str(folder / name)],
                check=True, stdout=subprocess.DEVNULL,
            )

        make("mlp", "net.safetensors")
        make("cnn-small", "other.safetensors")
        with Server("--model", str(folder / "net.safetensors")) as server:

            def state():
                _, _, models = self.ask(server, "GET", "/v1/models")
                _, _, body = self.ask(server, "POST", "/v1/classify", PICTURE, {"Content-Type": "image/png"})
                return json.loads(models)[0]["version"], json.loads(body)[0]["digits"][0]["probabilities"]

            def reload(expected):
                seen = server.log.count(expected)
                server.signal(signal.SIGHUP)
                for _ in range(200):
                    if server.log.count(expected) > seen:
                        return
                    time.sleep(0.05)
                self.fail(f"expected {expected!r} in the log, found {server.log}")

            first = state()
            self.assertEqual(first[0], "1")
            (folder / "other.safetensors").replace(folder / "net.safetensors")
            self.assertEqual(state(), first)
            reload("net: now version 2")
            second = state()
            self.assertEqual(second[0], "2")
            self.assertNotEqual(second[1], first[1])
            data = (folder / "net.safetensors").read_bytes()
            (folder / "net.safetensors").write_bytes(data[:-1])
            reload("net: kept as it was")
            self.assertEqual(state(), second)
            (folder / "net.safetensors").unlink()
            reload("net: kept as it was")
            self.assertEqual(state(), second)

    def test_logs_hold_nothing_of_a_request(self):
        mark = "Sesame4711"
        with Server("--model", "mlp", "--verbose") as server:
            headers = {"Content-Type": "image/png", "User-Agent": mark, "X-Mark": mark, "Cookie": mark}
            self.ask(server, "POST", f"/v1/classify?model={mark}", PICTURE, headers)
            self.ask(server, "GET", f"/{mark}", None, headers)
            self.ask(server, "POST", "/v2/models/mlp/infer", f'{{"id":"{mark}","x":{mark}}}', {"Content-Type": "application/json"})
            form = f'--B\r\nContent-Disposition: form-data; name=a; filename="{mark}"\r\n\r\n{mark}\r\n--B--'
            self.ask(server, "POST", "/v1/classify", form, {"Content-Type": "multipart/form-data; boundary=B"})
            with contextlib.closing(self.connect(server)) as connection:
                connection.sendall(mark.encode() + b"\r\n\r\n")
                self.read_to_end(connection)
            server.signal(signal.SIGTERM)
            self.assertEqual(server.wait(), 0)
            self.assertEqual(server.log.count("status=404"), 2)
            self.assertIn("microseconds=", server.log)
            self.assertNotIn(mark, server.log)
            self.assertNotIn("/v1/classify", server.log)


if __name__ == "__main__":
    unittest.main()
