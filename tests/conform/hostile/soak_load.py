"""The people of a soak: some print, some manage what they printed, some administer, some mean harm."""
import collections
import http.client
import os
import random
import signal
import socket
import struct
import threading
import time

import attack
import conversations
import documents
import ipp
from watch import Find, children_of
from wire import Client, over_socket, over_tcp

STATES = {3: "pending", 4: "held", 5: "processing", 6: "stopped", 7: "canceled", 8: "aborted", 9: "completed"}
FINAL = {"canceled", "aborted", "completed"}


class Person(threading.Thread):
    """Does one thing again and again until the soak is over. What it finds wrong is kept in `fault`."""

    def __init__(self, soak, name, pause):
        super().__init__(name=name, daemon=True)
        self.soak, self.pause, self.rng, self.fault, self.done = soak, pause, random.Random(f"{soak.seed}:{name}"), None, collections.Counter()
        self.client = Client(over_tcp(soak.running.port), soak.patience)
        self.administrator = Client(over_socket(soak.running.socket), soak.patience)

    def run(self):
        try:
            while self.soak.wait(self.rng.uniform(0, 2 * self.pause)):
                self.act()
        except (Find, OSError, http.client.HTTPException, ValueError, IndexError, struct.error) as error:
            self.fault = error

    def ask(self, printer, operation, *more, client=None, **rest):
        """(IPP status, groups)"""
        path = f"/ipp/print/{printer}"
        _, message = conversations.request(operation, *more, uri=("printer-uri", f"ipp://localhost{path}"), **rest)
        status, body = (client or self.client).ask(path, message.encode())
        if status != 200:
            raise Find(f"{self.name}: HTTP status {status}")
        return ipp.parse(body)


class Printing(Person):
    """Submits documents of every kind, one in four mutated; what is acknowledged must never be lost."""

    QUEUE = 5  # jobs of a printer beyond which people wait, so that a slow machine comes to an end

    def act(self):
        printer, kind = self.rng.choice(self.soak.printers), self.rng.choice(("pdf", "ps", "text", "png", "jpeg", "tiff", "pwg", "urf"))
        if self.waiting(printer) > self.QUEUE:
            self.done["waited"] += 1
            return
        if self.rng.random() < 0.25:
            data, _ = attack.document_mutations.make(kind, self.rng)
        else:
            data = {"pdf": documents.one_page, "ps": lambda: b"%!PS\n9 9 80 80 rectfill showpage", "text": lambda: b"line\n" * 90}.get(
                kind, lambda: self.rng.choice(documents.pictures(kind)))()
        given = [ipp.attribute(ipp.MIME, "document-format", "application/octet-stream"), ipp.attribute(ipp.NAME, "job-name", self.name)]
        held = [ipp.attribute(ipp.KEYWORD, "job-hold-until", "indefinite")] if self.rng.random() < 0.1 else []
        status, groups = self.ask(printer, 2, *given, groups=[(ipp.JOB, held)] if held else (), data=data)
        if status < 0x100:
            self.soak.accept(struct.unpack(">i", ipp.find(groups, ipp.JOB, "job-id")[0][0])[0])
        self.done["accepted" if status < 0x100 else "refused"] += 1

    def waiting(self, printer):
        _, groups = self.ask(printer, 0x0A, ipp.attribute(ipp.KEYWORD, "requested-attributes", "job-state"), client=self.administrator)
        return sum(STATES[struct.unpack(">i", content)[0]] != "held" for content, in ipp.find(groups, ipp.JOB, "job-state"))


