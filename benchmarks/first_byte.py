#!/usr/bin/env python3
"""first_byte.py BIN_FOLDER [RUNS]: the time from a job's last byte, at the server, to its first byte at the device, for one page
of PostScript, PDF and picture on an idle office printer. Beside it the processor time of the renderers of a job and of the
server: on a machine with other work only they tell something."""
import os
import pathlib
import statistics
import struct
import sys
import time

from served import Served, print_job

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


def seconds_of(process):
    """(the process's, its ended children's) processor time"""
    words = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    own, children = int(words[11]) + int(words[12]), int(words[13]) + int(words[14])
    return own / os.sysconf("SC_CLK_TCK"), children / os.sysconf("SC_CLK_TCK")


def one_job(served, body):
    """Seconds from the end of the request to the first byte at the device, which takes the whole job."""
    connection = served.submit(body)
    begin = time.perf_counter()
    served.accepted(connection)
    return served.take()[0] - begin


def measure(served, body):
    one_job(served, body)
    before = seconds_of(served.server)
    times = []
    for _ in range(RUNS):
        time.sleep(0.1)  # until the server is idle again
        times.append(1000 * one_job(served, body))
    time.sleep(0.5)  # its renderers are gone then
    own, children = (1000 * (after - first) / RUNS for first, after in zip(before, seconds_of(served.server)))
    return min(times), statistics.median(times), children, own


def main():
    with Served(BIN / "platen", MODEL) as served:
        print(f"one page on an idle {MODEL}, {RUNS} jobs each\n{'':12}{'first byte, best':>18}{'median':>10}{'renderers':>12}{'server':>9}")
        for name, media_type, document in DOCUMENTS:
            best, median, renderers, own = measure(served, print_job(media_type, document))
            print(f"{name:12}{best:15.1f} ms{median:7.1f} ms{renderers:9.1f} ms{own:6.1f} ms")


if __name__ == "__main__":
    main()
