"""Replays the conversation of a print client, described in tests/conform/clients/*.toml, byte for byte as that client frames it."""
import copy
import pathlib
import socket
import ssl
import tomllib

import ipp_wire

CLIENTS = pathlib.Path(__file__).resolve().parent / "clients"
LEVELS = ("captured", "documented", "inferred")


class Answer(Exception):
    """An HTTP answer that is no IPP message."""


def load(name):
    return tomllib.loads((CLIENTS / f"{name}.toml").read_text())


def all_clients():
    return sorted(path.stem for path in CLIENTS.glob("*.toml"))


class Wire:
    """One connection that is kept, as all of these clients keep theirs."""

    def __init__(self, port, tls):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        if tls:
            context = ssl.create_default_context()  # printers have self-signed certificates; clients trust on first use
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            context.minimum_version = ssl.TLSVersion.TLSv1_2
            self.socket = context.wrap_socket(self.socket)
        self.buffer = b""

    def close(self):
        self.socket.close()

    def _more(self):
        data = self.socket.recv(65536)
        if not data:
            raise Answer("the server closed the connection")
        self.buffer += data

    def _until(self, mark):
        while mark not in self.buffer:
            self._more()
        found, self.buffer = self.buffer.split(mark, 1)
        return found

    def _exactly(self, size):
        while len(self.buffer) < size:
            self._more()
        found, self.buffer = self.buffer[:size], self.buffer[size:]
        return found

    def _head(self):
        first, *fields = self._until(b"\r\n\r\n").decode("ascii").split("\r\n")
        return int(first.split()[1]), {name.strip().lower(): value.strip() for name, value in (f.split(":", 1) for f in fields)}

    def _body(self, fields):
        if fields.get("transfer-encoding", "").lower() != "chunked":
            return self._exactly(int(fields.get("content-length", 0)))
        out = b""
        while size := int(self._until(b"\r\n").split(b";")[0], 16):
            out += self._exactly(size)
            self._exactly(2)
        self._until(b"\r\n")
        return out

    def post(self, lines, message, document, chunk):
        """Sends a request; `chunk` 0: with its length. The body of the answer, which must be IPP."""
        head = "\r\n".join(lines).encode("ascii") + b"\r\n\r\n"
        self.socket.sendall(head)
        if any(line.lower() == "expect: 100-continue" for line in lines):
            status, fields = self._head()
            if status != 100:  # refused before the body was sent
                raise Answer(f"HTTP {status} instead of 100 Continue: {self._body(fields)[:200]}")
        if chunk:
            for part in (message, *(document[at:at + chunk] for at in range(0, len(document), chunk))):
                self.socket.sendall(b"%x\r\n%b\r\n" % (len(part), part))
            self.socket.sendall(b"0\r\n\r\n")
        else:
            self.socket.sendall(message + document)
        status, fields = self._head()
        body = self._body(fields)
        if status != 200 or fields.get("content-type") != "application/ipp":
            raise Answer(f"HTTP {status}: {body[:200]}")
        return body


class Conversation:
    """A client that talks to one printer. `documents`: {name in the description: bytes}. `replies`: by the steps' names."""

    def __init__(self, client, port, printer, hostname, documents=None):
        self.client, self.documents = load(client), documents or {}
        self.words = {"printer": printer, "port": str(port), "host": hostname, "job-id": "0"}
        http = self.client["http"]
        self.words["path"] = self._fill(http["path"])
        self.words["uri"] = self._fill(http["printer-uri"])
        self.wire = Wire(port, http["tls"])
        self.replies, self.request_id, self.offered = {}, 0, {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.wire.close()

    def _fill(self, text):
        for name, value in self.words.items():
            text = text.replace("{" + name + "}", value)
        return text

    def run(self, *names, **changes):
        """The named steps in order; `changes` give attributes of the description other values (None: not sent)."""
        for name in names:
            reply = self.step(name, changes)
        return reply

    def step(self, name, changes=None):
        step = next(s for s in self.client["step"] if s["name"] == name)
        http = {**self.client["http"], **step.get("http", {})}
        self.request_id = step.get("request-id", self.request_id + 1)
        message = ipp_wire.request(step["operation"], step.get("version", self.client["version"]), self.request_id,
                                   self._attributes(step["operation-attributes"], changes or {}),
                                   self._attributes(step.get("job-attributes", []), changes or {}))
        document = self.documents[step["document"]] if "document" in step else b""
        chunk = http["chunk"] if document else 0
        framing = {"{length}": "" if chunk else f"Content-Length: {len(message) + len(document)}",
                   "{chunked}": "Transfer-Encoding: chunked" if chunk else ""}
        lines = [http["request-line"], *(framing.get(field, field) for field in http["fields"])]
        lines = [self._fill(line) for line in lines if line]
        reply = ipp_wire.parse(self.wire.post(lines, message, document, chunk))
        if reply.request_id != self.request_id:
            raise Answer(f"request-id {reply.request_id} instead of {self.request_id}")
        self.offered.update(reply.printer)
        if "job-id" in reply.job:
            self.words["job-id"] = str(reply.job["job-id"].values[0])
        self.replies[name] = reply
        return reply

    def _attributes(self, listed, changes=None):
        out = []
        for syntax, name, *values in copy.deepcopy(listed):
            if changes and name.replace("-", "_") in changes:
                values = changes[name.replace("-", "_")]
                if values is None:
                    continue
            if syntax == "job-id":
                syntax, values = "integer", [int(self.words["job-id"])]
            elif syntax == "ready":  # the entry of media-col-ready for a size, as it came
                syntax, values = "collection", [self.ready(*values)]
            elif isinstance(values[-1], dict):  # clients send what the printer listed and nothing else
                supported = self.offered.get(values.pop()["if-in"])
                values = [value for value in values if supported and value in supported.values]
                if not values:
                    continue
            out.append((syntax, name, *(self._fill(v) if isinstance(v, str) else v for v in values)))
        return out

    def ready(self, width, height):
        for entry in self.offered["media-col-ready"].values:
            size = {name: one.values for name, one in entry["media-size"].values[0].items()}
            if (size["x-dimension"], size["y-dimension"]) == ([width], [height]):
                return unparsed(entry)
        raise AssertionError(f"{width} x {height} is not among the ready sizes")


def unparsed(collection):
    """A collection of an answer as the arguments that make it again."""
    return [(one.syntax, name, *(unparsed(v) if isinstance(v, dict) else v for v in one.values))
            for name, one in collection.items()]
