#!/usr/bin/env python3
"""scan_pack.py SCAN_FILES [SHEETS [REPEATS]]: scans to searchable PDF/A-2b beside OCRmyPDF, in one run.

SHEETS (50) sheets, two-sided: A4 at 300 dpi in colour, with text of several sizes, a photograph on every fourth side, and the
noise of paper. platen begins with its page files, OCRmyPDF with a PDF of the same pages in JPEG, which is what it would be given.
Both recognise English with Tesseract's standard engine and page segmentation, one page at a time, one thread each, without clean-up;
JPEG is kept or made with quality 80. Seconds are processor time of the command and its children: of a page on one core. The order
of the contenders changes with each repeat. `agree`: the share of OCRmyPDF's words that platen's file has in the same order."""
import difflib
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import textwrap
import time

SCAN_FILES = pathlib.Path(sys.argv[1]).resolve()
SHEETS = int(sys.argv[2]) if len(sys.argv) > 2 else 50
REPEATS = int(sys.argv[3]) if len(sys.argv) > 3 else 1
ENVIRONMENT = {**os.environ, "OMP_THREAD_LIMIT": "1"}
FONTS = ["/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf", "/usr/share/fonts/opentype/urw-base35/NimbusRoman-Regular.otf",
         "/usr/share/fonts/opentype/urw-base35/NimbusSans-Regular.otf"]
WORDS = ("the a of and to in report order invoice number delivery month please return account balance seven twelve paper office window "
         "machine letter answer question between under north garden meeting agreed price Harding Miller Schmidt street was were has been "
         "sent found made given taken before after during because although however therefore 2026 1,480 17.50 (see page 3)").split()


def text(page):
    """Some 400 words that are the same each time."""
    state, words = page * 7919 + 1, []
    for _ in range(400):
        state = (state * 1103515245 + 12345) % 2**31
        words.append(WORDS[(state >> 8) % len(WORDS)])
    return "\n".join(textwrap.wrap(" ".join(words), 80))


def make_paper(path):
    subprocess.run(["convert", "-seed", "1", "-size", "2480x3508", "xc:#fbfaf6", "-attenuate", "0.15", "+noise", "Gaussian", "-depth", "8", f"PNG24:{path}"],
                   check=True)


def make_page(paper, path, number):
    font, points = FONTS[number % len(FONTS)], (10, 11, 12)[number // 3 % 3]
    photograph = ["(", "-size", "900x600", "plasma:blue-orange", ")", "-gravity", "south", "-geometry", "+0+180", "-composite"] if number % 4 == 0 else []
    subprocess.run(["convert", "-seed", str(number), paper, "-density", "300", "-units", "PixelsPerInch", "-fill", "#202020", "-font", font, "-pointsize",
                    str(points), "-interline-spacing", "12", "-annotate", "+200+300", text(number), *photograph, f"PNG24:{path}"], check=True)


def timed(command):
    """(processor seconds, seconds on the clock)."""
    begin = time.perf_counter()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, env=ENVIRONMENT, check=False)
    if done.returncode != 0:
        sys.exit(f"{command[0]}: {done.stderr.decode()}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, time.perf_counter() - begin)


def words_of(pdf):
    return subprocess.run(["pdftotext", pdf, "-"], capture_output=True, check=True).stdout.decode().split()


def main():
    with tempfile.TemporaryDirectory(prefix="scan-pack-") as name:
        folder = pathlib.Path(name)
        pages = [folder / f"page{i:04}.png" for i in range(2 * SHEETS)]
        make_paper(folder / "paper.png")
        for number, page in enumerate(pages):
            make_page(folder / "paper.png", page, number)
        for part in ("input", "ours"):
            (folder / part).mkdir()
        subprocess.run([SCAN_FILES, "pack", folder / "input", "format=pdf", "--", *pages], check=True, stdout=subprocess.DEVNULL)
        scanned, ours, theirs = folder / "input" / "1.pdf", folder / "ours" / "1.pdf", folder / "theirs.pdf"
        contenders = {
            "platen": [SCAN_FILES, "pack", folder / "ours", "format=pdfa", "text=eng", "--", *pages],
            "ocrmypdf": ["ocrmypdf", "-q", "-l", "eng", "--tesseract-oem", "3", "--tesseract-pagesegmode", "3", "--output-type", "pdfa-2", "-O", "0",
                         "-j", "1", "--tesseract-timeout", "600", scanned, theirs],
            "tesseract alone": ["sh", "-c", 'for page; do tesseract "$page" "$0" -l eng -c textonly_pdf=1 pdf || exit 1; done', folder / "alone", *pages]}
        results = {name: [] for name in contenders}
        for repeat in range(REPEATS):
            for contender, command in sorted(contenders.items(), reverse=repeat % 2 == 1):
                results[contender].append(timed(command))
        print(f"{len(pages)} pages, A4, 300 dpi, colour; processor seconds a page, median of {REPEATS}")
        base = statistics.median(cpu for cpu, _ in results["platen"])
        for contender, runs in results.items():
            cpu, wall = (statistics.median(values) for values in zip(*runs))
            print(f"  {contender:16} {cpu / len(pages):6.2f} s   {cpu / base:5.2f} x platen's   ({wall / len(pages):.2f} s on the clock)")
        a, b = words_of(theirs), words_of(ours)
        same = sum(block.size for block in difflib.SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks())
        print(f"  bytes: platen {ours.stat().st_size}, ocrmypdf {theirs.stat().st_size}; words {len(b)}, {len(a)}, agree {100 * same / max(1, len(a)):.1f} %")


main()
