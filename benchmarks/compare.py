#!/usr/bin/env python3
"""Times platen beside its peers in one run and prints ratios. Usage: compare.py PROGRAM INPUTS [REPEATS]

Seconds are the median of the repeats, each of them after the others' so that a busy machine hurts all
alike. Memory is the largest sum of the resident memory, shared pages divided among their users (PSS),
of a command and all its children, sampled every 10 ms in a run of its own."""
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import threading
import time

A4 = (4724, 6779)  # the imageRUNNERs' printable area at 600 dpi
FILTERS = "/usr/lib/cups/filter"
# Debian's policy keeps ImageMagick from pictures of this size: here it may have them.
POLICY = "<policymap>" + "".join(f'<policy domain="resource" name="{name}" value="{value}"/>' for name, value in (
    ("memory", "4GiB"), ("map", "8GiB"), ("width", "64KP"), ("height", "64KP"), ("area", "4GP"), ("disk", "16GiB"))) + "</policymap>"
ENVIRONMENT = dict(os.environ)


def children(pid):
    found, todo = [], [pid]
    while todo:
        parent = todo.pop()
        found.append(parent)
        try:
            for task in os.listdir(f"/proc/{parent}/task"):
                todo += [int(c) for c in pathlib.Path(f"/proc/{parent}/task/{task}/children").read_text().split()]
        except OSError:
            pass
    return found


def pss_kb(pid):
    try:
        for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0


def empty(work):
    """A folder for the output, as at its user's first time: to put a file in an old one's place makes a file system write both at
    once, whose time would be measured."""
    for old in work.iterdir():
        old.unlink()


