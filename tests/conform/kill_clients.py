"""The clients of the kill loop. Each works until the server is gone and keeps what was acknowledged."""
import hashlib
import http.client
import random
import struct
import subprocess
import threading
import time

HELD, PENDING, CANCELED = 4, 3, 7
DEPARTMENT = "4711"  # that all jobs count for; without a PIN, whose proof takes as long as a round


def document_of(name):
    """The document of the job with this name, so that whatever is stored can be compared: most are small, some are files."""
    seed = hashlib.sha256(name.encode()).digest()
    lines = (1, 1, 50, 400, 6_000, 12_000)[seed[0] % 6]
    return (name + "\n").encode() * lines


def attribute(tag, name, value):
    name, value = name.encode(), value if isinstance(value, bytes) else value.encode()
    return struct.pack(">BH", tag, len(name)) + name + struct.pack(">H", len(value)) + value


def request(port, printer, operation, user, *attributes, job=b""):
    return (struct.pack(">BBHI", 2, 0, operation, 1) + b"\1" + attribute(0x47, "attributes-charset", "utf-8") +
            attribute(0x48, "attributes-natural-language", "en") +
            attribute(0x45, "printer-uri", f"ipp://localhost:{port}/ipp/print/{printer}") + b"".join(attributes[:1]) +
            attribute(0x42, "requesting-user-name", user) + b"".join(attributes[1:]) + (b"\2" + job if job else b"") + b"\3")


def job_id_of(answer):
    at = answer.find(b"job-id") + len("job-id")
    return struct.unpack(">I", answer[at + 2:at + 6])[0]


class Client(threading.Thread):
    """`acknowledged`: name to job id. Each is a user of its own, for one user may have so many jobs only."""

    printer = "shelf"
    hold = attribute(0x44, "job-hold-until", "indefinite")
    account = attribute(0x42, "job-account-id", DEPARTMENT)

    def __init__(self, port, prefix):
        super().__init__()
        self.port, self.prefix, self.acknowledged, self.refused = port, prefix, {}, []
        self.random = random.Random(prefix)

    def post(self, body, **more):
        self.connection.request("POST", f"/ipp/print/{self.printer}", body, {"Content-Type": "application/ipp"}, **more)
        answer = self.connection.getresponse().read()
        if struct.unpack(">H", answer[2:4])[0] >= 0x400:
            self.refused.append(answer)
            return None
        return answer

    def run(self):
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            number = 0
            while not self.refused and self.work(f"{self.prefix}-{number}"):
                number += 1
        except (OSError, http.client.HTTPException, struct.error):
            return
        finally:
            self.connection.close()

    def print_job(self, name):
        return request(self.port, self.printer, 0x0002, self.prefix, b"", attribute(0x42, "job-name", name),
                       attribute(0x49, "document-format", "text/plain"), job=self.hold + self.account)


class Submitter(Client):
    """Print-Job; every third time Create-Job and Send-Document."""

    def work(self, name):
        if self.random.random() < 0.33:
            return self.in_two_steps(name)
        if answer := self.post(self.print_job(name) + document_of(name)):
            self.acknowledged[name] = job_id_of(answer)
        return True

    def in_two_steps(self, name):
        answer = self.post(request(self.port, self.printer, 0x0005, self.prefix, b"", attribute(0x42, "job-name", name),
                                   job=self.hold + self.account))
        if not answer:
            return False
        job = job_id_of(answer)
        if self.post(request(self.port, self.printer, 0x0006, self.prefix, attribute(0x21, "job-id", struct.pack(">I", job)),
                             attribute(0x49, "document-format", "text/plain"), attribute(0x22, "last-document", b"\1")) +
                     document_of(name)):
            self.acknowledged[name] = job
        return True


class Uploader(Client):
    """Documents in chunks, slowly: the kill comes in the midst of most."""

    def work(self, name):
        def chunks():
            yield self.print_job(name)
            data = document_of(name)
            for at in range(0, len(data), 20_000):
                time.sleep(0.01)
                yield data[at:at + 20_000]
        if answer := self.post(chunks(), encode_chunked=True):
            self.acknowledged[name] = job_id_of(answer)
        return True


class Printing(Client):
    """One job that a virtual device prints."""

    hold = attribute(0x44, "job-hold-until", "no-hold")

    def __init__(self, port, prefix, printer):
        super().__init__(port, prefix)
        self.printer = printer

    def work(self, name):
        if answer := self.post(self.print_job(name) + f"{name}\n".encode()):
            self.acknowledged[name] = job_id_of(answer)
        return False


class Administrator(threading.Thread):
    """Changes jobs that were acknowledged earlier, and makes and deletes printers, through the commands.

    `known`: of each job, the set of (printer, state) that it may have: one, or two when the answer did not come."""

    def __init__(self, server, prefix, jobs, known, printers):
        super().__init__()
        self.server, self.prefix, self.jobs, self.known, self.printers = server, prefix, jobs, known, printers
        self.random, self.done = random.Random(prefix), 0

    def command(self, *words):
        try:
            acknowledged = self.server.run(*words, check=False).returncode == 0
        except subprocess.TimeoutExpired:  # on a machine that stood still: no answer, either state is right
            return False
        self.done += acknowledged
        return acknowledged

    def run(self):
        number = 0
        while self.server.process.poll() is None:
            number += 1
            if number % 4 == 0:
                self.change_printer(number)
            else:
                self.change_job()

    def change_job(self):
        # One of which everything is known, and that is not finished.
        jobs = [job for job in self.jobs if len(self.known[job]) == 1 and next(iter(self.known[job]))[1] != CANCELED]
        if not jobs:
            time.sleep(0.01)
            return
        job = self.random.choice(jobs)
        (printer, state), = self.known[job]
        words, after = self.random.choice([
            (("hold", job), (printer, HELD)), (("release", job), (printer, PENDING)), (("cancel", job), (printer, CANCELED)),
            (("move", job, "-d", "attic" if printer == "shelf" else "shelf"), ("attic" if printer == "shelf" else "shelf", state))])
        self.known[job] = {(printer, state), after}
        if self.command(*words):
            self.known[job] = {after}

    def change_printer(self, number):
        """`printers`: those that must be there (True), must not (False) or may be either (None)."""
        present = [name for name, there in self.printers.items() if there and name.startswith("r")]  # made by one of us
        if present and self.random.random() < 0.5:
            name, after, words = present[0], False, ("delete", "-d", present[0])
        else:
            name, after = f"{self.prefix}-{number}", True
            words = ("add", "-d", name, "-m", "canon-ir1020", "-v", "file:/dev/null")
        self.printers[name] = None
        if self.command(*words):
            self.printers[name] = after
