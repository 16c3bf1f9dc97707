#!/usr/bin/env python3
"""first_byte.py BIN_FOLDER [RUNS]: the time from a job's last byte, at the server, to its first byte at the device, for one page
of PostScript, PDF and picture on an idle office printer. Beside it the processor time of the renderers of a job and of the
server: on a machine with other work only they tell something."""
import http.client
import os
import pathlib
import re
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import time

BIN = pathlib.Path(sys.argv[1]).resolve()
RUNS = int(sys.argv[2]) if len(sys.argv) > 2 else 20
MODEL = "canon-ir1024"

DRAWING = b"0.5 g 50 50 300 300 re f"
POSTSCRIPT = b"%!PS\n0.5 setgray 50 50 300 300 rectfill showpage\n"
PDF = (b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
       b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>endobj\n"
       b"4 0 obj<</Length %d>>stream\n%s\nendstream endobj\ntrailer<</Root 1 0 R>>\n" % (len(DRAWING), DRAWING))
# Apple raster: A4 at 100 dpi, 8 bits, gray, all of one tone: runs of pixels in lines that are said to be repeated.
LINE = b"".join(bytes((run - 1, 128)) for run in (128,) * 6 + (59,))
PICTURE = (b"UNIRAST\0" + struct.pack(">I", 1) + bytes((8, 0, 1, 4)) + struct.pack(">7I", 0, 0, 827, 1169, 100, 0, 0) +
           b"".join(bytes((lines - 1,)) + LINE for lines in (256,) * 4 + (145,)))
DOCUMENTS = (("PostScript", "application/postscript", POSTSCRIPT), ("PDF", "application/pdf", PDF), ("picture", "image/urf", PICTURE))


def attribute(tag, name, value):
    return struct.pack(">BH", tag, len(name)) + name + struct.pack(">H", len(value)) + value


def print_job(media_type, document):
    uri = b"ipp://localhost/ipp/print/bench"
    return (struct.pack(">HHI", 0x0200, 0x0002, 1) + b"\1" + attribute(0x47, b"attributes-charset", b"utf-8") +
            attribute(0x48, b"attributes-natural-language", b"en") + attribute(0x45, b"printer-uri", uri) +
            attribute(0x49, b"document-format", media_type.encode()) + b"\3" + document)


def seconds_of(process):
    """(the process's, its ended children's) processor time"""
    words = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    own, children = int(words[11]) + int(words[12]), int(words[13]) + int(words[14])
    return own / os.sysconf("SC_CLK_TCK"), children / os.sysconf("SC_CLK_TCK")


def one_job(port, device, body):
    """Seconds from the end of the request to the first byte at the device, which takes the whole job."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("POST", "/ipp/print/bench", body, {"Content-Type": "application/ipp"})
    begin = time.monotonic()
    answer = connection.getresponse()
    code = struct.unpack(">H", answer.read()[2:4])[0]
    if code >= 0x100:
        raise SystemExit(f"the job was refused with status 0x{code:04x}")
    taker, _ = device.accept()
    with taker:
        taker.settimeout(60)
        taker.recv(1)
        took = time.monotonic() - begin
        taker.shutdown(socket.SHUT_WR)
        while taker.recv(1 << 20):
            pass
    connection.close()
    return took


def measure(server, port, device, body):
    one_job(port, device, body)
    before = seconds_of(server)
    times = []
    for _ in range(RUNS):
        time.sleep(0.1)  # until the server is idle again
        times.append(1000 * one_job(port, device, body))
    time.sleep(0.5)  # its renderers are gone then
    own, children = (1000 * (after - first) / RUNS for first, after in zip(before, seconds_of(server)))
    return min(times), statistics.median(times), children, own


def main():
    device = socket.create_server(("127.0.0.1", 0))
    device.settimeout(60)
    with tempfile.TemporaryDirectory() as state:
        config = pathlib.Path(state) / "platen.toml"
        config.write_text("[devices]\nstatus = false\n")  # its questions would come to the same port
        server = subprocess.Popen([BIN / "platen", "server", "--config", config, "--state", state, "--port", "0", "--listen", "127.0.0.1",
                                   "--allow-root"],
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        try:
            port = int(re.search(rb":(\d+)/", server.stdout.readline())[1])
            subprocess.run([BIN / "platen", "add", "-d", "bench", "-m", MODEL, "-v", f"socket://127.0.0.1:{device.getsockname()[1]}"],
                           check=True, env={**os.environ, "PLATEN_SERVER": f"{state}/platen.sock"}, stdout=subprocess.DEVNULL)
            print(f"one page on an idle {MODEL}, {RUNS} jobs each\n{'':12}{'first byte, best':>18}{'median':>10}{'renderers':>12}{'server':>9}")
            for name, media_type, document in DOCUMENTS:
                best, median, renderers, own = measure(server, port, device, print_job(media_type, document))
                print(f"{name:12}{best:15.1f} ms{median:7.1f} ms{renderers:9.1f} ms{own:6.1f} ms")
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
