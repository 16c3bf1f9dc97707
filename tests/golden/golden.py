"""Golden sheets: what each model is sent for fixed documents, and what its twin draws of it. The test compares with what
was recorded beside this file; tools/record_golden.py records it anew."""
import hashlib
import json
import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import zlib

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "cli"), str(HERE.parent / "support")]
import office_documents  # noqa: E402  (the paths must come first)
from support import COMPARE, pdf, run  # noqa: E402

DRAWN_DPI = 20
SIMILARITY = 0.90  # where another version of a drawing library may move a few dots

DRAWING = """q 0.9 0.2 0.1 rg 60 600 150 150 re f 0.1 0.3 0.8 rg 240 600 150 150 re f 0.5 g 420 600 100 150 re f Q
60 560 m 520 560 l 0.25 w S 60 550 m 520 550 l 1 w S 60 535 m 520 535 l 4 w S
q 290 380 m 390 380 l 340 480 l h W n 0 0.6 0.3 rg 250 350 200 200 re f Q
60 380 m 120 520 200 240 260 380 c 3 w S
BT /F1 28 Tf 60 300 Td (Golden sheet) Tj 0 -30 Td /F1 11 Tf (Helvetica, eleven points, on the second line.) Tj ET"""

TEXT = "Plain text\n==========\n\nNaïve café, Ελληνικά, Кириллица, 100 €\n\n" + "".join(
    f"{number:4}  " + "the quick brown fox jumps over the lazy dog "[:10 + number % 34] + "\n" for number in range(1, 70))


