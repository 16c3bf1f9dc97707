"""What `cmake --install` puts down: it runs from where it lies, and systemd and AppArmor understand what is for them."""
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import unittest

BUILD = os.environ["BUILD"]
SOURCE = pathlib.Path(os.environ["SOURCE"])
PATIENCE = int(os.environ.get("TEST_PATIENCE", "1"))
# Of another folder than the one that it was built for, and of none of the developer's.
ENVIRONMENT = {**{name: value for name, value in os.environ.items() if not name.startswith("PLATEN")}, "HOME": "/nonexistent"}


def install(*options, env=None):
    subprocess.run([os.environ["CMAKE"], "--install", BUILD, *options], check=True, capture_output=True,
                   env={**os.environ, **(env or {})})


class Tree(unittest.TestCase):
    """One installed tree for all tests, moved once: nothing in it may know where it was."""

    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory(prefix="platen-tree-")
        cls.addClassCleanup(cls.holder.cleanup)
        cls.folder = pathlib.Path(cls.holder.name)
        cls.folder.chmod(0o755)
        install("--prefix", str(cls.folder / "first"))
        (cls.folder / "first").rename(cls.folder / "moved")
        cls.prefix = cls.folder / "moved"
        cls.program = cls.prefix / "bin/platen"

    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="platen-run-")
        self.addCleanup(holder.cleanup)
        self.work = pathlib.Path(holder.name)

    def run_platen(self, *words, env=None):
        return subprocess.run([self.program, *map(str, words)], capture_output=True, text=True, check=True,
                              timeout=100 * PATIENCE, env={**ENVIRONMENT, **(env or {})}).stdout

    def start(self, *words, before=(), **how):
        """A server, ended with the test; its process and its state."""
        state = self.work / "state"
        root = ["--allow-root"] if os.geteuid() == 0 else []
        log = (self.work / "log").open("wb")
        self.addCleanup(log.close)
        process = subprocess.Popen([*before, self.program, "server", "--state", state, *root, *words], stderr=log,
                                   stdout=log, env=ENVIRONMENT, **how)

        def end():
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                process.wait(60)
        self.addCleanup(end)
        return process, state

    def wait_for(self, holds, what):
        deadline = time.monotonic() + 100 * PATIENCE
        while time.monotonic() < deadline:
            if holds():
                return
            time.sleep(0.05)
        self.fail(f"{what}: {(self.work / 'log').read_text(errors='replace')}")

    def test_a_sheet_is_printed_from_where_it_lies(self):
        _, state = self.start("--demo", "--port", "0")
        self.wait_for((state / "platen.sock").exists, "the server does not start")
        server = {"PLATEN_SERVER": str(state / "platen.sock")}
        letter = self.work / "letter.pdf"
        self.run_platen("test-page", "document", "-O", letter)
        self.run_platen("submit", "-d", "ir1020", "-o", "media=iso_a4_210x297mm", letter, env=server)
        self.wait_for(lambda: not json.loads(self.run_platen("jobs", "--json", env=server)), "the job does not end")
        self.assertTrue(list((state / "virtual/ir1020").rglob("*.png")))
        self.assertEqual(len(json.loads(self.run_platen("drivers", "--json"))), len(list((SOURCE / "data/printers/canon").glob("*.toml"))))

    # systemd's own tool opens the sockets, and hands them over as the service manager does.
    def test_sockets_are_taken_from_systemd(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        local = self.work / "given.sock"
        activate = shutil.which("systemd-socket-activate")
        self.assertIsNotNone(activate)
        self.start("--port", "1", "--listen", "192.0.2.1", # neither could be opened
                   before=[activate, "-l", f"127.0.0.1:{port}", "-l", str(local), "--fdname=port:local"])
        self.wait_for(local.exists, "the socket is not opened")
        for server in (f"127.0.0.1:{port}", str(local)):  # the first question starts the server
            self.assertEqual(json.loads(self.run_platen("printers", "--json", env={"PLATEN_SERVER": server})), [])
        self.assertIn("sockets that the service manager opened", (self.work / "log").read_text())

    def test_the_service_manager_hears_that_it_lives(self):
        name = self.work / "notify"
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
            manager.bind(str(name))
            manager.settimeout(100 * PATIENCE)
            ENVIRONMENT.update(NOTIFY_SOCKET=str(name), WATCHDOG_USEC="120000000")
            try:
                self.start("--port", "0")
            finally:
                for variable in ("NOTIFY_SOCKET", "WATCHDOG_USEC"):
                    del ENVIRONMENT[variable]
            self.assertEqual([manager.recv(100) for _ in range(3)], [b"READY=1", b"WATCHDOG=1", b"WATCHDOG=1"])

    def test_the_configuration_is_as_it_says(self):
        text = (self.prefix / "etc/platen/platen.toml").read_text()
        file = self.work / "all.toml"  # with each line that shows a default; what names files of the system excepted
        file.write_text(re.sub(r"(?m)^#(?=[a-z-]+ *=)(?!certificate|key|spool)", "", text))
        self.assertIn("\nname ", file.read_text())
        self.start_with(self.prefix / "etc/platen/platen.toml")
        self.start_with(file)

    def start_with(self, file):
        process, state = self.start("--config", file, "--port", "0")
        self.wait_for((state / "platen.sock").exists, "the server does not take its own configuration")
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(60 * PATIENCE), 0)

    def test_systemd_understands_the_units(self):
        units = self.prefix / "lib/systemd/system"
        text = (units / "platen.service").read_text()
        self.assertIn(f"ExecStart={self.folder}/first/bin/platen server", text)  # the prefix that it was installed under
        self.assertNotIn("@", re.sub(r"(?m)^(#|SystemCallFilter).*$", "", text))
        copies = self.work / "units"
        copies.mkdir()
        for unit in units.iterdir():
            (copies / unit.name).write_text(unit.read_text().replace(f"{self.folder}/first", str(self.prefix)))
        done = subprocess.run(["systemd-analyze", "verify", *map(str, sorted(copies.iterdir()))], capture_output=True, text=True,
                              check=False, env={**os.environ, "MANPATH": str(self.prefix / "share/man"), "SYSTEMD_LOG_LEVEL": "warning"})
        ours = [line for line in done.stderr.splitlines() if "platen" in line]
        self.assertEqual((done.returncode, ours), (0, []), done.stderr)

    def test_the_service_is_confined(self):
        unit = self.prefix / "lib/systemd/system/platen.service"
        done = subprocess.run(["systemd-analyze", "security", "--offline=true", "--threshold=20", str(unit)], capture_output=True,
                              text=True, check=False)
        exposure = re.search(r"Overall exposure level for platen.service: ([0-9.]+)", done.stdout)
        self.assertIsNotNone(exposure, done.stdout + done.stderr)
        print(exposure.group(0))
        self.assertLessEqual(float(exposure.group(1)), 2.0)

    def test_apparmor_understands_the_profile(self):
        subprocess.run([shutil.which("apparmor_parser") or "/usr/sbin/apparmor_parser", "--skip-kernel-load", "--skip-cache",
                        str(self.prefix / "etc/apparmor.d/platen-server")], check=True)

    def test_a_system_gets_absolute_places(self):
        root = self.work / "root"
        install("--prefix", "/usr", env={"DESTDIR": str(root)})
        service = (root / "usr/lib/systemd/system/platen.service").read_text()
        self.assertIn("ExecStart=/usr/bin/platen server\n", service)
        for file in ("usr/bin/platen", "usr/libexec/platen/platen-render-worker", "usr/libexec/platen/platen-deliver",
                     "usr/share/platen/printers/canon/canon-ir1020.toml", "usr/share/man/man1/platen.1", "usr/share/man/man5/platen.toml.5",
                     "usr/lib/sysusers.d/platen.conf", "usr/lib/tmpfiles.d/platen.conf", "usr/lib/udev/rules.d/70-platen.rules"):
            self.assertTrue((root / file).is_file(), file)
        # Nothing of the tests.
        self.assertEqual([path.name for path in (root / "usr/bin").iterdir()], ["platen"])
        self.assertFalse([path.name for path in (root / "usr/libexec").rglob("*") if not path.name.startswith("platen")])


if __name__ == "__main__":
    unittest.main()
