"""Memory that runs out while the server runs: refused before, survived after, and back by itself."""
import concurrent.futures
import http.client
import pathlib
import re
import resource
import socket
import unittest

import ipp_wire
import server

MEBIBYTE = 1 << 20
BUSY = 0x0507  # server-error-busy, RFC 8011


def request(operation, *attributes):
    return ipp_wire.request(operation, "2.0", 1, [
        ("charset", "attributes-charset", "utf-8"), ("naturalLanguage", "attributes-natural-language", "en"),
        ("uri", "printer-uri", "ipp://localhost/ipp/print/ir1020"), *attributes])


class Memory(unittest.TestCase):
    def setUp(self):
        self.context = server.server()
        self.running = self.context.__enter__()
        self.addCleanup(self.context.__exit__, None, None, None)
        self.running.run("pause", "-d", "ir1020")

    def leave(self, mebibytes):
        """So much address space is left for the server; none: as much as it likes."""
        status = pathlib.Path(f"/proc/{self.running.process.pid}/status").read_text()
        size = int(re.search(r"VmSize:\s+(\d+)", status)[1]) * 1024
        limit = resource.RLIM_INFINITY if mebibytes is None else size + mebibytes * MEBIBYTE
        resource.prlimit(self.running.process.pid, resource.RLIMIT_AS, (limit, resource.RLIM_INFINITY))

    def post(self, body):
        """The status of HTTP and that of IPP; 0: the connection ended."""
        connection = http.client.HTTPConnection("127.0.0.1", self.running.port, timeout=60)
        try:
            connection.request("POST", "/ipp/print/ir1020", body, {"Content-Type": "application/ipp"})
            answer = connection.getresponse()
            data = answer.read()
            return answer.status, int.from_bytes(data[2:4], "big") if answer.status == 200 else None
        except (http.client.HTTPException, OSError):
            return 0, None
        finally:
            connection.close()

    def document(self):
        return request("Print-Job", ("mimeMediaType", "document-format", "text/plain")) + b"many words\n" * 20_000

    def test_long_bodies_wait_until_there_is_memory(self):
        self.assertEqual(self.post(self.document()), (200, 0))
        self.leave(32)
        server.wait_for(lambda: self.post(self.document()) == (200, BUSY), 20, "the refusal")
        self.assertIn("memory is short", self.running.log())
        self.assertEqual(self.post(request("Get-Printer-Attributes")), (200, 0))  # who only asks is served
        self.running.run("jobs")
        self.leave(8)  # not even enough to look at what is asked
        server.wait_for(lambda: self.post(self.document())[0] == 503, 20, "the refusal before a look")
        self.leave(None)
        server.wait_for(lambda: self.post(self.document()) == (200, 0), 20, "room again")
        self.assertEqual(len(self.running.run("jobs").stdout.strip().splitlines()) > 1, True)

    def test_attributes_of_all_requests_have_one_bound(self):
        """A million bytes each, and never the last: beyond the bound the next is told that the server is busy."""
        group = request("Get-Printer-Attributes", ("keyword", "requested-attributes", *["x" * 1_000] * 900))
        self.assertEqual(self.post(group)[0], 200)
        held = []
        head = (f"POST /ipp/print/ir1020 HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/ipp\r\nContent-Length: {len(group)}"
                "\r\n\r\n").encode()
        for _ in range(60):
            held.append(socket.create_connection(("127.0.0.1", self.running.port), timeout=60))
            held[-1].sendall(head + group[:-100])
        for connection in held:
            self.addCleanup(connection.close)
        server.wait_for(lambda: self.post(group) == (200, BUSY), 60, "the bound")
        self.assertEqual(self.post(request("Get-Printer-Attributes")), (200, 0))
        self.assertEqual(self.post(self.document()), (200, 0))
        for connection in held:
            connection.close()
        server.wait_for(lambda: self.post(group) not in ((200, BUSY), (0, None)), 60, "room again")

    def test_groups_of_attributes_that_find_no_memory_end_alone(self):
        """More than there is memory for, all at once and before anybody can look."""
        group = request("Get-Printer-Attributes", ("keyword", "requested-attributes", *["x" * 1_000] * 900))
        pieces = [group[at:at + 60_000] for at in range(0, len(group), 60_000)]
        self.assertEqual(self.post(group)[0], 200)
        self.leave(80)
        held = []
        head = (f"POST /ipp/print/ir1020 HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/ipp\r\nContent-Length: {len(group)}"
                "\r\n\r\n").encode()
        for _ in range(150):
            held.append(socket.create_connection(("127.0.0.1", self.running.port), timeout=60))
            held[-1].sendall(head)

        def send(connection):
            try:
                for piece in pieces:
                    connection.sendall(piece)
                answer = b""
                while b"\r\n\r\n" not in answer and (more := connection.recv(65536)):
                    answer += more
                return answer[9:12].decode() or "closed"
            except OSError:
                return "closed"
        with concurrent.futures.ThreadPoolExecutor(30) as pool:
            ends = list(pool.map(send, held))
        for connection in held:
            connection.close()
        self.assertLessEqual(set(ends), {"200", "503", "closed"}, self.running.log())
        self.assertIsNone(self.running.process.poll(), self.running.log())
        self.leave(None)
        server.wait_for(lambda: self.post(self.document()) == (200, 0), 30, "room again")
        self.running.run("submit", "-d", "ir1024", "--wait", pathlib.Path(__file__))


if __name__ == "__main__":
    unittest.main()
