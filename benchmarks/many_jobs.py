#!/usr/bin/env python3
"""many_jobs.py BIN_FOLDER [SECONDS [HELD [FINISHED]]]: what a server costs that has many jobs. Stores with none, HELD held
(100,000) and FINISHED finished jobs (1,000,000) are made through the store's interface; each is served, and asked by 8
clients: the time to start, requests a second with their 99th percentile, the server's processor time for one, and the
memory before and after. On a machine with other work only the processor time tells something."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BIN = pathlib.Path(sys.argv[1]).resolve()
SECONDS = sys.argv[2] if len(sys.argv) > 2 else "5"
HELD = int(sys.argv[3]) if len(sys.argv) > 3 else 100_000
FINISHED = int(sys.argv[4]) if len(sys.argv) > 4 else 1_000_000
CLIENTS = "8"
MODES = (("Get-Printer-Attributes", "attributes"), ("Get-Jobs, waiting", "jobs"), ("Get-Jobs, finished", "completed"),
         ("Print-Job", "job"))


def resident_kib(process):
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1])


def processor_seconds(process):
    words = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def measure(folder, held, finished):
    """(seconds to start, KiB then, (requests a second, p99 in ms, us of processor time, refused) of each mode, KiB then)"""
    subprocess.run([BIN / "bench_store", folder, "fill", str(held), str(finished)], check=True, stdout=subprocess.DEVNULL)
    (folder / "platen.toml").write_text("[limits]\njobs-per-user = 10000000\n")
    begin = time.monotonic()
    server = subprocess.Popen([BIN / "platen", "server", "--state", folder, "--port", "0", "--listen", "127.0.0.1",
                               "--allow-root"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        port = re.search(rb":(\d+)/", server.stdout.readline())[1].decode()
        started = time.monotonic() - begin
        time.sleep(1)
        idle = resident_kib(server)
        figures = []
        for _, mode in MODES:
            before = processor_seconds(server)
            done = subprocess.run([BIN / "ipp_load", port, "/ipp/print/bench", mode, CLIENTS, SECONDS], check=True,
                                  capture_output=True, text=True)
            rate, _, p99, refused = (float(word) for word in done.stdout.split())
            figures.append((rate, p99, (processor_seconds(server) - before) * 1e6 / max(1, rate * float(SECONDS)), refused))
        return started, idle, figures, resident_kib(server)
    finally:
        server.terminate()
        server.wait()


def main():
    rows = [("no jobs", 0, 0), (f"{HELD:,} held", HELD, 0), (f"{FINISHED:,} finished", 0, FINISHED)]
    print(f"requests a second and 99th percentile, {CLIENTS} clients")
    print(f"{'':20}{'start':>8}{'memory':>12}" + "".join(f"{name:>34}" for name, _ in MODES) + f"{'memory then':>14}")
    empty = None
    for label, held, finished in rows:
        with tempfile.TemporaryDirectory(dir=ROOT / "build") as name:
            started, idle, figures, after = measure(pathlib.Path(name), held, finished)
        cells = "".join(f"{rate:11.0f} {p99:7.1f} ms {cpu:6.0f} us" + (f" !{refused:.0f}" if refused else "  ")
                        for rate, p99, cpu, refused in figures)
        print(f"{label:20}{started:6.1f} s{idle / 1024:8.1f} MiB{cells}{after / 1024:10.1f} MiB")
        empty = empty or idle
        if held + finished:
            print(f"{'':20}{(idle - empty) * 1024 / (held + finished):8.1f} bytes a job more than without jobs")


if __name__ == "__main__":
    main()