class Managing(Person):
    """Cancels, holds, releases, reprints and moves jobs that others submitted."""

    OPERATIONS = {8: "cancel", 0x0C: "hold", 0x0D: "release", 0x0E: "restart", 0x3A: "resubmit", 0x400D: "move", 9: "look"}

    def act(self):
        job, operation = self.soak.some_job(self.rng), self.rng.choice(list(self.OPERATIONS))
        if job is None:
            return
        groups = ()
        if operation == 0x400D:
            target = f"ipp://localhost/ipp/print/{self.rng.choice(('ir1020', 'ir1024'))}"
            groups = [(ipp.JOB, [ipp.attribute(ipp.URI, "job-printer-uri", target)])]
        status, answer = self.ask("ir1020", operation, ipp.attribute(ipp.INTEGER, "job-id", job), client=self.administrator, groups=groups)
        if operation == 0x3A and status < 0x100:
            self.soak.accept(struct.unpack(">i", ipp.find(answer, ipp.JOB, "job-id")[0][0])[0])
        if status >= 0x500 and status != 0x0506:  # server-error-not-accepting-jobs
            raise Find(f"{self.OPERATIONS[operation]} was answered {status:#x}")
        self.done[self.OPERATIONS[operation] + (" refused" if status >= 0x400 else "")] += 1


class Administering(Person):
    """Pauses and resumes printers, holds new jobs, lists everything, has the configuration read again."""

    def act(self):
        printer, what = self.rng.choice(self.soak.printers), self.rng.choice(("pause", "hold", "list", "list", "reload"))
        if what == "list":
            self.ask(printer, 0x0A, ipp.attribute(ipp.KEYWORD, "which-jobs", "all"), ipp.attribute(ipp.INTEGER, "limit", 100))
            self.ask(printer, 0x0B, ipp.attribute(ipp.KEYWORD, "requested-attributes", "all"))
        elif what == "reload":
            os.kill(self.soak.running.process.pid, signal.SIGHUP)
        else:
            begin, end = (0x10, 0x11) if what == "pause" else (0x25, 0x26)
            self.ask(printer, begin, client=self.administrator)
            self.soak.wait(self.rng.uniform(0.2, 3))
            self.ask(printer, end, client=self.administrator)
        self.done[what] += 1


class Killing(Person):
    """Kills a renderer, as a lack of memory would."""

    def act(self):
        for pid, name, _ in children_of(self.soak.running.process.pid):
            if name.startswith(("platen-render", "gs")):
                try:
                    os.kill(pid, signal.SIGKILL)
                    self.done["renderers killed"] += 1
                except ProcessLookupError:
                    pass
                return


class Attacking(Person):
    """Mutated connections and requests. The requests go to a printer that nobody uses."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.requests, self.number = attack.IppAttack(self.soak.running, self.soak.patience, administers=False), 0
        self.requests.set_up()

    def act(self):
        for _ in range(20):
            self.number += 1
            attack.http_attack(self.soak.running, self.soak.patience, self.soak.seed, self.number)
            self.requests.run(self.soak.seed, self.number)
        self.done["cases"] += 40


class Dawdling(Person):
    """Connects and says little or nothing."""

    def act(self):
        held = []
        for _ in range(20):
            connection = socket.create_connection(("127.0.0.1", self.soak.running.port), timeout=self.soak.patience)
            connection.sendall(self.rng.choice((b"", b"POST /ipp/print HTTP/1.1\r\n", b"\x16\x03\x01", b"POST / HTTP/1.1\r\nHost: localhost\r\n"
                                                b"Content-Length: 99999\r\n\r\nx")))
            held.append(connection)
        self.soak.wait(self.rng.uniform(1, 12))
        for connection in held:
            connection.close()
        self.done["connections"] += 20


def state_of(person, job):
    """The job's state in a word, and its message; ("lost", "") when the server does not know it."""
    status, groups = person.ask("ir1020", 9, ipp.attribute(ipp.INTEGER, "job-id", job), client=person.administrator)
    if status >= 0x400:
        return "lost", ""
    number = struct.unpack(">i", ipp.find(groups, ipp.JOB, "job-state")[0][0])[0]
    words = ipp.find(groups, ipp.JOB, "job-state-message")
    return STATES[number], words[0][0].decode() if words else ""


def settled(person, jobs, seconds):
    """{job: (state, message)} once every job is final or held, or the time is over."""
    known, end = {}, time.monotonic() + seconds
    while time.monotonic() < end:
        for job in jobs:
            if known.get(job, ("",))[0] not in FINAL:
                known[job] = state_of(person, job)
        if all(state in FINAL | {"held", "lost"} for state, _ in known.values()):
            break
        time.sleep(1)
    return known
