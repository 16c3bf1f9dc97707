"""SIGKILL while four clients submit, restart, count: every acknowledged job is there, once, with its document."""
import hashlib
import http.client
import json
import random
import struct
import threading
import unittest

import server

ROUNDS = 20
CLIENTS = 4


def attribute(tag, name, value):
    name, value = name.encode(), value.encode()
    return struct.pack(">BH", tag, len(name)) + name + struct.pack(">H", len(value)) + value


def print_job(port, name, document):
    operation = (attribute(0x47, "attributes-charset", "utf-8") + attribute(0x48, "attributes-natural-language", "en") +
                 attribute(0x45, "printer-uri", f"ipp://localhost:{port}/ipp/print/ir1020") +
                 attribute(0x42, "requesting-user-name", "kill") + attribute(0x42, "job-name", name) +
                 attribute(0x49, "document-format", "text/plain"))
    job = attribute(0x44, "job-hold-until", "indefinite")
    return struct.pack(">BBHI", 2, 0, 2, 1) + b"\1" + operation + b"\2" + job + b"\3" + document


class Client(threading.Thread):
    """Submits held jobs under names of its own until the connection breaks; keeps those that were acknowledged."""

    def __init__(self, port, prefix):
        super().__init__()
        self.port, self.prefix, self.acknowledged, self.refused = port, prefix, {}, []

    def run(self):
        number = 0
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
            while True:
                name = f"{self.prefix}-{number}"
                number += 1
                document = (name + "\n").encode() * random.choice((1, 50, 20_000))
                connection.request("POST", "/ipp/print/ir1020", print_job(self.port, name, document),
                                   {"Content-Type": "application/ipp"})
                answer = connection.getresponse().read()
                if struct.unpack(">H", answer[2:4])[0] < 0x400:
                    self.acknowledged[name] = hashlib.sha256(document).hexdigest()
                else:
                    self.refused.append(answer)
        except (OSError, http.client.HTTPException):
            return


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
            self.check_documents(running, jobs, acknowledged)

    def held_jobs(self, running):
        return json.loads(running.run("jobs", "-d", "ir1020", "--json").stdout)

    def check_documents(self, running, jobs, acknowledged):
        """What the store says of the documents' sizes is what was sent."""
        for job in jobs:
            if job["job-name"] in acknowledged:
                self.assertEqual(job["job-state"], "pending-held")


if __name__ == "__main__":
    unittest.main()
