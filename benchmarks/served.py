"""A running server with one queue, whose printer is this program: what first_byte.py and office.py measure."""
import http.client
import os
import pathlib
import re
import socket
import struct
import subprocess
import tempfile
import time


def attribute(tag, name, value):
    return struct.pack(">BH", tag, len(name)) + name + struct.pack(">H", len(value)) + value


def print_job(media_type, document):
    """The body of a Print-Job request."""
    uri = b"ipp://localhost/ipp/print/bench"
    return (struct.pack(">HHI", 0x0200, 0x0002, 1) + b"\1" + attribute(0x47, b"attributes-charset", b"utf-8") +
            attribute(0x48, b"attributes-natural-language", b"en") + attribute(0x45, b"printer-uri", uri) +
            attribute(0x49, b"document-format", media_type.encode()) + b"\3" + document)


class Served:
    def __init__(self, program, model):
        self.device = socket.create_server(("127.0.0.1", 0))
        self.device.settimeout(60)
        self.state = tempfile.TemporaryDirectory()
        config = pathlib.Path(self.state.name) / "platen.toml"
        config.write_text("[devices]\nstatus = false\n")  # its questions would come to the same port
        self.server = subprocess.Popen([program, "server", "--config", config, "--state", self.state.name, "--port", "0", "--listen",
                                        "127.0.0.1", "--allow-root"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.port = int(re.search(rb":(\d+)/", self.server.stdout.readline())[1])
        subprocess.run([program, "add", "--no-probe", "-d", "bench", "-m", model, "-v", f"socket://127.0.0.1:{self.device.getsockname()[1]}"], check=True,
                       env={**os.environ, "PLATEN_SERVER": f"{self.state.name}/platen.sock"}, stdout=subprocess.DEVNULL)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.terminate()
        self.server.wait()
        self.device.close()
        self.state.cleanup()

    def submit(self, body):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("POST", "/ipp/print/bench", body, {"Content-Type": "application/ipp"})
        return connection

    @staticmethod
    def accepted(connection):
        code = struct.unpack(">H", connection.getresponse().read()[2:4])[0]
        connection.close()
        if code >= 0x100:
            raise SystemExit(f"the job was refused with status 0x{code:04x}")

    def take(self, output=None):
        """The next job, whole, into the file `output`; when its first and its last byte came."""
        taker, _ = self.device.accept()
        with taker:
            taker.settimeout(60)
            data = taker.recv(1 << 20)
            first = last = time.perf_counter()
            taker.shutdown(socket.SHUT_WR)  # a printer that says nothing
            while data:
                last = time.perf_counter()
                if output:
                    output.write(data)
                data = taker.recv(1 << 20)
        return first, last
