#!/usr/bin/env python3
"""slow_connections.py BIN_FOLDER [SECONDS [COUNT]]: what COUNT (2,000) slow or idle connections do to 8 clients that
work, and what each of them costs: platen, cupsd and ippeveprinter, one after the other, in a private network world. Each
comes from an address of its own, 127.x.y.z; in platen's last row all come from one. Needs root."""
import contextlib
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

import servers

CROWD = servers.ROOT / "tests/support/crowd.py"
COUNT = int(sys.argv[3]) if len(sys.argv) > 3 else 2_000
CLIENTS = "8"
PATIENCE = 30  # seconds until all have come
KINDS = (("slow headers", "header"), ("slow bodies", "body"), ("idle, kept", "idle"))


@contextlib.contextmanager
def narrow_platen(world, folder):
    """With room for 1,000, of which 750 may come from one address of this machine."""
    state = folder / "platen"
    state.mkdir()
    (state / "platen.toml").write_text("[limits]\nconnections = 1000\n")
    with servers.running(world, 8631, servers.BIN / "platen", "server", "--demo", "--state", state, "--allow-root"):
        yield 8631, "/ipp/print/ir1020", None


def server_process(world, name):
    """The number of the server's process as it is seen from here."""
    first = (pathlib.Path(world) / "pid").read_text().strip()
    space = pathlib.Path(f"/proc/{first}/ns/net").readlink()
    for entry in pathlib.Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (entry / "comm").read_text().strip() == name[:15] and (entry / "ns/net").readlink() == space:
                return entry
    raise SystemExit(f"{name} does not run")


def resident_kib(process):
    found = re.search(r"VmRSS:\s+(\d+)", (process / "status").read_text())
    return int(found[1]) if found else 0


class Crowd:
    def __init__(self, world, port, kind, path, *source):
        self.process = servers.inside(world, sys.executable, CROWD, port, kind, COUNT, "--path", path, "--again", *source,
                                      stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def report(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def gather(self):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and (now := self.report())["open"] < COUNT and now["refused"] + now["closed"] < COUNT:
            time.sleep(0.2)
        time.sleep(1)  # what was answered is at rest again

    def leave(self):
        self.process.stdin.close()
        self.process.wait()


def p99(figures):
    return f"{figures[2]:9.1f} ms" + (f" !{figures[3]:.0f}" if figures[3] else "") if figures else f"{'no answer':>12}"


def measure(label, start, name, folder, rows):
    """One server, one row for each kind of crowd; each kind gets a fresh one, so that memory starts anew."""
    for title, kind, *source in rows:
        world, mine = folder / "world", folder / "mine"
        mine.mkdir()
        subprocess.run([servers.WORLD, "start", world], check=True)
        try:
            with start(world, mine) as (port, path, _):
                alone = servers.load(world, port, path, "attributes", CLIENTS)
                process = server_process(world, name)
                before = resident_kib(process)
                crowd = Crowd(world, port, kind, path, *(source or ["--from-many"]))
                crowd.gather()
                held, after = crowd.report(), resident_kib(process)
                among = servers.load(world, port, path, "attributes", CLIENTS)
                then = crowd.report()
                each = (after - before) * 1024 / held["open"] if held["open"] else 0
                print(f"  {label:16}{title:22}{p99(alone)}{p99(among):>18}{held['open']:8}{each:10.0f} bytes"
                      f"   {then['refused']} refused, {then['slow']} told that they are slow, {then['closed']} closed", flush=True)
                crowd.leave()
        finally:
            subprocess.run([servers.WORLD, "stop", world], check=False)
            shutil.rmtree(world, ignore_errors=True)
            shutil.rmtree(mine, ignore_errors=True)


def main():
    print(f"99th percentile of Get-Printer-Attributes, {CLIENTS} clients: alone, and among {COUNT} connections; how many were held, "
          "and memory for each")
    with tempfile.TemporaryDirectory(dir=servers.ROOT / "build") as name:
        folder = pathlib.Path(name)
        measure("platen", servers.platen, "platen", folder, [*KINDS, ("idle, kept, TLS", "tls")])
        measure("platen", narrow_platen, "platen", folder, [("idle, one address", "idle", "--from", "127.0.0.2")])
        measure("cupsd", servers.cupsd_mode(False, COUNT + 100), "cupsd", folder, KINDS)
        measure("ippeveprinter", servers.ippeveprinter, "ippeveprinter", folder, KINDS)


if __name__ == "__main__":
    main()
