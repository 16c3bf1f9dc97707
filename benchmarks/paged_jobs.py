#!/usr/bin/env python3
"""paged_jobs.py BIN_FOLDER [HELD [FINISHED]]: pages of a long list of jobs over REST. A store with HELD held (100,000) and FINISHED finished
jobs (100,000) is made through the store's interface and served; for pages of 100 jobs at the front, in the middle and at the end of each
list, and of both in one: the least time of several tries and the server's processor time for one."""
import http.client
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

BIN = pathlib.Path(sys.argv[1]).resolve()
HELD = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
FINISHED = int(sys.argv[3]) if len(sys.argv) > 3 else 100_000
TRIES = 5


def processor_seconds(process):
    words = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def page(link, which, first):
    link.request("GET", f"/api/v1/jobs?which={which}&limit=100&first={first}")
    answer = link.getresponse()
    jobs = json.load(answer)
    return len(jobs), answer.headers.get("X-Platen-Next")


def main():
    with tempfile.TemporaryDirectory(prefix="platen-bench-", dir=os.environ.get("BENCH_FOLDER")) as name:
        folder = pathlib.Path(name)
        subprocess.run([BIN / "bench_store", folder, "fill", str(HELD), str(FINISHED)], check=True, stdout=subprocess.DEVNULL)
        (folder / "platen.toml").write_text("[limits]\njobs-per-user = 10000000\n[discovery]\nannounce = false\n[history]\njobs = -1\ndays = -1\n")
        server = subprocess.Popen([BIN / "platen", "server", "--state", folder, "--port", "0", "--listen", "127.0.0.1", "--allow-root"],
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        try:
            port = int(re.search(rb":(\d+)/", server.stdout.readline()).group(1))
            link = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
            print(f"{'pages of 100 jobs':48} {'jobs':>5} {'least':>10} {'processor':>10}")
            for which, count in (("not-completed", HELD), ("completed", FINISHED), ("all", HELD + FINISHED)):
                for where, first in (("front", 1), ("middle", count // 2), ("end", max(1, count - 99))):
                    page(link, which, first)
                    times, before = [], processor_seconds(server)
                    for _ in range(TRIES):
                        began = time.monotonic()
                        found, _ = page(link, which, first)
                        times.append(time.monotonic() - began)
                    spent = (processor_seconds(server) - before) / TRIES
                    print(f"{which + ', ' + where + ' (from the ' + format(first, ',') + 'th)':48} {found:5} {1000 * min(times):7.1f} ms {1000 * spent:7.1f} ms", flush=True)
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
