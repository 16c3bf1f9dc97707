"""The cases: made from a seed and a number, sent to a server, and judged by what it does."""
import http.client
import socket
import struct
import time

import conversations
import document_mutations
import documents
import http_mutations
import ipp
import ipp_mutations
from watch import Find
from wire import Client, over_socket, over_tcp

CODES = sorted(conversations.CONVERSATIONS)
MUST_ANSWER = 1 << 20  # longer attributes are refused, perhaps before they are read
DONE = {7: "canceled", 8: "aborted", 9: "completed"}


def source(seed, kind, number):
    """Choices that depend on nothing but the case's name."""
    return conversations.Choices(f"{seed}:{kind}:{number}")


def ipp_case(seed, number, jobs=conversations.Choices.jobs):
    """(path, bytes, what was done)"""
    rng = source(seed, "ipp", number)
    rng.jobs = jobs
    code = CODES[number % len(CODES)]
    path, message = conversations.CONVERSATIONS[code](rng)
    data, done = ipp_mutations.mutate(message, rng)
    return path, data, f"operation {code:#06x}: {', '.join(done)}"


def http_case(seed, number):
    rng = source(seed, "http", number)
    path, message = conversations.CONVERSATIONS[rng.choice(CODES)](rng)
    return http_mutations.mutate(path, message.encode(), rng)


def document_case(seed, number):
    """(format, bytes, what was done)"""
    kinds = list(documents.FORMATS)
    kind = kinds[number % len(kinds)]
    data, done = document_mutations.make(kind, source(seed, "document", number))
    return kind, data, f"{kind}: {', '.join(done)}"