def picture():
    """A PNG that no font and no drawing library takes part in: ramps, bars, fine lines, circles, noise."""
    width, height, noise, rows = 480, 320, 1, []
    for y in range(height):
        row = bytearray([0])
        for x in range(width):
            noise = (noise * 1103515245 + 12345) & 0x7fffffff
            if y < 80:
                pixel = (x * 255 // (width - 1),) * 3
            elif y < 160:
                bar = x * 8 // width
                pixel = tuple(255 * (bar >> bit & 1) * (y - 80) // 79 for bit in (2, 1, 0))
            elif y < 200:
                pixel = (0, 0, 0) if x % (2 + x // 60) == 0 else (255, 255, 255)
            elif x < 240:
                ring = (x - 120) ** 2 + (y - 260) ** 2
                pixel = (200, 60, 40) if ring % 700 < 350 and ring < 3400 else (255, 240, 220)
            else:
                pixel = (noise >> 8 & 255, noise >> 14 & 255, noise >> 20 & 255)
            row += bytes(pixel)
        rows.append(bytes(row))

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) +
            chunk(b"pHYs", struct.pack(">IIB", 5906, 5906, 1)) + chunk(b"IDAT", zlib.compress(b"".join(rows))) +
            chunk(b"IEND", b""))


def test_page(kind, folder):
    path = folder / f"test-page-{kind}"
    code, _, err = run("test-page", kind, "-O", path)
    if code:
        raise RuntimeError(err)
    return path.read_bytes()


# What a document's sheet depends on beyond platen itself: Debian packages by what they do for it.
TEXT_DRAWING = ("libpango-1.0-0", "libcairo2", "libfreetype6", "libharfbuzz0b", "libfontconfig1", "fonts-dejavu-core")
GHOSTSCRIPT = ("ghostscript", "libgs10", "fonts-urw-base35")
DOCUMENTS = {
    "picture": (lambda folder: picture(), ()),
    "drawing": (lambda folder: pdf([DRAWING, DRAWING.replace("Golden", "Second")]), GHOSTSCRIPT),
    "text": (lambda folder: TEXT.encode(), GHOSTSCRIPT + TEXT_DRAWING),
    "test-picture": (lambda folder: test_page("picture", folder), TEXT_DRAWING + ("liblcms2-2",)),
    "test-document": (lambda folder: test_page("document", folder), GHOSTSCRIPT + TEXT_DRAWING),
    # Written by their makers with what draws text, zint, ImageMagick and qpdf.
    **{name: (lambda folder, make=make: make(), GHOSTSCRIPT + TEXT_DRAWING + packages)
       for name, (make, packages) in office_documents.DOCUMENTS.items()},
}

PLAIN_300 = ("media-type=stationery", "printer-resolution=300dpi")
IR_CASES = {
    "picture": ("media=iso_a5_148x210mm", "print-scaling=none"),
    "drawing": ("media=iso_a4_210x297mm", "sides=two-sided-short-edge", "copies=2", "media-source=tray-1"),
    "text": ("media=na_letter_8.5x11in", "media-type=stationery"),
    "test-picture": ("media=iso_a4_210x297mm",),
    "test-document": ("media=iso_a4_210x297mm", "sides=two-sided-long-edge"),
}
OFFICE_PCL5 = ("latin", "plan", "barcodes-drawn", "photographs", "transparency", "mixed-sizes")
OFFICE_IR1024 = ("right-to-left", "form", "pictures-deep", "shadings", "overprint", "annotations")
# name -> model, document, settings, further packages
CASES = {
    "canon-pro-1000-picture": ("canon-pro-1000", "picture", ("media=na_index-4x6_4x6in", "print-scaling=none"), ()),
    "canon-pro-1000-picture-borderless": (
        "canon-pro-1000", "picture", ("media=na_index-4x6_4x6in", "borderless=on", "print-quality=high"), ()),
    "canon-pro-1000-picture-jpeg": (
        "canon-pro-1000", "picture", ("media=na_index-4x6_4x6in", "page-format=jpeg"), ("libjpeg62-turbo",)),
    # Border, mat and marks in colour around an exact size, cut to a square; several on a sheet; dots.
    "canon-pro-1000-framed": (
        "canon-pro-1000", "picture",
        ("media=na_index-4x6_4x6in", "image-width=60mm", "image-height=60mm", "border-width=1mm", "border-color=#203060",
         "mat-width=5mm,5mm,12mm,5mm", "mat-color=ivory", "image-marks=crop", *PLAIN_300), ()),
    "canon-pro-1000-package": (
        "canon-pro-1000", "picture",
        ("media=iso_a5_148x210mm", "image-package=9x6cm,6x4cm*3", "image-marks=corner", *PLAIN_300), ()),
    "canon-ir1020-contact-sheet": (
        "canon-ir1020", "drawing", ("media=iso_a5_148x210mm", "contact-sheet=2x1", "border-width=0.5mm"), ()),
    "canon-pro-1000-drawing": ("canon-pro-1000", "drawing", ("media=iso_a4_210x297mm", *PLAIN_300), ()),
    "canon-pro-1000-text": ("canon-pro-1000", "text", ("media=na_letter_8.5x11in", *PLAIN_300), ()),
    "canon-pro-1000-test-picture": ("canon-pro-1000", "test-picture", ("media=na_index-4x6_4x6in",), ()),
    "canon-pro-1000-test-document": ("canon-pro-1000", "test-document", ("media=iso_a4_210x297mm", *PLAIN_300), ()),
    **{f"canon-ir1020-{document}": ("canon-ir1020", document, settings, ()) for document, settings in IR_CASES.items()},
    **{f"canon-ir1024-{document}": ("canon-ir1024", document, ("halftone=blue-noise", *settings), ())
       for document, settings in IR_CASES.items()},
    **{f"canon-ir1020-pcl5-{document}": ("canon-ir1020", document, ("printer-language=pcl-5e", *settings), ())
       for document, settings in IR_CASES.items()},
    # Settings are for all of these alike: what differs is the document.
    **{f"canon-ir1020-{document}": ("canon-ir1020", document, (), ()) for document in office_documents.DOCUMENTS},
    **{f"canon-ir1020-pcl5-{document}": ("canon-ir1020", document, ("printer-language=pcl-5e",), ()) for document in OFFICE_PCL5},
    **{f"canon-ir1024-{document}": ("canon-ir1024", document, ("halftone=blue-noise",), ()) for document in OFFICE_IR1024},
}


def of_an_office(name):
    """Whether the case prints one of office_documents. Of those no listing is kept: the sheet and the sum of the bytes say enough."""
    return CASES[name][1] in office_documents.DOCUMENTS


def versions(packages):
    """The installed version of each package; "unknown" where dpkg does not know it."""
    found = {}
    for package in packages:
        done = subprocess.run(["dpkg-query", "-W", "-f=${Version}\n", package], capture_output=True, text=True,
                              check=False) if shutil.which("dpkg-query") else None
        lines = done.stdout.split() if done and done.returncode == 0 else []
        found[package] = lines[0] if lines else "unknown"
    return found


def normalised(job):
    """Device bytes without what names this machine: its host name, and the job's number made of it."""
    job = re.sub(rb"<ivec:computername>[^<]*<", b"<ivec:computername>host<", job)
    return re.sub(rb"<ivec:job_description><!\[CDATA\[[0-9a-f-]*\]\]>",
                  b"<ivec:job_description><![CDATA[00000000-0000-8000-8000-000000000000]]>", job)


class Made:
    """One case as this program prints it now."""

    def __init__(self, name, folder):
        model, document, settings, more_packages = CASES[name]
        make, packages = DOCUMENTS[document]
        source = folder / "document"
        source.write_bytes(make(folder))
        job, sheets = folder / f"{name}.job", folder / f"{name}.sheets"
        options = ["job-name=golden", "requesting-user-name=tester", *settings]
        code, _, err = run("convert", "-m", model, *(word for option in options for word in ("-o", option)), "-O", job, source)
        if code or any(not line.startswith("platen: convert: warning: ") for line in err.splitlines()):
            raise RuntimeError(f"{name}: convert: {err}")
        device_bytes = normalised(job.read_bytes())
        job.write_bytes(device_bytes)
        code, listing, err = run("decode", "-m", model, "-r", DRAWN_DPI, "-O", sheets, job)
        if code or err:
            raise RuntimeError(f"{name}: decode: {err}")
        sides = json.loads((sheets / "job-0001.json").read_text())["sides"]
        self.job = job
        self.listing = "" if of_an_office(name) else listing.decode()
        self.sheets = [(sheets / side["png"]).read_bytes() for side in sides]
        self.record = {
            "model": model,
            "options": options,
            "device-bytes": len(device_bytes),
            "device-sha256": hashlib.sha256(device_bytes).hexdigest(),
            "rasters-fnv1a64": [side["raster-fnv1a64"] for side in sides],
            **({"warnings": err.splitlines()} if err else {}),
            "versions": versions((*packages, *more_packages)),
        }


def sheet_names(name, count):
    return [f"{name}-{number}.png" for number in range(1, count + 1)]


def distinct_sheets(made):
    """Sheets of further copies are the same pictures: each is kept once, in order."""
    kept = []
    for raster, sheet in zip(made.record["rasters-fnv1a64"], made.sheets):
        if raster not in [known for known, _ in kept]:
            kept.append((raster, sheet))
    return [sheet for _, sheet in kept]


def save(made, name, folder):
    """Record, listing and sheets of one case, under its name."""
    (folder / f"{name}.json").write_text(json.dumps(made.record, indent=2) + "\n")
    if made.listing:
        (folder / f"{name}.listing").write_text(made.listing)
    sheets = distinct_sheets(made)
    for file_name, sheet in zip(sheet_names(name, len(sheets)), sheets):
        (folder / file_name).write_bytes(sheet)


def pixels(png):
    """(header, bytes of the rows) of a PNG that is not interlaced."""
    at, header, packed = 8, b"", b""
    while at < len(png):
        size, kind = struct.unpack_from(">I4s", png, at)
        body = png[at + 8:at + 8 + size]
        header, packed = (body if kind == b"IHDR" else header), packed + (body if kind == b"IDAT" else b"")
        at += 12 + size
    width, height, depth, colour = struct.unpack_from(">IIBB", header)
    bits = depth * {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    stride, step, raw = (width * bits + 7) // 8, max(1, bits // 8), zlib.decompress(packed)
    above, rows = bytearray(stride), []
    for y in range(height):
        kind, row = raw[y * (stride + 1)], bytearray(raw[y * (stride + 1) + 1:(y + 1) * (stride + 1)])
        for x in range(stride):
            left = row[x - step] if x >= step else 0
            corner = above[x - step] if x >= step else 0
            guess = left + above[x] - corner
            paeth = min((left, above[x], corner), key=lambda value: abs(guess - value))
            row[x] = (row[x] + (0, left, above[x], (left + above[x]) // 2, paeth)[kind]) & 255
        rows.append(bytes(row))
        above = row
    return header, b"".join(rows)


def alike(first, second, difference):
    """(whether two sheets agree, what the referee says); draws where they do not."""
    done = subprocess.run([COMPARE, "--threshold", str(SIMILARITY), "--difference", difference, first, second],
                          capture_output=True, text=True, check=False)
    return done.returncode == 0, done.stdout.strip() + done.stderr.strip()


def draw_difference(first, second, difference):
    """Both sheets in one picture, whatever they have in common."""
    subprocess.run([COMPARE, "--threshold", "2", "--difference", difference, first, second], capture_output=True, check=False)


def out_of_environment():
    return pathlib.Path(os.environ.get("GOLDEN_OUT", "golden-differences")).resolve()