def start(command, work):
    empty(work)
    return subprocess.Popen(["sh", "-c", command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT)


def timed(command, work):
    """(seconds, exit status). A command is a shell's, or something that already runs and has `pid` and run(): seconds."""
    if not isinstance(command, str):
        empty(work)
        return command.run(), 0
    process = start(command, work)
    begin = time.perf_counter()
    code = process.wait()
    return time.perf_counter() - begin, code


def peak_mb(command, work):
    if isinstance(command, str):
        process = start(command, work)
        pid, running = process.pid, lambda: process.poll() is None
    else:
        thread = threading.Thread(target=command.run)
        thread.start()
        pid, running = command.pid, thread.is_alive
    peak = 0
    while running():
        peak = max(peak, sum(pss_kb(child) for child in children(pid)))
        time.sleep(0.01)
    return peak / 1024


def compare(title, contenders, work, repeats, rate, output=None):
    """contenders: (name, command) with platen first; rate: seconds -> text; output: the file whose bytes are told."""
    print(f"\n{title}")
    print(f"  {'':34} {'seconds':>8}  {'rate':>14}  {'peak MB':>8}  {'platen is':>10}" + ("" if output is None else f"  {'bytes':>12}"))
    times = {name: [] for name, _ in contenders}
    sizes = {}
    failed = set()
    for _ in range(repeats):
        for name, command in contenders:
            seconds, code = timed(command, work)
            times[name].append(seconds)
            if code:
                failed.add(name)
            elif output is not None:
                sizes[name] = output.stat().st_size
    ours = statistics.median(times[contenders[0][0]])
    for name, command in contenders:
        if name in failed:
            print(f"  {name:34} failed")
            continue
        seconds = statistics.median(times[name])
        ratio = "" if name == contenders[0][0] else f"{seconds / ours:8.2f} x"
        size = f"  {sizes[name]:12,}" if name in sizes else ""
        print(f"  {name:34} {seconds:8.3f}  {rate(seconds):>14}  {peak_mb(command, work):8.0f}  {ratio:>10}{size}", flush=True)


def office(platen, inputs, work):
    pdf = inputs / "office10.pdf"
    gs = "gs -q -dSAFER -dBATCH -dNOPAUSE -r600 -sPAPERSIZE=a4"
    cups = f"{FILTERS}/gstoraster 1 u t 1 'Resolution=600dpi PageSize=A4 ColorModel=Gray'"
    contenders = [
        ("platen, PCL XL 1 bit", f"{platen} convert -m canon-ir1020 -o media=iso_a4_210x297mm -O {work}/o.pxl {pdf}"),
        ("gs ljet4 (PCL 5e raster)", f"{gs} -sDEVICE=ljet4 -sOutputFile={work}/o.pcl {pdf}"),
        ("gs pxlmono (PCL XL vectors)", f"{gs} -sDEVICE=pxlmono -sOutputFile={work}/o.xl {pdf}"),
        ("gs pbmraw (no printer language)", f"{gs} -sDEVICE=pbmraw -sOutputFile={work}/o.pbm {pdf}"),
        ("pdftoppm -mono (no language)", f"pdftoppm -mono -r 600 {pdf} {work}/p"),
        ("mutool draw pcl", f"mutool draw -q -F pcl -r 600 -o {work}/m.pcl {pdf}"),
    ]
    if os.access(f"{FILTERS}/gstoraster", os.X_OK):
        contenders.append(("CUPS gstoraster (no language)", f"CONTENT_TYPE=application/pdf {cups} {pdf} > {work}/o.ras"))
    return contenders


def photo(platen, inputs, work):
    jpeg, poster = inputs / "photo24.jpg", inputs / "poster.pdf"
    contenders = [
        ("platen, IVEC/PWG 600 dpi",
         f"{platen} convert -m canon-pro-1000 -o media=na_c_17x22in -o print-scaling=fill -o printer-resolution=600dpi "
         f"-O {work}/o.ivec {jpeg}"),
        ("libvips, Lanczos 3 -> ppm", f"vips resize {jpeg} {work}/v.ppm 1.7 --vscale 3.3"),
        ("ImageMagick, Lanczos -> ppm", f"convert {jpeg} -filter Lanczos -resize 10200x13200! {work}/i.ppm"),
        ("netpbm pamscale, sinc -> ppm", f"jpegtopnm {jpeg} | pamscale -xsize 10200 -ysize 13200 -filter sinc > {work}/n.ppm"),
        ("gs ppmraw of the same in a PDF",
         f"gs -q -dSAFER -dBATCH -dNOPAUSE -r600 -dInterpolateControl=-1 -sDEVICE=ppmraw -sOutputFile={work}/g.ppm {poster}"),
        ("pdftoppm of the same", f"pdftoppm -r 600 {poster} {work}/d"),
    ]
    return contenders


SRGB = "/usr/share/color/icc/colord/sRGB.icc"


def photo_16(platen, inputs, work):
    """A TIFF of 16 bits with the AdobeRGB profile; the peers' chains keep 16 bits and convert by ICC, to 16-bit
    sRGB. Colour first, where the pixels are fewer, as platen has it. None of them makes a printer language."""
    tiff = inputs / "photo16.tif"
    size = "10200x13200"
    platen_too = f"{platen} convert -m canon-pro-1000 -o media=na_c_17x22in -o print-scaling=fill -o printer-resolution=600dpi"
    return [
        ("platen, IVEC/PWG 600 dpi", f"{platen_too} -O {work}/o.ivec {tiff}"),
        ("platen, without sharpening", f"{platen_too} -o sharpening=none -O {work}/s.ivec {tiff}"),
        ("libvips, lcms2 + Lanczos 3",
         f"vips icc_transform {tiff} {work}/v.v {SRGB} --embedded --depth 16 && vips resize {work}/v.v {work}/v.tif 2"),
        ("ImageMagick, lcms2 + Lanczos",
         f"convert {tiff} -profile {SRGB} -filter Lanczos -resize {size}! -depth 16 {work}/m.tif"),
        ("tificc, then libvips Lanczos 3",
         f"tificc -t1 -b -w16 -o{SRGB} {tiff} {work}/t.tif && vips resize {work}/t.tif {work}/u.tif 2"),
    ]


def main():
    platen, inputs = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    repeats = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    work = inputs / "work"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    settings = inputs / "magick"
    settings.mkdir(exist_ok=True)
    (settings / "policy.xml").write_text(POLICY)
    ENVIRONMENT["MAGICK_CONFIGURE_PATH"] = str(settings)
    compare("10 office pages, PDF -> printer, A4 at 600 dpi", office(platen, inputs, work), work, repeats,
            lambda s: f"{600 / s:,.0f} pages/min")
    compare("24-megapixel JPEG -> 17 x 22 in at 600 dpi (135 Mpx)", photo(platen, inputs, work), work, max(1, repeats - 2),
            lambda s: f"{134.64 / s:,.0f} Mpx/s")
    compare("17 x 22 in at 300 ppi, TIFF of 16 bits with a profile -> 600 dpi (135 Mpx)", photo_16(platen, inputs, work),
            work, repeats, lambda s: f"{134.64 / s:,.0f} Mpx/s")
    shutil.rmtree(work)
    shutil.rmtree(settings)


if __name__ == "__main__":
    main()
