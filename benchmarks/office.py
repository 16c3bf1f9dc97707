#!/usr/bin/env python3
"""Times office documents on their way to a monochrome laser, beside the peers, in one run. Usage: office.py PROGRAM INPUTS [REPEATS]

Every contender draws A4 at 600 dpi and 1 bit; those that make no printer language are named so. `bytes` is what a printer would be
sent, or, without a language, the raster. Seconds and memory as in compare.py. The queue is that of a server that runs: from the
beginning of the request to the last byte at the printer, which takes all at once; its memory is the server's and its renderers'."""
import os
import pathlib
import shutil
import sys
import time

from compare import FILTERS, compare
from office_inputs import make
from served import Served, print_job

DOCUMENTS = [  # file, title, pages, repeats (0: as asked)
    ("office10", "10 office pages: text, tables, charts", 10, 0),
    ("text100", "100 pages of text", 100, 0),
    ("photos4", "4 photographs of 8.6 megapixels", 4, 3),
    ("transparency4", "4 pages of transparency", 4, 1),
    ("noise4", "4 pages of noise", 4, 3),
]


class Queue:
    """A document on its way through the server, as a contender of compare()."""

    def __init__(self, served, pdf, work):
        self.served, self.pid, self.output = served, served.server.pid, work / "o"
        self.body = print_job("application/pdf", pdf.read_bytes())

    def run(self):
        time.sleep(0.3)  # until the server is idle again
        with open(self.output, "wb") as output:
            begin = time.perf_counter()
            connection = self.served.submit(self.body)
            last = self.served.take(output)[1]
            self.served.accepted(connection)
        return last - begin


def contenders(platen, served, pdf, work):
    gs = "gs -q -dSAFER -dBATCH -dNOPAUSE -r600 -sPAPERSIZE=a4"
    found = [
        ("platen, PCL XL", f"{platen} convert -m canon-ir1020 -o media=iso_a4_210x297mm -O {work}/o {pdf}"),
        ("platen, PCL 5e", f"{platen} convert -m canon-ir1020 -o media=iso_a4_210x297mm -o printer-language=pcl-5e -O {work}/o {pdf}"),
        ("platen, PCL XL, a server's queue", Queue(served, pdf, work)),
        ("gs ljet4 (PCL 5e raster)", f"{gs} -sDEVICE=ljet4 -sOutputFile={work}/o {pdf}"),
        ("gs pxlmono (PCL XL vectors)", f"{gs} -sDEVICE=pxlmono -sOutputFile={work}/o {pdf}"),
        ("mutool draw pcl", f"mutool draw -q -F pcl -r 600 -o {work}/o {pdf}"),
        ("mutool, 1 bit (no language)", f"mutool draw -q -F pbm -r 600 -o {work}/o {pdf}"),
        ("pdftoppm -mono (no language)", f"pdftoppm -mono -r 600 {pdf} > {work}/o"),
    ]
    if os.access(f"{FILTERS}/gstoraster", os.X_OK):
        settings = "'Resolution=600dpi PageSize=A4 ColorModel=Gray'"
        found.append(("CUPS gstoraster (no language)", f"CONTENT_TYPE=application/pdf {FILTERS}/gstoraster 1 u t 1 {settings} {pdf} > {work}/o"))
    return found


def main():
    platen, inputs = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    repeats = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    make(inputs)
    work = inputs / "office-work"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    with Served(platen, "canon-ir1020") as served:
        for name, title, pages, few in DOCUMENTS:
            compare(title, contenders(platen, served, inputs / f"{name}.pdf", work), work, min(repeats, few or repeats),
                    lambda seconds, pages=pages: f"{60 * pages / seconds:,.0f} pages/min", output=work / "o")
    shutil.rmtree(work)


main()
