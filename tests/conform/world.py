"""A private world (network, D-Bus, Avahi, CUPS folders) with a platen server in it, for tests with real clients."""
import contextlib
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time
import unittest

import server

WORLD = pathlib.Path(__file__).resolve().parent.parent / "support" / "private_world.sh"
COMPARE = os.environ.get("COMPARE_PAGES", "")


class World(unittest.TestCase):
    """A test class with one world for all its tests. Skipped, with the reason, where no world can be had."""

    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory(prefix="platen-world-")
        cls.folder = pathlib.Path(cls.holder.name)
        cls.folder.chmod(0o755)
        done = subprocess.run([WORLD, "start", cls.folder / "world"], capture_output=True, text=True)
        if done.returncode == 77:
            cls.holder.cleanup()
            raise unittest.SkipTest(done.stderr.strip())
        if done.returncode:
            raise AssertionError(done.stderr)

    @classmethod
    def tearDownClass(cls):
        subprocess.run([WORLD, "stop", cls.folder / "world"], check=False)
        time.sleep(0.2)
        shutil.rmtree(cls.folder, ignore_errors=True)

    @classmethod
    def begin(cls, *command, **more):
        return subprocess.Popen([WORLD, "exec", cls.folder / "world", *map(str, command)], **more)

    @classmethod
    def tool(cls, *command, check=True, timeout=60, **more):
        """The output of a program that runs in the world."""
        done = subprocess.run([WORLD, "exec", cls.folder / "world", *map(str, command)], capture_output=True, text=True,
                              timeout=timeout, **more)
        if check and done.returncode:
            raise AssertionError(f"{' '.join(map(str, command))}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    @classmethod
    def start_platen(cls, *options):
        """The server on port 8631 of the world, with the virtual devices; its state is FOLDER/state."""
        state = cls.folder / "state"
        state.mkdir(exist_ok=True)
        process = cls.begin(server.PLATEN, "server", "--demo", "--state", state, "--allow-root", *options,
                            stdout=subprocess.PIPE, stderr=open(cls.folder / "server.log", "ab"))
        if not process.stdout.readline():
            raise AssertionError((cls.folder / "server.log").read_text())
        return process

    def records(self, printer):
        """What the virtual device wrote of its jobs, oldest first."""
        return [json.loads(path.read_text()) for path in sorted(self.sheets(printer).glob("job-*.json"))]

    def sheets(self, printer):
        return self.folder / "state" / "virtual" / printer

    def next_record(self, printer, before):
        """The record of the job after the first `before` ones, once the device has it whole."""
        server.wait_for(lambda: len(self.records_or_none(printer)) > before, 60, f"a sheet on {printer}")
        return self.records(printer)[before]

    def records_or_none(self, printer):
        try:
            return self.records(printer)
        except json.JSONDecodeError:  # being written
            return []


@contextlib.contextmanager
def temporary_folder():
    with tempfile.TemporaryDirectory(prefix="platen-conform-") as name:
        yield pathlib.Path(name)
