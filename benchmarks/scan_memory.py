#!/usr/bin/env python3
"""scan_memory.py BIN_FOLDER [PAGES]: the server's memory while a stack of PAGES (1,000) goes through the feeder of a virtual copier
and becomes one PDF: its largest resident size after a tenth of the pages and at the end, and how long a page takes."""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import urllib.request

BIN = pathlib.Path(sys.argv[1]).resolve()
PAGES = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000
PLATEN = BIN / "platen"


def start(words):
    process = subprocess.Popen(list(map(str, words)), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return process, process.stdout.readline().decode()


def peak_mb(process):
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status).group(1)) / 1024


def main():
    with tempfile.TemporaryDirectory(prefix="platen-bench-", dir=os.environ.get("BENCH_FOLDER")) as folder:
        state, stack = pathlib.Path(folder) / "state", pathlib.Path(folder) / "stack"
        state.mkdir()
        stack.mkdir()
        (state / "platen.toml").write_text("[discovery]\nannounce = false\n")
        letter = pathlib.Path(folder) / "page"
        subprocess.run([PLATEN, "test-page", "document", "-O", f"{letter}.pdf"], check=True)
        subprocess.run(["pdftoppm", "-r", "150", "-png", "-singlefile", f"{letter}.pdf", letter], check=True)
        for i in range(PAGES):
            os.link(f"{letter}.png", stack / f"{i:05}.png")
        twin, line = start([PLATEN, "virtual", "canon-ir1020", "--scanner-only", "--scanner-port", "0", "--stack", stack])
        uri = "bjnp://127.0.0.1:" + re.search(r"scanner=(\d+)", line).group(1)
        root = ["--allow-root"] if os.geteuid() == 0 else []
        server, line = start([PLATEN, "server", "--config", state / "platen.toml", "--state", state, "--port", "0", *root])
        base = "http://127.0.0.1:" + re.search(r"http://127\.0\.0\.1:(\d+)/", line).group(1) + "/api/v1/"
        try:
            subprocess.run([PLATEN, "scanners", "add", "copier", "-v", uri, "-m", "canon-ir1020", "--server", state / "platen.sock"],
                           check=True, stdout=subprocess.DEVNULL)
            body = {"options": {"input-resolution": "150", "input-source": "adf", "input-color-mode": "monochrome"}}
            request = urllib.request.Request(base + "scans", json.dumps(body).encode(), method="POST")
            begin, early = time.monotonic(), None
            number = json.load(urllib.request.urlopen(request))["id"]
            while True:
                scan = json.load(urllib.request.urlopen(f"{base}scans/{number}"))
                if early is None and len(scan["pages"]) >= PAGES // 10:
                    early = peak_mb(server)
                if scan["stage"] in ("done", "failed", "waiting"):
                    break
                time.sleep(0.2)
            took = time.monotonic() - begin
            print(f"{scan['stage']}: {len(scan['pages'])} pages, {took / max(1, len(scan['pages'])):.3f} s a page; memory of the server: "
                  f"{early or 0:.0f} MB after {PAGES // 10} pages, {peak_mb(server):.0f} MB at the end")
        finally:
            for process in (server, twin):
                process.terminate()
                process.wait()


if __name__ == "__main__":
    main()
