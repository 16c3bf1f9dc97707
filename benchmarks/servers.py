#!/usr/bin/env python3
"""servers.py BIN_FOLDER [SECONDS]: platen, cupsd (in its default and its safe mode), LPrint and ippeveprinter under the
same load, one after the other, in a private network world: Get-Printer-Attributes a second and acknowledged jobs a second,
at 1, 8 and 64 clients. Needs root."""
import contextlib
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
WORLD = ROOT / "tests/support/private_world.sh"
BIN = pathlib.Path(sys.argv[1]).resolve()
SECONDS = sys.argv[2] if len(sys.argv) > 2 else "5"
CLIENTS = (1, 8, 64)


def inside(world, *command, **more):
    return subprocess.Popen([WORLD, "exec", world, *map(str, command)], **more)


def load(world, port, path, mode, clients, document=None):
    words = [BIN / "ipp_load", port, path, mode, clients, SECONDS, *([document] if document else [])]
    done = inside(world, *words, stdout=subprocess.PIPE, text=True)
    try:
        out, _ = done.communicate(timeout=float(SECONDS) * 4 + 60)
    except subprocess.TimeoutExpired:
        done.kill()
        return None
    return [float(word) for word in out.split()] if done.returncode == 0 else None


def wait_for_port(world, port):
    probe = f"exec 3<>/dev/tcp/127.0.0.1/{port}"
    for _ in range(200):
        if inside(world, "bash", "-c", probe, stderr=subprocess.DEVNULL).wait() == 0:
            return
        time.sleep(0.1)
    raise SystemExit(f"nothing listens on port {port}")


@contextlib.contextmanager
def running(world, port, *command):
    process = inside(world, *command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for_port(world, port)
        yield
    finally:
        process.terminate()
        inside(world, "pkill", "-9", pathlib.Path(str(command[0])).name).wait()
        process.wait()


@contextlib.contextmanager
def platen(world, folder):
    state = folder / "platen"
    state.mkdir()
    (state / "platen.toml").write_text("[limits]\njobs-per-user = 10000000\n")
    with running(world, 8631, BIN / "platen", "server", "--demo", "--state", state, "--allow-root"):
        yield 8631, "/ipp/print/ir1020", None


@contextlib.contextmanager
def ippeveprinter(world, folder):
    (folder / "eve").mkdir()
    with running(world, 8501, "ippeveprinter", "-p", "8501", "-d", folder / "eve", "-f", "application/pdf", "-c",
                 "/bin/true", "bench"):
        yield 8501, "/ipp/print", None


@contextlib.contextmanager
def lprint(world, folder):
    label = folder / "label.png"
    label.write_bytes(subprocess.run(["pnmtopng"], input=b"P5 8 8 255\n" + bytes(64), capture_output=True, check=True).stdout)
    with running(world, 8502, "lprint", "server", "-o", "server-port=8502", "-o", f"spool-directory={folder / 'lprint'}"):
        inside(world, "lprint", "add", "-d", "bench", "-v", "file:///dev/null", "-m", "epl2_2inch-203dpi-dt",
               stderr=subprocess.DEVNULL).wait()
        yield 8502, "/ipp/print/bench", label


def cupsd_mode(safe, clients=500):
    @contextlib.contextmanager
    def cupsd(world, folder):
        configuration = folder / "cups.conf"
        files = folder / "cups-files.conf"
        configuration.write_text("Listen 127.0.0.1:631\nListen /run/cups/cups.sock\nMaxJobs 0\n"
                                 f"MaxClients {clients}\nMaxClientsPerHost {clients}\n"
                                 "WebInterface No\nBrowsing No\n"
                                 + ("DirtyCleanInterval 0\n" if safe else "")
                                 + "<Location />\nAllow all\n</Location>\n<Policy default>\n<Limit All>\n"
                                 "Order deny,allow\nAllow all\n</Limit>\n</Policy>\n")
        files.write_text("FileDevice Yes\nSystemGroup root lpadmin\n" + ("SyncOnClose Yes\n" if safe else ""))
        with running(world, 631, "cupsd", "-f", "-c", configuration, "-s", files):
            inside(world, "lpadmin", "-h", "/run/cups/cups.sock", "-p", "bench", "-E", "-v", "file:///dev/null", "-m",
                   "raw", stderr=subprocess.DEVNULL).wait()
            yield 631, "/printers/bench", None
    return cupsd


def measure(folder, label, start, mode):
    """A server begun anew for each kind of load, since some peers do not survive the first."""
    world, mine = folder / f"world-{label.replace(' ', '')}-{mode}", folder / label.replace(" ", "")
    mine.mkdir()
    subprocess.run([WORLD, "start", world], check=True)
    try:
        with start(world, mine) as (port, path, document):
            return [load(world, port, path, mode, c, document) for c in CLIENTS]
    finally:
        subprocess.run([WORLD, "stop", world], check=False)
        shutil.rmtree(mine, ignore_errors=True)


def text(figures):
    if figures is None:
        return f"{'no answer':>22}"
    rate, _, p99, refused = figures
    return f"{rate:9.0f} ({p99:6.1f} ms)" + (f" {refused:.0f} refused" if refused else "")


def main():
    peers = [("platen", platen), ("ippeveprinter", ippeveprinter), ("lprint", lprint), ("cupsd", cupsd_mode(False)),
             ("cupsd, safe mode", cupsd_mode(True))]
    rows = {}
    with tempfile.TemporaryDirectory(dir=ROOT / "build") as name:
        folder = pathlib.Path(name)
        for label, start in peers:
            for mode in ("attributes", "job"):
                rows[label, mode] = measure(folder, label, start, mode)
    for mode, title in (("attributes", "Get-Printer-Attributes (all) a second (p99)"),
                        ("job", "acknowledged Print-Job a second (p99)")):
        print(f"\n{title}, at {', '.join(map(str, CLIENTS))} clients")
        for label, _ in peers:
            print(f"  {label:18}", "  ".join(text(f) for f in rows[label, mode]))
        best = [max((r[i][0] for (l, m), r in rows.items() if m == mode and l != "platen" and r[i]), default=0) for i in range(len(CLIENTS))]
        print("  platen / best peer", "  ".join(f"{rows['platen', mode][i][0] / best[i]:9.2f}" for i in range(len(CLIENTS))
                                               if best[i] and rows["platen", mode][i]))


if __name__ == "__main__":
    main()