class IppAttack:
    """Requests by TCP, as anybody, and, where that may undo the work of nobody else, by the local socket as the administrator."""

    def __init__(self, running, patience, administers=True):
        anybody, self.administrator = Client(over_tcp(running.port), patience), Client(over_socket(running.socket), patience)
        self.clients = [anybody, self.administrator] if administers else [anybody]
        self.statuses, self.jobs = {}, conversations.Choices.jobs

    def run(self, seed, number):
        """Gives the seconds that the answer took."""
        path, data, what = ipp_case(seed, number, self.jobs)
        begun = time.monotonic()
        try:
            status, body = self.clients[number // 7 % len(self.clients)].ask(path, data)
        except TimeoutError as error:
            raise Find(f"{what}: no answer in time") from error
        except (OSError, http.client.HTTPException) as error:
            if len(data) > MUST_ANSWER:
                return time.monotonic() - begun
            raise Find(f"{what}: closed without an answer: {error!r}") from error
        taken = time.monotonic() - begun
        if status >= 500:
            raise Find(f"{what}: HTTP status {status}: {body[:200]!r}")
        if status == 200:
            self.check_answer(what, data, body)
        return taken

    def check_answer(self, what, data, body):
        try:
            code, _ = ipp.parse(body)
        except (ValueError, IndexError, struct.error) as error:
            raise Find(f"{what}: the answer is no IPP: {body[:100].hex()}") from error
        if code == 0x0500:  # server-error-internal-error: our own mistake, whoever asked
            raise Find(f"{what}: server-error-internal-error: {body[:300]!r}")
        if data[4:8] != body[4:8] and len(data) >= 8 and 0 < struct.unpack(">i", data[4:8])[0]:  # the range of RFC 8011, 4.1.1
            raise Find(f"{what}: request-id {data[4:8].hex()} was answered as {body[4:8].hex()}")
        self.statuses[code] = self.statuses.get(code, 0) + 1

    def ask(self, operation, *more, **rest):
        """A plain request of the administrator; gives the status and the groups."""
        path, message = conversations.request(operation, *more, **rest)
        status, body = self.administrator.ask(path, message.encode())
        return ipp.parse(body) if status == 200 else (status, [])

    def set_up(self):
        """The printer that is attacked, paused and without a device, and its first forty jobs."""
        printer = [ipp.attribute(ipp.NAME, "printer-name", "hostile"), ipp.attribute(ipp.NAME, "platen-model", "canon-ir1020"),
                   ipp.attribute(ipp.URI, "device-uri", "socket://127.0.0.1:9")]
        path, message = conversations.system_request(0x4C, groups=[(ipp.PRINTER, printer)])
        status, body = self.administrator.ask(path, message.encode())
        if status != 200 or ipp.parse(body)[0] >= 0x100:
            raise Find(f"the printer to attack cannot be made: {status} {body[:200]!r}")
        self.put_right()

    def put_right(self):
        """What the attack may rightly have done, and what would leave nothing to attack, is undone."""
        for operation in (0x10, 0x22, 0x26):  # Pause-Printer, Enable-Printer, Release-Held-New-Jobs
            status, _ = self.ask(operation)
            if status == 0x0406:  # it was deleted
                self.set_up()
                return
        jobs = self.waiting()
        if len(jobs) > 200:
            self.ask(0x38)  # Cancel-Jobs
            jobs = []
        for number in range(len(jobs), 20):
            path, message = conversations.print_job(source(0, "job", number))
            self.administrator.ask(path, message.encode())
        self.jobs = self.waiting() or conversations.Choices.jobs

    def waiting(self):
        _, groups = self.ask(0x0A, ipp.attribute(ipp.KEYWORD, "requested-attributes", "job-id"))
        return [struct.unpack(">i", content)[0] for content, in ipp.find(groups, ipp.JOB, "job-id")]


def http_attack(running, patience, seed, number):
    """One connection: everything is sent, then its end; the server must end it too. Gives the seconds until it did."""
    data, what = http_case(seed, number)
    begun = time.monotonic()
    received = b""
    with socket.create_connection(("127.0.0.1", running.port), timeout=patience) as connection:
        try:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            while piece := connection.recv(65536):
                received += piece[:200]
        except TimeoutError as error:
            raise Find(f"{what}: the connection was not ended within {time.monotonic() - begun:.1f} s; begins with "
                       f"{data[:300]!r}, answered with {received[:200]!r}") from error
        except OSError:
            pass  # cut by the server: its right
    taken = time.monotonic() - begun
    if received.startswith(b"HTTP/1.1 5") and not received.startswith((b"HTTP/1.1 501", b"HTTP/1.1 505", b"HTTP/1.1 503")):
        raise Find(f"{what}: {received[:200]!r}")
    return taken


class DocumentAttack:
    """Documents as jobs of the three virtual devices, which must all come to an end, with words when they fail."""

    PRINTERS = ("ir1020", "ir1024", "ir1020", "ir1024", "ir1020", "pro-1000")

    def __init__(self, running, patience):
        self.client = Client(over_tcp(running.port), patience)
        self.patience, self.open, self.ends, self.refused = 60 * patience, {}, {}, 0

    def ask(self, printer, operation, *more, **rest):
        path = f"/ipp/print/{printer}"
        _, message = conversations.request(operation, *more, uri=("printer-uri", f"ipp://localhost{path}"), **rest)
        status, body = self.client.ask(path, message.encode())
        if status != 200:
            raise Find(f"a plain request was answered {status}")
        return ipp.parse(body)

    def run(self, seed, number):
        """Gives the seconds until the job was taken or refused."""
        kind, data, what = document_case(seed, number)
        begun, printer = time.monotonic(), self.PRINTERS[number % len(self.PRINTERS)]
        told = documents.FORMATS[kind] if number % 3 else "application/octet-stream"
        status, groups = self.ask(printer, 2, ipp.attribute(ipp.MIME, "document-format", told),
                                  ipp.attribute(ipp.NAME, "job-name", f"case {number}"), data=data)
        taken = time.monotonic() - begun
        if status >= 0x400:
            self.refused += 1  # such as an empty one
        else:
            job = struct.unpack(">i", ipp.find(groups, ipp.JOB, "job-id")[0][0])[0]
            self.open[job] = (printer, what, time.monotonic())
        while len(self.open) >= 9:
            self.settle()
            time.sleep(0.03)
        return taken

    def settle(self):
        """Looks what has become of the jobs that are open."""
        for job, (printer, what, begun) in list(self.open.items()):
            _, groups = self.ask(printer, 9, ipp.attribute(ipp.INTEGER, "job-id", job))
            state = struct.unpack(">i", ipp.find(groups, ipp.JOB, "job-state")[0][0])[0]
            if state in DONE:
                self.ends[DONE[state]] = self.ends.get(DONE[state], 0) + 1
                if state == 8 and not ipp.find(groups, ipp.JOB, "job-state-message"):
                    raise Find(f"job {job} was aborted without a word ({what})")
                del self.open[job]
            elif time.monotonic() - begun > self.patience:
                raise Find(f"job {job} did not come to an end in {self.patience} s ({what})")

    def finish(self):
        while self.open:
            self.settle()
            time.sleep(0.05)
