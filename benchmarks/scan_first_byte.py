#!/usr/bin/env python3
"""scan_first_byte.py BIN_FOLDER [RUNS]: the time from the first byte of a page at the scanner's connection to its first byte at a
client of eSCL, for A4 in colour from a virtual copier. A relay between server and copier sees the one, the client the other."""
import http.client
import os
import pathlib
import re
import select
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

BIN = pathlib.Path(sys.argv[1]).resolve()
RUNS = int(sys.argv[2]) if len(sys.argv) > 2 else 10
PLATEN = BIN / "platen"
READ_IMAGE = b"\xd4\x20"
FORMATS = ("image/jpeg", "image/png", "application/pdf")
SETTINGS = """<?xml version="1.0"?><scan:ScanSettings xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03"
 xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm"><pwg:Version>2.6</pwg:Version><pwg:InputSource>Platen</pwg:InputSource>
<scan:ColorMode>RGB24</scan:ColorMode><scan:XResolution>{dpi}</scan:XResolution><scan:YResolution>{dpi}</scan:YResolution>
<pwg:DocumentFormat>{format}</pwg:DocumentFormat><scan:DocumentFormatExt>{format}</scan:DocumentFormatExt></scan:ScanSettings>"""


class Relay:
    """UDP and TCP of one port to those of another; notes when the answer to the first image block begins."""

    def __init__(self, target):
        self.target = ("127.0.0.1", target)
        self.first = None
        self.tcp = socket.create_server(("127.0.0.1", 0))
        self.port = self.tcp.getsockname()[1]
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.bind(("127.0.0.1", self.port))
        for loop in (self.datagrams, self.connections):
            threading.Thread(target=loop, daemon=True).start()

    def datagrams(self):
        out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        out.settimeout(1)
        while True:
            data, sender = self.udp.recvfrom(65536)
            out.sendto(data, self.target)
            try:
                self.udp.sendto(out.recv(65536), sender)
            except TimeoutError:
                pass

    def connections(self):
        while True:
            client, _ = self.tcp.accept()
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        device = socket.create_connection(self.target)
        device.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        asked = False
        while True:
            ready, _, _ = select.select([client, device], [], [])
            for one in ready:
                data = one.recv(1 << 18)
                if not data:
                    client.close()
                    device.close()
                    return
                if one is client:
                    asked = asked or READ_IMAGE in data[16:]
                    device.sendall(data)
                else:
                    if asked and self.first is None and len(data) > 64:
                        self.first = time.perf_counter()
                    client.sendall(data)


def start(words):
    process = subprocess.Popen(list(map(str, words)), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return process, process.stdout.readline().decode()


def one_page(port, relay, dpi, media_type):
    """Milliseconds from the scanner's first image byte to the client's first byte of the page, and the whole page's seconds."""
    relay.first = None
    begin = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("POST", "/eSCL/copier/ScanJobs", SETTINGS.format(dpi=dpi, format=media_type), {"Content-Type": "text/xml"})
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 201, answer.status
    path = re.sub(r"^\w+://[^/]+", "", answer.headers["Location"])
    while True:
        connection.request("GET", path + "/NextDocument")
        answer = connection.getresponse()
        if answer.status != 503:
            break
        answer.read()
        time.sleep(0.01)
    assert answer.status == 200, answer.status
    answer.read1(1)
    first = time.perf_counter()
    answer.read()
    took = time.perf_counter() - begin
    connection.request("DELETE", path)
    connection.getresponse().read()
    return 1000 * (first - relay.first), took


def main():
    with tempfile.TemporaryDirectory(prefix="platen-bench-") as folder:
        state = pathlib.Path(folder) / "state"
        state.mkdir()
        (state / "platen.toml").write_text("[discovery]\nannounce = false\n")
        twin, line = start([PLATEN, "virtual", "canon-ir1020", "--scanner-only", "--scanner-port", "0"])
        relay = Relay(int(re.search(r"scanner=(\d+)", line).group(1)))
        root = ["--allow-root"] if os.geteuid() == 0 else []
        server, line = start([PLATEN, "server", "--config", state / "platen.toml", "--state", state, "--port", "0", *root])
        port = int(re.search(r"http://127\.0\.0\.1:(\d+)/", line).group(1))
        try:
            subprocess.run([PLATEN, "scanners", "add", "copier", "-v", f"bjnp://127.0.0.1:{relay.port}", "-m", "canon-ir1020",
                            "--server", state / "platen.sock"], check=True, stdout=subprocess.DEVNULL)
            print(f"one page from the glass in colour, {RUNS} each\n{'':24}{'first byte, best':>18}{'median':>10}{'whole page':>14}")
            for dpi in (300, 600):
                for media_type in FORMATS:
                    times = [one_page(port, relay, dpi, media_type) for _ in range(RUNS)]
                    firsts = [first for first, _ in times]
                    print(f"{media_type + ', ' + str(dpi) + ' dpi':24}{min(firsts):15.1f} ms{statistics.median(firsts):7.1f} ms"
                          f"{statistics.median(took for _, took in times):12.2f} s")
        finally:
            for process in (server, twin):
                process.terminate()
                process.wait()


if __name__ == "__main__":
    main()
