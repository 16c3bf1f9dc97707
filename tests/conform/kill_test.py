"""SIGKILL while four clients submit, restart, count: every acknowledged job is there, once, with its document."""
import collections
import hashlib
import http.client
import json
import random
import sqlite3
import struct
import threading
import unittest

import server

ROUNDS = 20
CLIENTS = 4


def attribute(tag, name, value):
    name, value = name.encode(), value.encode()
    return struct.pack(">BH", tag, len(name)) + name + struct.pack(">H", len(value)) + value


def print_job(port, user, name, document):
    operation = (attribute(0x47, "attributes-charset", "utf-8") + attribute(0x48, "attributes-natural-language", "en") +
                 attribute(0x45, "printer-uri", f"ipp://localhost:{port}/ipp/print/ir1020") +
                 attribute(0x42, "requesting-user-name", user) + attribute(0x42, "job-name", name) +
                 attribute(0x49, "document-format", "text/plain"))
    job = attribute(0x44, "job-hold-until", "indefinite")
    return struct.pack(">BBHI", 2, 0, 2, 1) + b"\1" + operation + b"\2" + job + b"\3" + document


class Client(threading.Thread):
    """Submits held jobs under names of its own until the connection breaks; keeps those that were acknowledged.

    Each is a user of its own: on a quick machine they would together come to the number of jobs that one user may have."""

    def __init__(self, port, prefix):
        super().__init__()
        self.port, self.prefix, self.acknowledged, self.refused = port, prefix, {}, []

    def run(self):
        number = 0
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            while True:
                name = f"{self.prefix}-{number}"
                number += 1
                document = (name + "\n").encode() * random.choice((1, 50, 20_000))
                connection.request("POST", "/ipp/print/ir1020", print_job(self.port, self.prefix, name, document),
                                   {"Content-Type": "application/ipp"})
                answer = connection.getresponse().read()
                if struct.unpack(">H", answer[2:4])[0] < 0x400:
                    self.acknowledged[name] = hashlib.sha256(document).hexdigest()
                else:
                    self.refused.append(answer)
        except (OSError, http.client.HTTPException):
            return
        finally:
            connection.close()


class Kill(unittest.TestCase):
    def test_no_acknowledged_job_is_lost_or_doubled(self):
        random.seed(1)
        acknowledged, submitted = {}, 0
        with server.server() as running:
            for round_number in range(ROUNDS):
                clients = [Client(running.port, f"r{round_number}c{c}") for c in range(CLIENTS)]
                for client in clients:
                    client.start()
                clients[0].join(random.uniform(0.05, 0.5))
                running.kill()
                for client in clients:
                    client.join()
                    self.assertEqual(client.refused, [])
                    acknowledged |= client.acknowledged
                running.start()
            jobs = self.held_jobs(running)
            names = [job["job-name"] for job in jobs]
            self.assertEqual(sorted(set(acknowledged) - set(names)), [], "acknowledged and lost")
            self.assertEqual(len(names), len(set(names)), "doubled")
            print(f"{ROUNDS} kills: {len(acknowledged)} jobs acknowledged, 0 lost, 0 doubled, "
                  f"{len(names) - len(acknowledged)} stored whose answer was cut off")
            self.assertGreater(len(acknowledged), ROUNDS)
            self.assertEqual({job["job-state"] for job in jobs}, {"pending-held"})
            self.assertEqual(running.stop(), 0)
            self.check_documents(running.state, acknowledged)

    def held_jobs(self, running):
        return json.loads(running.run("jobs", "-d", "ir1020", "--json").stdout)

    def check_documents(self, state, acknowledged):
        """Every acknowledged document is in the store (docs/store.md), once and to the byte, and no file is an orphan."""
        found, files = collections.Counter(), set()
        database = sqlite3.connect(f"file:{state}/platen.db?mode=ro", uri=True)
        try:
            for file, content in database.execute("SELECT file, content FROM document"):
                if file:
                    files.add(file)
                    content = (state / "documents" / file).read_bytes()
                found[hashlib.sha256(content).hexdigest()] += 1
        finally:
            database.close()
        self.assertEqual([name for name, digest in acknowledged.items() if found[digest] != 1], [])
        on_disk = {str(path.relative_to(state / "documents")) for path in (state / "documents").rglob("*") if path.is_file()}
        self.assertEqual(on_disk, files)


if __name__ == "__main__":
    unittest.main()
