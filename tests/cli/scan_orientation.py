"""How often clean-up turns pages of text upright (orientation=true), through a virtual copier.

    PLATEN=build/release/bin/platen tests/cli/scan_orientation.py --pages 100 --seed 1

Pages of words in several fonts and sizes lie in the feeder in all four directions. A page is right if it comes out as it was written."""
import argparse
import io
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import time
import urllib.request

from PIL import Image, ImageDraw, ImageFont

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from scan_world import Scanner, Server  # noqa: E402
from support import PLATEN  # noqa: E402

DPI, SHORT, LONG = 300, 2544, 3472  # of the pages, which are as large as the copier's glass
FONTS = ("truetype/dejavu/DejaVuSans.ttf", "truetype/dejavu/DejaVuSerif.ttf", "opentype/urw-base35/NimbusRoman-Regular.otf",
         "opentype/urw-base35/NimbusSans-Regular.otf")
WORDS = ("the copier on second floor prints again and every office administrator who wants an old machine to be current one will find "
         "that paper size tray duplex staple toner network address report invoice letter contract January February customer payment "
         "between under above quickly however therefore although without number street house window garden water people").split()


def page(chance, width, height):
    """A page of words, upright, and none like another."""
    picture = Image.new("L", (width, height), 255)
    draw = ImageDraw.Draw(picture)
    size = chance.randint(42, 68)  # 10 to 16 points
    font = ImageFont.truetype("/usr/share/fonts/" + chance.choice(FONTS), size)
    y = chance.randint(240, 520)
    for _ in range(chance.randint(12, 30)):
        line = ""
        while draw.textlength(line, font=font) < width - 840:
            line += chance.choice(WORDS) + " "
        draw.text((280, y), line, fill=0, font=font)
        y += int(size * 1.5)
        if y > height - 400:
            break
    return picture


def distance(one, other):
    """Of two pictures made small; the less, the more alike."""
    small = [picture.convert("L").resize((64, 64), Image.BOX) for picture in (one, other)]
    return sum(abs(a - b) for a, b in zip(small[0].tobytes(), small[1].tobytes()))


def is_high(picture):
    """Whether it is higher than wide; the resolutions may differ."""
    return picture.size[1] > picture.size[0]


def run(pages, seed, dpi, keep):
    """(right, of how many, what was wrong); pages that are wrong are kept in a folder."""
    chance = random.Random(seed)
    upright = []
    with tempfile.TemporaryDirectory(prefix="platen-orientation-") as holder:
        stack, state = pathlib.Path(holder) / "stack", pathlib.Path(holder) / "state"
        stack.mkdir()
        state.mkdir()
        for i in range(pages):
            turn = 90 * (i % 4)
            size = (SHORT, LONG) if turn % 180 == 0 else (LONG, SHORT)
            upright.append(page(chance, *size))
            upright[-1].rotate(turn, expand=True).save(stack / f"{i:04}.png", dpi=(DPI, DPI))
        scanner, server = Scanner("--stack", stack), Server(state)
        base = f"http://127.0.0.1:{server.port}/api/v1/"

        def ask(method, path, body=None):
            data = None if body is None else json.dumps(body).encode()
            with urllib.request.urlopen(urllib.request.Request(base + path, data, method=method), timeout=60) as answer:
                return answer.read()

        try:
            subprocess.run([PLATEN, "scanners", "add", "office", "-v", scanner.uri, "-m", "canon-ir1020", "--server", server.socket],
                           check=True)
            number = json.loads(ask("POST", "scans", {"options": {
                "input-resolution": str(dpi), "input-color-mode": "monochrome", "orientation": "true", "review": "true",
                "crop": "false", "input-source": "adf"}}))["id"]
            while (scan := json.loads(ask("GET", f"scans/{number}")))["stage"] == "scanning":
                time.sleep(0.2)
            wrong = []
            for known, one in zip(upright, scan["pages"]):
                got = Image.open(io.BytesIO(ask("GET", f"scans/{number}/pages/{one['number']}")))
                turns = [got.rotate(turn, expand=True) for turn in (0, 90, 180, 270)]
                best = min(range(4), key=lambda i: distance(turns[i], known) if is_high(turns[i]) == is_high(known) else 1 << 30)
                if best != 0:
                    wrong.append(f"page {one['number']} is {90 * best} degrees off")
                    if keep:
                        got.save(pathlib.Path(keep) / f"wrong-{seed}-{dpi}-{one['number']}.png")
            return len(scan["pages"]) - len(wrong), pages, wrong
        finally:
            server.close()
            server.log.close()
            scanner.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--dpi", type=int, default=300, help="at which they are scanned")
    parser.add_argument("--keep", help="a folder for pages that come out wrong")
    arguments = parser.parse_args()
    right, of, wrong = run(arguments.pages, arguments.seed, arguments.dpi, arguments.keep)
    print(f"{right} of {of} pages of text are upright at {arguments.dpi} dpi (seed {arguments.seed})")
    print("\n".join(wrong))
    return 0 if right * 100 >= of * 99 else 1


if __name__ == "__main__":
    sys.exit(main())
