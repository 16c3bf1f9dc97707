#!/usr/bin/env python3
"""event_streams.py BIN_FOLDER [STREAMS]: what STREAMS (200) open streams of events cost a server in memory, before and after each of
them was told of a change; and how long it takes until all of them know of one."""
import json
import os
import pathlib
import re
import select
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

BIN = pathlib.Path(sys.argv[1]).resolve()
STREAMS = int(sys.argv[2]) if len(sys.argv) > 2 else 200


def resident_mb(process):
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024


def ask(port, method, path, body=None):
    request = urllib.request.Request(f"http://127.0.0.1:{port}/api/v1/{path}", method=method, data=body)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def listen(port):
    stream = socket.create_connection(("127.0.0.1", port))
    stream.sendall(b"GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n")
    while b"retry:" not in stream.recv(4096):
        pass
    return stream


def told(streams, word):
    """Seconds until each stream has the word."""
    began, missing, seen = time.monotonic(), set(streams), {stream: b"" for stream in streams}
    while missing:
        ready, _, _ = select.select(missing, [], [], 30)
        if not ready:
            sys.exit(f"{len(missing)} streams are told nothing")
        for stream in ready:
            seen[stream] = seen[stream][-200:] + stream.recv(65536)
            if word in seen[stream]:
                missing.discard(stream)
    return time.monotonic() - began


def main():
    with tempfile.TemporaryDirectory(prefix="platen-bench-", dir=os.environ.get("BENCH_FOLDER")) as folder:
        state = pathlib.Path(folder)
        (state / "platen.toml").write_text("[discovery]\nannounce = false\n")
        root = ["--allow-root"] if os.geteuid() == 0 else []
        server = subprocess.Popen([BIN / "platen", "server", "--demo", "--state", state, "--config", state / "platen.toml", "--port", "0", *root],
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        try:
            port = int(re.search(r":(\d+)/", server.stdout.readline().decode()).group(1))
            for _ in range(20):  # what every first request costs
                ask(port, "GET", "printers")
            time.sleep(2)
            before = resident_mb(server)
            streams = [listen(port) for _ in range(STREAMS)]
            opened = resident_mb(server)
            document = ask(port, "POST", "documents?name=a.txt", b"a text")["id"]
            body = json.dumps({"printer": "ir1020", "documents": [document], "hold-until": "indefinite"}).encode()
            times = []
            for _ in range(20):
                job = ask(port, "POST", "jobs", body)["job-id"]
                times.append(told(streams, f'"id":"{job}"'.encode()))
            after = resident_mb(server)
            print(f"{STREAMS} streams: {before:.1f} MB before, {opened:.1f} MB open ({(opened - before) * 1024 / STREAMS:.1f} kB each), "
                  f"{after:.1f} MB after 20 changes told to each; all told after {sorted(times)[len(times) // 2] * 1000:.0f} ms (median), "
                  f"{max(times) * 1000:.0f} ms (most)")
        finally:
            server.terminate()
            server.wait(timeout=60)


main()
