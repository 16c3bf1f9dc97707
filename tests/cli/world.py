"""A private world (tests/support/private_world.sh) for tests with other people's servers, and ippeveprinter in it."""
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import unittest

from support import PLATEN

SCRIPT = os.environ["PRIVATE_WORLD"]


class World:
    """Commands run in it with run() and popen(); close() ends all that is left in it."""

    def __init__(self):
        self.holder = tempfile.TemporaryDirectory(prefix="platen-world-")
        self.folder = pathlib.Path(self.holder.name)
        done = subprocess.run([SCRIPT, "start", self.folder / "world"], capture_output=True, text=True, check=False)
        if done.returncode == 77:
            self.holder.cleanup()
            print(done.stderr, file=sys.stderr)  # ctest shows the test as skipped
            raise unittest.SkipTest(done.stderr.strip())
        if done.returncode:
            raise RuntimeError(done.stderr)

    def command(self, words):
        return [SCRIPT, "exec", str(self.folder / "world"), *map(str, words)]

    def run(self, *words, stdin=None, timeout=120, env=None):
        """(exit code, standard output, standard error)"""
        done = subprocess.run(self.command(words), input=stdin, capture_output=True, timeout=timeout, check=False,
                              env={**os.environ, **(env or {})})
        return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")

    def platen(self, *words, **how):
        return self.run(PLATEN, *words, **how)

    def popen(self, *words, **how):
        return subprocess.Popen(self.command(words), **how)

    def close(self):
        subprocess.run([SCRIPT, "stop", self.folder / "world"], check=False)
        self.holder.cleanup()


class Printer:
    """ippeveprinter: a driverless printer that somebody else wrote. Keeps what it gets in `spool`."""

    def __init__(self, world, name, port, formats="image/pwg-raster,image/urf,image/jpeg", options=(), command="/bin/true"):
        self.world, self.port = world, port
        self.spool = world.folder / name
        self.spool.mkdir()
        self.log = (world.folder / f"{name}.log").open("wb+")
        taken = ["-f", formats] if formats else []  # else a file of attributes says it
        self.process = world.popen("ippeveprinter", "-k", "-p", port, "-d", self.spool, *taken, "-c", command,
                                   *options, name, stdout=self.log, stderr=self.log, start_new_session=True)
        for _ in range(200):
            if world.run("bash", "-c", f"exec 3<>/dev/tcp/127.0.0.1/{port}")[0] == 0:
                return
            time.sleep(0.05)
        raise RuntimeError("ippeveprinter does not start: " + self.said())

    @property
    def uri(self):
        return f"ipp://localhost:{self.port}/ipp/print"

    def said(self):
        self.log.flush()
        return pathlib.Path(self.log.name).read_text(errors="replace")

    def documents(self, ending):
        """The documents with that ending, in the order of their jobs."""
        return sorted(self.spool.glob(f"*.{ending}"), key=lambda path: int(path.name.split("-")[0]))

    def stop(self):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.log.close()
