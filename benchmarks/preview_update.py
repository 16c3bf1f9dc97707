"""How long a changed setting waits for its preview, over REST: 24 megapixels, 20 different settings.

preview_update.py PLATEN [PICTURE] [--size PIXELS]: without PICTURE a JPEG of 6000 x 4000 is made (ImageMagick).
What is timed is what the app does: POST previews, and the picture of the side.
"""
import argparse
import json
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

# A change each time: scaling, paper, quality, turn, crop, toning; and how it is looked at.
CHANGES = [({}, ""), ({"print-scaling": "fit"}, ""), ({"print-scaling": "fill"}, ""), ({"print-scaling": "none"}, ""),
           ({"media": "iso_a3_297x420mm"}, ""), ({"media": "iso_a2_420x594mm"}, ""), ({"orientation-requested": "portrait"}, ""),
           ({"canon-image-rotation": "90"}, ""), ({"canon-image-rotation": "180"}, ""), ({"canon-image-crop": "10,10,50,50"}, ""),
           ({"canon-image-crop": "30,30,40,40"}, ""), ({"canon-image-width": "10cm"}, ""), ({"canon-border-width": "2mm"}, ""),
           ({"canon-mat-width": "20mm"}, ""), ({"canon-black-and-white": "sepia"}, ""), ({"print-quality": "high"}, ""),
           ({"recipe": "Proof"}, ""), ({"recipe": "Proof"}, "&gamut=yes"), ({"recipe": "Proof", "print-rendering-intent": "perceptual"}, ""),
           ({"recipe": "Proof", "print-rendering-intent": "perceptual", "print-scaling": "fill"}, "&gamut=yes")]


def start(platen, state):
    root = ["--allow-root"] if subprocess.run(["id", "-u"], capture_output=True, check=True).stdout.strip() == b"0" else []
    server = subprocess.Popen([platen, "server", "--demo", "--state", state, "--port", "0", *root], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    for line in server.stdout:
        if found := re.search(r"http://127\.0\.0\.1:(\d+)/", line):
            return server, f"http://127.0.0.1:{found[1]}/api/v1/"
    raise RuntimeError("the server does not start")


def ask(url, data=None, kind="application/json"):
    asked = urllib.request.Request(url, data=data, headers={"Content-Type": kind} if data is not None else {})
    with urllib.request.urlopen(asked, timeout=60) as answer:
        return answer.read()


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("platen")
    arguments.add_argument("picture", nargs="?")
    arguments.add_argument("--size", type=int, default=1200)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="platen-bench-") as folder:
        picture = given.picture or f"{folder}/picture.jpg"
        if not given.picture:
            subprocess.run(["convert", "-size", "750x500", "plasma:fractal", "-resize", "6000x4000!", "-attenuate", "0.3", "+noise", "Gaussian",
                            "-density", "300", "-units", "PixelsPerInch", "-quality", "92", picture], check=True)
        server, api = start(given.platen, folder + "/state")
        state_socket = folder + "/state/platen.sock"
        try:
            profile = next(iter(sorted(pathlib.Path("/usr/share/color/icc").rglob("AdobeRGB1998.icc"))), None)
            run = lambda *words: subprocess.run([given.platen, *words, "--server", state_socket], check=True, stdout=subprocess.DEVNULL)
            if profile:
                run("profiles", "add", str(profile), "--paper", "photographic-matte", "--name", "Proof profile")
                run("recipes", "add", "Proof", "-d", "pro-1000", "-o", "media-type=photographic-matte", "-o", "icc-profile=Proof profile")
            document = json.loads(ask(api + "documents?name=picture.jpg", pathlib.Path(picture).read_bytes(), "image/jpeg"))["id"]
            times, before = [], None
            for options, look in CHANGES:
                if "recipe" in options and not profile:
                    continue
                began = time.monotonic()
                question = {"printer": "pro-1000", "documents": [document], "options": options, **({"instead-of": before} if before else {})}
                preview = json.loads(ask(api + "previews", json.dumps(question).encode()))
                planned = time.monotonic()
                shown = ask(f"{api}previews/{preview['id']}/sides/1?size={given.size}{look}")
                done = time.monotonic()
                before = preview["id"]
                if times or options:
                    times.append((done - began) * 1000)
                print(f"{(planned - began) * 1000:6.0f} + {(done - planned) * 1000:5.0f} ms  {len(shown) / 1000:6.0f} kB  {options} {look}", file=sys.stderr)
            times = times[-20:]
            print(f"preview update, 24 megapixels, {given.size} px: median {statistics.median(times):.0f} ms, "
                  f"max {max(times):.0f} ms of {len(times)} changes")
        finally:
            server.terminate()
            server.wait()


main()
