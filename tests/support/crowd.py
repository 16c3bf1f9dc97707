#!/usr/bin/env python3
"""crowd.py PORT KIND COUNT [--to ADDRESS] [--from ADDRESS... | --from-many] [--path /ipp/print/NAME] [--drip BYTES] [--again]

COUNT slow or idle clients of a server, for tests and benchmarks. KIND is what each of them does: "silent" says nothing,
"header" sends a byte of a header now and then, "body" a whole Print-Job request and then a byte of its document now and
then, "idle" asks for / and keeps the connection, "tls" does so over TLS. --from: the addresses that they come from, in
turn; --from-many: each from one of its own, 127.x.y.z. --again: who was closed comes again. Each line on standard input
is answered by one of JSON: how many are open, were answered 200, were refused (503), were told that they are slow (408),
and were closed. The end of the input ends the crowd, and so does a quarter of an hour. Only for servers of one's own on
this machine: other addresses than those of its interfaces cannot be bound."""
import argparse
import collections
import json
import os
import selectors
import socket
import ssl
import struct
import sys
import time

TURN = 0.05  # seconds; each turn a twentieth of the crowd sends a byte
MOST_SECONDS = 900


def attribute(tag, name, value):
    return struct.pack(">BH", tag, len(name)) + name.encode() + struct.pack(">H", len(value)) + value.encode()


def print_job(port, path):
    """Header and attributes of a Print-Job request whose document is still to come."""
    ipp = struct.pack(">BBHI", 2, 0, 2, 1) + b"\1"
    ipp += attribute(0x47, "attributes-charset", "utf-8") + attribute(0x48, "attributes-natural-language", "en")
    ipp += attribute(0x45, "printer-uri", f"ipp://localhost:{port}{path}") + attribute(0x42, "requesting-user-name", "crowd")
    ipp += attribute(0x49, "document-format", "application/pdf") + b"\3%PDF-1.4\n"
    return (f"POST {path} HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Type: application/ipp\r\n"
            "Content-Length: 1000000\r\n\r\n").encode() + ipp


def first_words(kind, port, path):
    return {"silent": b"", "header": b"POST / HTTP/1.1\r\nX-", "body": print_job(port, path),
            "idle": f"GET / HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n".encode(),
            "tls": f"GET / HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n".encode()}[kind]


class Client:
    def __init__(self, crowd, index):
        self.crowd, self.index, self.greeted, self.answered = crowd, index, False, False
        self.socket = socket.socket(socket.AF_INET6 if ":" in crowd.to else socket.AF_INET)
        source = crowd.source(index)
        if source:
            self.socket.bind((source, 0))
        if crowd.kind == "tls":
            self.socket.settimeout(30)
            self.socket.connect((crowd.to, crowd.port))
            self.socket = crowd.tls.wrap_socket(self.socket)
            self.socket.setblocking(False)
            self.greet()
            crowd.poll.register(self.socket, selectors.EVENT_READ, self)
            return
        self.socket.setblocking(False)
        self.socket.connect_ex((crowd.to, crowd.port))
        crowd.poll.register(self.socket, selectors.EVENT_READ | selectors.EVENT_WRITE, self)

    def greet(self):
        self.greeted = True
        self.crowd.count["open"] += 1
        if self.crowd.words:
            self.socket.send(self.crowd.words)

    def ready(self, events):
        if events & selectors.EVENT_WRITE and not self.greeted:
            self.crowd.poll.modify(self.socket, selectors.EVENT_READ, self)
            self.greet()
        if events & selectors.EVENT_READ:
            self.read()

    def read(self):
        data = self.socket.recv(65536)
        if not data:
            raise ConnectionError
        status = data[9:12].decode(errors="replace") if data.startswith(b"HTTP/1.") else ""
        if status in ("200", "408", "503"):
            self.crowd.count[status] += 1

    def drip(self):
        if self.greeted and self.crowd.kind in ("header", "body"):
            self.socket.send(b"x" * self.crowd.drip)


class Crowd:
    def __init__(self, wish):
        self.to, self.port, self.kind, self.drip, self.again = wish.to, wish.port, wish.kind, wish.drip, wish.again
        self.sources = wish.sources
        self.many = wish.from_many
        self.words = first_words(wish.kind, wish.port, wish.path)
        self.count = collections.Counter()
        self.poll = selectors.DefaultSelector()
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self.tls.check_hostname, self.tls.verify_mode = False, ssl.CERT_NONE
        self.clients = {}
        self.poll.register(sys.stdin.fileno(), selectors.EVENT_READ, None)
        self.coming = list(range(wish.count))

    def source(self, index):
        if self.many:
            return f"127.{1 + index // 62500}.{index // 250 % 250}.{1 + index % 250}"
        return self.sources[index % len(self.sources)] if self.sources else None

    def come(self, index):
        try:
            self.clients[index] = Client(self, index)
        except OSError:
            self.count["closed"] += 1
            if self.again:
                self.coming.append(index)

    def guard(self, client, act, *words):
        """A client whose connection ends is no fault of the crowd."""
        try:
            act(*words)
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            pass
        except OSError:
            self.leave(client)

    def leave(self, client):
        self.poll.unregister(client.socket)
        client.socket.close()
        del self.clients[client.index]
        self.count["closed"] += 1
        self.count["open"] -= client.greeted
        if self.again:
            self.coming.append(client.index)

    def report(self):
        names = {"open": "open", "200": "answered", "503": "refused", "408": "slow", "closed": "closed"}
        print(json.dumps({name: self.count[key] for key, name in names.items()}), flush=True)

    def run(self):
        end, turn = time.monotonic() + MOST_SECONDS, 0
        while time.monotonic() < end:
            next_turn = time.monotonic() + TURN
            coming, self.coming = self.coming[:100], self.coming[100:]
            for index in coming:
                self.come(index)
            for index in range(turn % 20, max(self.clients, default=-1) + 1, 20):
                if index in self.clients:
                    self.guard(self.clients[index], self.clients[index].drip)
            turn += 1
            while (left := next_turn - time.monotonic()) > 0:
                for key, events in self.poll.select(left):
                    if key.data is not None:
                        self.guard(key.data, key.data.ready, events)
                    elif lines := os.read(sys.stdin.fileno(), 4096):
                        for _ in range(lines.count(b"\n")):
                            self.report()
                    else:
                        return


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("port", type=int)
    words.add_argument("kind", choices=("silent", "header", "body", "idle", "tls"))
    words.add_argument("count", type=int)
    words.add_argument("--to", default="127.0.0.1")
    words.add_argument("--from", dest="sources", nargs="+", default=[])
    words.add_argument("--from-many", action="store_true")
    words.add_argument("--path", default="/ipp/print/ir1020")
    words.add_argument("--drip", type=int, default=1)
    words.add_argument("--again", action="store_true")
    Crowd(words.parse_args()).run()


if __name__ == "__main__":
    main()
